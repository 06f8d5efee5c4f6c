"""Which words begin what, and which of the statements that they begin end a transaction or cannot lose rows.

:source: https://dev.mysql.com/doc/refman/8.4/en/implicit-commit.html,
    https://mariadb.com/kb/en/sql-statements-that-cause-an-implicit-commit/
"""
READ, DATA, DDL, SESSION = 'read', 'data', 'ddl', 'session'

KINDS = {
    READ: 'SELECT SHOW DESCRIBE DESC EXPLAIN VALUES TABLE CHECK CHECKSUM HELP',
    DATA: 'INSERT UPDATE DELETE REPLACE LOAD CALL DO WITH HANDLER MERGE COPY',
    SESSION: 'SET USE LOCK UNLOCK BEGIN START COMMIT ROLLBACK SAVEPOINT RELEASE PREPARE EXECUTE DEALLOCATE KILL XA '
             'PRAGMA END ABORT',
}
KIND_OF_WORD = {word: kind for kind, words in KINDS.items() for word in words.split()}

# What else is DDL, or as that: no row of a table is lost by it, whatever it says.
HARMLESS = set('''ANALYZE OPTIMIZE REPAIR GRANT REVOKE FLUSH CACHE INSTALL UNINSTALL COMMENT REINDEX VACUUM ATTACH DETACH
    CHANGE PURGE STOP SHUTDOWN BINLOG CLONE BACKUP RESTART SECURITY REASSIGN REFRESH CLUSTER CHECKPOINT GET DIAGNOSTICS
    IMPORT DISCARD RESET LISTEN UNLISTEN NOTIFY SIGNAL RESIGNAL DECLARE FETCH CLOSE MOVE'''.split())
# What a CREATE, ALTER or DROP may be about that has no rows.
WITHOUT_ROWS = set('''VIEW INDEX TRIGGER PROCEDURE FUNCTION PACKAGE EVENT USER ROLE SERVER SEQUENCE RESOURCE INSTANCE TYPE
    DOMAIN EXTENSION COLLATION CAST OPERATOR RULE POLICY PUBLICATION SUBSCRIPTION LANGUAGE AGGREGATE STATISTICS CONVERSION
    TABLESPACE LOGFILE LIBRARY UNDO ACCESS TEXT DEFAULT SYSTEM ROUTINE GROUP LARGE LOADABLE SPATIAL'''.split())
# Words between CREATE or ALTER and what it is about.
QUALIFIERS = set('''OR REPLACE TEMPORARY TEMP UNIQUE FULLTEXT SPATIAL ONLINE OFFLINE IGNORE RECURSIVE MATERIALIZED UNLOGGED
    GLOBAL LOCAL VIRTUAL AGGREGATE UNDO LOADABLE FOREIGN CONSTRAINT TRUSTED PROCEDURAL VECTOR VISIBLE'''.split())
# In the body of a routine or a compound statement: what begins a statement that may lose rows.
IN_A_BODY = {'DROP', 'ALTER', 'TRUNCATE', 'CREATE'}
# In a text that a routine puts together and runs.
LOSING = {'DROP', 'TRUNCATE', 'MODIFY', 'CHANGE', 'CONVERT'}
COMPOUND = {'IF', 'CASE', 'LOOP', 'WHILE', 'REPEAT', 'FOR', 'ELSE'}

ENDS_A_TRANSACTION = {
    'mysql': set('''BEGIN START COMMIT ROLLBACK LOCK UNLOCK CHECK XA CALL EXECUTE'''.split()),
    'sqlite': {'BEGIN', 'COMMIT', 'ROLLBACK', 'END'},
    'postgresql': {'COMMIT', 'ROLLBACK', 'END', 'ABORT', 'CALL', 'EXECUTE'},
}
# Functions that tell what an earlier statement of the same connection did.
OF_SESSION = set('''LAST_INSERT_ID FOUND_ROWS ROW_COUNT LAST_INSERT_ROWID CHANGES TOTAL_CHANGES LASTVAL CURRVAL
    CURRENT_SETTING SET_CONFIG GET_LOCK RELEASE_LOCK RELEASE_ALL_LOCKS'''.split())
LEAVES_STATE = {'SET', 'USE', 'LOCK', 'UNLOCK', 'PREPARE', 'DEALLOCATE', 'HANDLER', 'PRAGMA', 'ATTACH', 'DETACH', 'DECLARE',
                'DISCARD', 'RESET'}
SECRETS = ('password', 'passwd', 'passphrase', 'pwd', 'secret', 'token', 'identified', 'api_key', 'apikey', 'private_key',
           'credential')
WHOLE_SECRETS = {'pw', 'pass', 'passcode', 'pin'}  # the same, where they are the whole name

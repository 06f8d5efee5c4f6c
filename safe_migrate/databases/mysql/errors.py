"""What MySQL and MariaDB say of a statement, and what that means in a migration."""
from ...messages.place import at, passed_object
from ...messages.server import IS_NOT_THERE, IS_THERE, MEND_ROWS, REFUSED, ROOM, SYNTAX, number
from ...translation.language import _

SHORTER = _('Give the column a shorter String(), or the index a prefix: mysql_length=100. With utf8mb4, 191 characters are '
            'the most on a table in an older row format.')
KEY_FIRST = _('Put op.drop_constraint(..., type_="foreignkey") before it, and create the foreign key again after it.')
SAME_TYPE = _('Both columns have to be of the same type, sign, character set and collation, and the one referred to needs '
              'an index or a unique constraint, made before it.')
AGAIN = _('Another session changes the same. Look for it with SHOW PROCESSLIST, and type the same command again.')
TIME = _('Look at max_statement_time or max_execution_time of the session and of the server.')
NO_WAY = _('Take ALGORITHM= and LOCK= out of the statement, and let the server choose.')
DEPENDENT_FIRST = _('Drop what is made of it first, and make it again after the change.')
OWN_NAME = _('Look which table has it: SELECT * FROM information_schema.table_constraints WHERE constraint_name = "...". '
             'Give the new one a name of its own, in the model and in the revision.')
CHECK_FIRST = _('Put op.drop_constraint(..., type_="check") before it, and create the CHECK again after it.')
NEEDS_KEY = _('Give the table a primary key in its model and in op.create_table(); or let the '
              'administrator set sql_require_primary_key (MariaDB: innodb_force_primary_key) to OFF.')

# By the server's number: what it means, and what to do.
# source: https://dev.mysql.com/doc/mysql-errors/8.0/en/server-error-reference.html,
#         https://mariadb.com/kb/en/mariadb-error-code-reference/
MEANINGS = {
    1005: (_('The table or its foreign key cannot be made'), SAME_TYPE),
    1021: (_('The disk of the server is full'), ROOM),
    1022: (_('A constraint of this name is there already'), IS_THERE),
    1036: (_('The table can only be read'), _('Look at the privileges of the files and at innodb_read_only on the server.')),
    1046: (_('The database is gone'), _('Was it dropped meanwhile? python manage.py db status tells what is there.')),
    1050: (_('A table that is to be made is there already'), IS_THERE),
    1051: (_('A table that is to be dropped is not there'), IS_NOT_THERE),
    1054: (_('A column is not there'), IS_NOT_THERE),
    1059: (_('A name is longer than the 64 characters that there may be'), _('Give it a shorter name in the model.')),
    1060: (_('A column that is to be added is there already'), IS_THERE),
    1061: (_('An index that is to be made is there already'), IS_THERE),
    1062: (_('Rows are equal where they are to be unique'), MEND_ROWS),
    1064: (_('The server cannot read the SQL'), SYNTAX),
    1067: (_('The default of a column is none that its type can have'), _('Change server_default.')),
    1068: (_('The table has a primary key already'), _('Drop it first: op.execute("ALTER TABLE ... DROP PRIMARY KEY")')),
    1071: (_('The columns of an index are too long together'), SHORTER),
    1072: (_('An index or key names a column that is not there'), IS_NOT_THERE),
    1074: (_('A column is too long for its type'), _('Use Text() in place of String() for so many characters.')),
    1075: (_('A column with AUTO_INCREMENT has to be a key'), _('Keep it in the primary key, or set autoincrement=False.')),
    1091: (_('What is to be dropped is not there'), IS_NOT_THERE),
    1101: (_('A TEXT, BLOB or JSON column can have no default'), _('Take server_default out, or use String(length).')),
    1114: (_('The table is full: no room is left'), ROOM),
    1115: (_('The server does not know this character set'), _('Change mysql_charset; utf8mb4 is on every server.')),
    1118: (_('The columns of a row are too long together'), _('Use Text() for the longest of them.')),
    1138: (_('Rows have NULL where there may be none any more'), MEND_ROWS),
    1146: (_('A table is not there'), IS_NOT_THERE),
    1153: (_('A statement is longer than the server takes'),
           _('Write fewer rows in one statement, or let the administrator raise max_allowed_packet on the server.')),
    1170: (_('A TEXT or BLOB column in an index needs a length'), SHORTER),
    1171: (_('A column of the primary key may not be NULL'), _('Set nullable=False on every column of the key.')),
    1173: (_('The server wants a primary key in each table'), NEEDS_KEY),
    1205: (_('Another session has held a lock for too long'), AGAIN),
    1213: (_('Two sessions waited for one another (deadlock), and this one was ended'), AGAIN),
    1215: (_('A foreign key does not fit what it refers to'), SAME_TYPE),
    1217: (_('Other tables still refer to rows that are to go'), KEY_FIRST),
    1264: (_('A number is out of the range of its new type'), MEND_ROWS),
    1265: (_('A value does not fit into the new type'), MEND_ROWS),
    1273: (_('The server does not know this collation'), _('Change mysql_collate; utf8mb4_general_ci is on every server.')),
    1290: (_('The server only lets itself be read'), _('Is it a replica? Run the migration on the primary server.')),
    1292: (_('A value is no date, time or number of the new type'), MEND_ROWS),
    1364: (_('A column has no default, and the row gives it no value'), _('Give it one, or a server_default.')),
    1366: (_('A value does not fit into its column, or into its character set'),
           _('For emoji and rare characters the table needs utf8mb4: ALTER TABLE ... CONVERT TO CHARACTER SET utf8mb4')),
    1406: (_('Values are longer than the column is to be'), MEND_ROWS),
    1419: (_('The server lets this user make no trigger while its binary log is on'),
           _('Let the administrator set log_bin_trust_function_creators = 1, or run it as a user with SUPER.')),
    1451: (_('Other tables still refer to rows that are to go'), KEY_FIRST),
    1452: (_('Rows refer to rows that are not there'), MEND_ROWS),
    1553: (_('A foreign key needs the index that is to go'), KEY_FIRST),
    1665: (_('The server writes its binary log in the format STATEMENT, which takes no row of InnoDB at this isolation '
             'level'),
           _('Set isolation_level to REPEATABLE READ in SQLALCHEMY_ENGINE_OPTIONS, or let the administrator set '
             'binlog_format = ROW.')),
    1750: (_('A foreign key needs an index on the columns that it refers to'), SAME_TYPE),
    1787: (_('With GTID the server makes or drops no temporary table within a transaction'),
           _('Take the temporary table out of the revision, or use an ordinary one that it drops at its end.')),
    1792: (_('The server only lets itself be read'), _('Is it a replica? Run the migration on the primary server.')),
    1822: (_('A foreign key refers to columns that have no index'), SAME_TYPE),
    1826: (_('A foreign key of this name is there already; a name counts for the whole database'), OWN_NAME),
    1828: (_('A foreign key uses the column that is to go'), KEY_FIRST),
    1829: (_('A foreign key of another table uses the column that is to go'), KEY_FIRST),
    1832: (_('A foreign key uses the column that is to change'), KEY_FIRST),
    1833: (_('A foreign key of another table uses the column that is to change'), KEY_FIRST),
    1834: (_('Other tables still refer to rows that are to go'), KEY_FIRST),
    1845: (_('The server cannot change the table in the way that the statement itself asks for'), NO_WAY),
    1846: (_('The server cannot change the table in the way that the statement itself asks for'), NO_WAY),
    1969: (_('A statement took longer than it may'), TIME),
    3024: (_('A statement took longer than it may'), TIME),
    3108: (_('A generated column or an index is made of the column that is to change'), DEPENDENT_FIRST),
    3730: (_('A foreign key of another table refers to the table that is to go'), KEY_FIRST),
    3734: (_('A foreign key refers to a column that is not there'), IS_NOT_THERE),
    3750: (_('The server wants a primary key in each table'), NEEDS_KEY),
    3780: (_('A foreign key and what it refers to are of different types'), SAME_TYPE),
    3819: (_('Rows are against a CHECK'), MEND_ROWS),
    3821: (_('What is to be dropped is not there'), IS_NOT_THERE),
    3822: (_('A CHECK of this name is there already; a name counts for the whole database'), OWN_NAME),
    3837: (_('An index is made of an expression with the column that is to change'), DEPENDENT_FIRST),
    3959: (_('A CHECK uses the column that is to go or to be renamed'), CHECK_FIRST),
    4025: (_('Rows are against a CHECK'), MEND_ROWS),
    4092: (_('The table has been changed instantly as often as it can be'),
           _('Take ALGORITHM=INSTANT out of the statement, or first build the table anew: ALTER TABLE ... FORCE')),
}
# Numbers that mean something else on the other server, or for another reason: by a word of the server's own text.
BY_TEXT = {
    1005: ('errno: 121', (_('A foreign key of this name is there already; a name counts for the whole database'), OWN_NAME)),
    4110: ('primary key', (_('The server keeps the primary key that it has given the table by itself'),
                           _('Give the table a primary key of its own in one statement: op.execute("ALTER TABLE ... DROP '
                             'PRIMARY KEY, DROP COLUMN my_row_id, ADD PRIMARY KEY (...)")'))),
}
RESUMES = _('What was applied stays; when this is put right, the same command goes on from here.')


def explain(error, told):
    """What happened and what to type, of an error that the server gave; None of any other.

    :param error: one of a chain
    :param told: the last of it, whose traceback begins in the user's code
    """
    code = number(error)
    if code is None:
        return None
    word, known = BY_TEXT.get(code, (None, None))
    meaning, advice = known if known and word in str(error.args[1]) else MEANINGS.get(code, REFUSED)
    lines = [_('%(meaning)s (error %(code)s): %(text)s') % {'meaning': meaning, 'code': code, 'text': error.args[1]}]
    lines += at(told)
    journal = getattr(passed_object(told, 'mysql', 'resume.py'), 'journal', None)
    resumes = [RESUMES] if journal is not None and not journal.missing else []
    return '\n'.join(lines), '\n'.join([advice] + resumes)

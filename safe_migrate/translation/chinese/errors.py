"""The Chinese of the catalogue of errors (cli/catalogue.py and what it asks)."""
TEXTS = {
    'It was at %(place)s. The folder %(folder)s is missing; where git does not have it, type: mkdir %(option)s%(folder)s':
        '位置：%(place)s。目录 %(folder)s 不存在；如果 git 中没有它，请输入：mkdir %(option)s%(folder)s',
    'The server gives this user no more for now: %(text)s': '服务器暂时不再为该用户提供更多资源：%(text)s',
    'Try again later, or let the administrator raise it: ALTER USER ... WITH MAX_QUERIES_PER_HOUR 0, and its like.':
        '请稍后再试，或请管理员调高限制：ALTER USER ... WITH MAX_QUERIES_PER_HOUR 0 等。',
    'A statement is longer than the server takes': '语句超过了服务器允许的长度',
    'Write fewer rows in one statement, or let the administrator raise max_allowed_packet on the server.':
        '请在一条语句中少写几行，或请管理员调大服务器的 max_allowed_packet。',
    'It was raised at %(place)s.': '出错位置：%(place)s。',
    'What of it is applied tells: python manage.py db status': '要知道已执行了哪些部分，请输入：python manage.py db status',
    'To see the whole traceback, add --debug to the command.': '要查看完整的错误堆栈，请在命令后加上 --debug。',
    'Make room, and type the same command again. Nothing is half-written.':
        '请腾出磁盘空间，重新执行该命令。没有文件只写了一半。',
    'See who may read and write there: ls -l. As another user: sudo -u USER python manage.py ...':
        '请检查谁有读写权限：ls -l。用另一个用户运行：sudo -u 用户名 python manage.py ...',
    'The quota of the disk is used up': '磁盘配额已用完',
    'The file would be larger than it may be': '文件将超过允许的大小',
    'The file or folder may not be read or written': '没有读写该文件或目录的权限',
    'The file system can only be read': '文件系统是只读的',
    'The file or folder is missing': '文件或目录不存在',
    'A file stands where a folder should be': '应为目录的位置上有一个文件',
    'Move the file away.': '请把该文件移走。',
    'A folder stands where a file should be': '应为文件的位置上有一个目录',
    'Move the folder away.': '请把该目录移走。',
    'The name of the file is too long': '文件名太长',
    'Give a shorter name or message.': '请换一个更短的名称或说明（--message）。',
    'The process has too many files open': '进程打开的文件太多',
    'Allow more: ulimit -n 1024': '请放宽限制：ulimit -n 1024',
    'A file is not in UTF-8: %(text)s': '有文件不是 UTF-8 编码：%(text)s',
    'It was read at %(place)s. Save it in UTF-8.': '读取位置：%(place)s。请把它保存为 UTF-8。',
    '%(meaning)s: %(path)s': '%(meaning)s：%(path)s',
    'Mend it, and type the same command again.': '请修正后重新执行该命令。',
    '%(path)s:%(line)s cannot be read: %(text)s.': '无法读取 %(path)s:%(line)s：%(text)s。',
    '%(place)s asks with input(), and there is nobody to answer.': '%(place)s 用 input() 提问，但没有人可以回答。',
    "Type the same command on a terminal; or let the file take the answer from the environment: os.environ['ANSWER']":
        "请在终端上重新执行该命令；或让该文件从环境变量中读取答案：os.environ['ANSWER']",
    'The application has no SQLAlchemy.': '应用没有启用 SQLAlchemy。',
    'Add where the application is made: db.init_app(app)': '请在创建应用的地方加上：db.init_app(app)',
    'The application has no Flask-Migrate.': '应用没有启用 Flask-Migrate。',
    'Add to manage.py, behind the application: Migrate(app, db)': '请在 manage.py 中创建应用之后加上：Migrate(app, db)',
    'alembic.ini cannot be read: %(text)s': '无法读取 alembic.ini：%(text)s',
    'Bring it back (git checkout), or copy the one that this makes: python manage.py db init --directory FOLDER':
        '请恢复它（git checkout），或复制由下面的命令生成的那一份：python manage.py db init --directory 目录',
    '%(place)s imports %(module)s, which is itself still being imported: a circular import.':
        '%(place)s 导入了 %(module)s，而后者自己还没有导入完：这是循环导入（循环引用）。',
    'Put what both need into a file of its own: db = SQLAlchemy() into exts.py, and then in both: from exts import db':
        '请把双方都需要的内容放到单独的文件中：在 exts.py 中写 db = SQLAlchemy()，然后在双方中写 from exts import db',
    '%(place)s imports %(name)s, and there is no such module.': '%(place)s 导入了 %(name)s，但没有这个模块。',
    'Type: pip install -r requirements.txt, or mend the import.':
        '请输入：pip install -r requirements.txt，或修正这条导入语句。',
    '%(place)s cannot import: %(text)s': '%(place)s 无法导入：%(text)s',
    'That line reads %s from the environment, where it is not set.': '这一行要读取环境变量 %s，但没有设置。',
    'There is no table %(table)s.': '没有表 %(table)s。',
    'Did another branch or a hand make it otherwise? python manage.py db status tells where the database stands.':
        '是另一个分支改动过，还是有人手工改动过？python manage.py db status 会显示数据库所处的版本。',
    'env.py knows several databases, and SQLALCHEMY_BINDS is not set.':
        'env.py 支持多个数据库，但没有设置 SQLALCHEMY_BINDS。',
    'Set it in config.py, to {} where there is one database alone; or take the env.py that this makes: '
    'python manage.py db init --directory FOLDER':
        '请在 config.py 中设置它（只有一个数据库时设为 {}），或使用由此命令生成的 env.py：'
        'python manage.py db init --directory 目录',
    '%(path)s was written before env.py knew several databases: its %(name)s() takes no engine_name.':
        '%(path)s 写于 env.py 支持多个数据库之前：它的 %(name)s() 没有参数 engine_name。',
    "Where it is for the main database, write def upgrade(engine_name=''): and as its first line: if engine_name: return; "
    'and the same in downgrade().':
        "如果它只用于主数据库，请写成 def upgrade(engine_name=''):，并在函数第一行写 "
        "if engine_name: return；downgrade() 也一样。",
    '%(path)s is for several databases: its %(name)s() wants an engine_name, which env.py does not give.':
        '%(path)s 用于多个数据库：它的 %(name)s() 需要参数 engine_name，而 env.py 没有传。',
    'Bring back the env.py of several databases (git checkout), or take the one that this makes: python manage.py db init '
    '--multidb --directory FOLDER':
        '请恢复支持多个数据库的 env.py（git checkout），或使用由此命令生成的那一份：python manage.py db init --multidb '
        '--directory 目录',
    '%(place)s needs the package %(name)s.': '%(place)s 需要安装 %(name)s。',
    '%(package)s has no module %(name)s': '%(package)s 里没有模块 %(name)s',
    '%(package)s has no %(name)s': '%(package)s 里没有 %(name)s',
    '%(place)s cannot be imported: the installed %(what)s.': '%(place)s 无法导入：已安装的 %(what)s。',
    'It is written for SQLAlchemy 2. Such a codebase takes the newest Flask-Migrate in the place of this package.':
        '它是为 SQLAlchemy 2 写的。这样的项目请使用最新的 Flask-Migrate，不需要本工具。',
    'FLASK_APP is not set, so flask has called a factory that it found, without what the factory needs (%s).':
        '没有设置 FLASK_APP，flask 自行找到并调用了工厂函数，却没有传入它需要的参数（%s）。',
    'Type: %(words)s\nand the same command again; or write FLASK_APP=%(file)s into the file .flaskenv.':
        '请输入：%(words)s\n再重新执行该命令；也可以在 .flaskenv 文件中写入 FLASK_APP=%(file)s。',
    'The code was written for another release of %s: install that one, or mend the import.':
        '代码是按 %s 的另一个版本写的：请安装那个版本，或修改这条导入语句。',
    'It lies beside that file, where only Python 2 looks. Write: from .%s import ...':
        '它就在该文件旁边，但只有 Python 2 会到那里去找。请写成：from .%s import ...',
    'Put before it, in the same file: import pymysql; pymysql.install_as_MySQLdb()':
        '请在同一个文件里，在它前面加上：import pymysql; pymysql.install_as_MySQLdb()',
    'Mend the import; or, where it is a package that your requirements.txt does not name, pip install it by the name that '
    'it has on PyPI, and add it there.':
        '请修改这条导入语句；如果它是 requirements.txt 里没有列出的包，请用它在 PyPI 上的名字 pip install，并把它加进去。',
    'Did create_all() make it, or another branch? python manage.py db status tells where the database stands; where it is '
    'at the '
    'revision in truth, type: python manage.py db stamp REVISION':
        '它是由 create_all() 创建的，还是来自另一个分支？python manage.py db status 会显示数据库所处的版本；'
        '如果数据库其实已处于该版本，请输入：python manage.py db stamp 版本号',
    'Mend the rows, or let the revision mend them first: op.execute("UPDATE ...") before this operation.':
        '请修正这些行，或在迁移文件中先修正它们：在该操作之前写 op.execute("UPDATE ...")。',
    'Give the column a shorter String(), or the index a prefix: mysql_length=100. With utf8mb4, 191 characters are '
    'the most on a table in an older row format.':
        '请缩短该列的 String()，或给索引加前缀长度：mysql_length=100。使用 utf8mb4 时，旧行格式的表最多 191 个字符。',
    'Put op.drop_constraint(..., type_="foreignkey") before it, and create the foreign key again after it.':
        '请在它之前写 op.drop_constraint(..., type_="foreignkey")，之后再重新创建外键。',
    'Both columns have to be of the same type, sign, character set and collation, and the one referred to needs an '
    'index or a unique constraint, made before it.':
        '两列的类型、符号（有无 UNSIGNED）、字符集和排序规则必须相同，并且被引用的列要先有索引或唯一约束。',
    'Another session changes the same. Look for it with SHOW PROCESSLIST, and type the same command again.':
        '另一个会话正在修改同样的内容。请用 SHOW PROCESSLIST 找到它，重新执行该命令。',
    "Make room on the server's disk, and type the same command again.": '请在服务器的磁盘上腾出空间，重新执行该命令。',
    'Look which table has it: SELECT * FROM information_schema.table_constraints WHERE constraint_name = "...". '
    'Give the new one a name of its own, in the model and in the revision.':
        '请查看是哪个表占用了它：SELECT * FROM information_schema.table_constraints WHERE constraint_name = "..."。'
        '然后在模型和迁移文件中给新的约束另取一个名称。',
    'Put op.drop_constraint(..., type_="check") before it, and create the CHECK again after it.':
        '请在它之前写 op.drop_constraint(..., type_="check")，之后再重新创建 CHECK 约束。',
    'Give the table a primary key in its model and in op.create_table(); or let the '
    'administrator set sql_require_primary_key (MariaDB: innodb_force_primary_key) to OFF.':
        '请在模型和 op.create_table() 中给该表加上主键；或者请管理员把该服务器的 sql_require_primary_key'
        '（MariaDB 为 innodb_force_primary_key）设为 OFF。',
    'Take ALGORITHM= and LOCK= out of the statement, and let the server choose.':
        '请从语句中去掉 ALGORITHM= 和 LOCK=，由服务器自行选择。',
    'Drop what is made of it first, and make it again after the change.':
        '请先删除依赖它的生成列或索引，修改之后再重新创建。',
    'The server wants a primary key in each table': '服务器要求每个表都有主键',
    'The server lets this user make no trigger while its binary log is on': '服务器开启了二进制日志，不允许该用户创建触发器',
    'Let the administrator set log_bin_trust_function_creators = 1, or run it as a user with SUPER.':
        '请管理员设置 log_bin_trust_function_creators = 1，或用具有 SUPER 权限的用户运行。',
    'A foreign key needs an index on the columns that it refers to': '外键引用的列上必须有索引',
    'The server writes its binary log in the format STATEMENT, which takes no row of InnoDB at this isolation level':
        '服务器的二进制日志格式是 STATEMENT，在当前隔离级别下不接受 InnoDB 表的行',
    'Set isolation_level to REPEATABLE READ in SQLALCHEMY_ENGINE_OPTIONS, or let the administrator set binlog_format = ROW.':
        '请在 SQLALCHEMY_ENGINE_OPTIONS 中把 isolation_level 设为 REPEATABLE READ，或请管理员设置 binlog_format = ROW。',
    'With GTID the server makes or drops no temporary table within a transaction':
        '启用 GTID 时，服务器不允许在事务中创建或删除临时表',
    'Take the temporary table out of the revision, or use an ordinary one that it drops at its end.':
        '请从迁移文件中去掉临时表，或改用普通表并在最后删除它。',
    'A foreign key refers to a column that is not there': '外键引用的列不存在',
    'A foreign key uses the column that is to go': '有外键正在使用要删除的列',
    'A foreign key of another table uses the column that is to go': '有其他表的外键正在使用要删除的列',
    'The server cannot change the table in the way that the statement itself asks for':
        '服务器无法按语句本身指定的方式修改该表',
    'A generated column or an index is made of the column that is to change': '有生成列或索引依赖于要修改的列',
    'A CHECK of this name is there already; a name counts for the whole database':
        '已有同名的 CHECK 约束；同一数据库中名称不能重复',
    'An index is made of an expression with the column that is to change': '有函数索引依赖于要修改的列',
    'A CHECK uses the column that is to go or to be renamed': '有 CHECK 约束正在使用要删除或改名的列',
    'The table has been changed instantly as often as it can be': '该表的即时（INSTANT）变更次数已达上限',
    'Take ALGORITHM=INSTANT out of the statement, or first build the table anew: ALTER TABLE ... FORCE':
        '请从语句中去掉 ALGORITHM=INSTANT，或先重建该表：ALTER TABLE ... FORCE',
    'The server keeps the primary key that it has given the table by itself': '服务器不允许修改它自动生成的主键',
    'Give the table a primary key of its own in one statement: op.execute("ALTER TABLE ... DROP PRIMARY KEY, DROP COLUMN '
    'my_row_id, ADD PRIMARY KEY (...)")':
        '请用一条语句给该表加上自己的主键：op.execute("ALTER TABLE ... DROP PRIMARY KEY, DROP COLUMN my_row_id, '
        'ADD PRIMARY KEY (...)")',
    'Look at the SQL in op.execute() or in a server_default: is it meant for another database?':
        '请检查 op.execute() 或 server_default 中的 SQL：它是不是为另一种数据库写的？',
    'The table or its foreign key cannot be made': '无法创建该表或它的外键',
    'The disk of the server is full': '服务器的磁盘已满',
    'A constraint of this name is there already': '已有同名的约束',
    'The table can only be read': '该表是只读的',
    'Look at the privileges of the files and at innodb_read_only on the server.':
        '请检查服务器上的文件权限和 innodb_read_only。',
    'A table that is to be made is there already': '要创建的表已经存在',
    'A name is longer than the 64 characters that there may be': '名称超过了 64 个字符的上限',
    'Give it a shorter name in the model.': '请在模型中换一个更短的名称。',
    'An index that is to be made is there already': '要创建的索引已经存在',
    'The server cannot read the SQL': '服务器无法解析该 SQL',
    'The default of a column is none that its type can have': '列的默认值与它的类型不符',
    'The table has a primary key already': '该表已有主键',
    'The columns of an index are too long together': '索引中各列的总长度过长',
    'An index or key names a column that is not there': '索引或键引用了不存在的列',
    'A column is too long for its type': '列的长度超过了它的类型的上限',
    'Use Text() in place of String() for so many characters.': '字符这么多，请用 Text() 代替 String()。',
    'A column with AUTO_INCREMENT has to be a key': '带 AUTO_INCREMENT 的列必须是键',
    'Keep it in the primary key, or set autoincrement=False.': '请把它保留在主键中，或设置 autoincrement=False。',
    'A TEXT, BLOB or JSON column can have no default': 'TEXT、BLOB 或 JSON 列不能有默认值',
    'Take server_default out, or use String(length).': '请去掉 server_default，或使用 String(长度)。',
    'The table is full: no room is left': '该表已满：没有剩余空间',
    'The server does not know this character set': '服务器不认识这个字符集',
    'Change mysql_charset; utf8mb4 is on every server.': '请修改 mysql_charset；utf8mb4 在任何服务器上都可用。',
    'The columns of a row are too long together': '一行中各列的总长度过长',
    'Use Text() for the longest of them.': '请把其中最长的列改用 Text()。',
    'A TEXT or BLOB column in an index needs a length': '索引中的 TEXT 或 BLOB 列需要指定长度',
    'A column of the primary key may not be NULL': '主键中的列不允许为 NULL',
    'Set nullable=False on every column of the key.': '请给主键的每一列设置 nullable=False。',
    'Another session has held a lock for too long': '另一个会话持有锁的时间过长',
    'Two sessions waited for one another (deadlock), and this one was ended': '两个会话互相等待（死锁），本会话被终止',
    'A foreign key does not fit what it refers to': '外键与它引用的内容不匹配',
    'A number is out of the range of its new type': '数值超出了新类型的范围',
    'A value does not fit into the new type': '有的值不符合新的类型',
    'The server does not know this collation': '服务器不认识这个排序规则',
    'Change mysql_collate; utf8mb4_general_ci is on every server.':
        '请修改 mysql_collate；utf8mb4_general_ci 在任何服务器上都可用。',
    'A value is no date, time or number of the new type': '有的值不是新类型的日期、时间或数值',
    'A column has no default, and the row gives it no value': '某列没有默认值，而该行也没有给出它的值',
    'A value does not fit into its column, or into its character set': '有的值不符合列的类型，或不能用该列的字符集表示',
    'For emoji and rare characters the table needs utf8mb4: ALTER TABLE ... CONVERT TO CHARACTER SET utf8mb4':
        '要保存表情符号和生僻字，表需要使用 utf8mb4：ALTER TABLE ... CONVERT TO CHARACTER SET utf8mb4',
    'Values are longer than the column is to be': '有的值比修改后的列更长',
    'Rows refer to rows that are not there': '有的行引用了不存在的行',
    'A foreign key needs the index that is to go': '要删除的索引正被外键使用',
    'The server only lets itself be read': '服务器处于只读状态',
    'Is it a replica? Run the migration on the primary server.': '它是从库吗？请在主库上运行迁移。',
    'A foreign key refers to columns that have no index': '外键引用的列没有索引',
    'A foreign key of this name is there already; a name counts for the whole database':
        '已有同名的外键；外键名在整个数据库中不能重复',
    'A foreign key uses the column that is to change': '外键正在使用要修改的列',
    'A foreign key of another table uses the column that is to change': '另一个表的外键正在使用要修改的列',
    'Other tables still refer to rows that are to go': '其他表仍在引用要删除的行',
    'A foreign key of another table refers to the table that is to go': '另一个表的外键正在引用要删除的表',
    'A foreign key and what it refers to are of different types': '外键与它引用的列类型不同',
    'The database refused a statement': '数据库拒绝了一条语句',
    'To see the statement and the whole traceback, add --debug to the command.':
        '要查看该语句和完整的错误堆栈，请在命令后加上 --debug。',
    'What was applied stays; when this is put right, the same command goes on from here.':
        '已执行的部分会保留；改正之后，重新执行该命令即可从这里继续。',
    '%(meaning)s (error %(code)s): %(text)s': '%(meaning)s（错误 %(code)s）：%(text)s',
    'Those there are: python manage.py db history': '现有的版本请看：python manage.py db history',
    'Type: python manage.py db merge heads, and then: python manage.py db upgrade\nTo put one behind the other in '
    'place of a merge: python manage.py db repair --rebase':
        '请输入：python manage.py db merge heads，然后输入：python manage.py db upgrade\n如果不想合并，而是把其中一个'
        '接到另一个之后：python manage.py db repair --rebase',
    'A range of revisions is two of them with one colon between: FROM:TO':
        '版本范围由两个版本号和一个冒号组成：起始:目标',
    'alembic.ini does not name %(path)s in version_locations, so a revision there would not be found.':
        'alembic.ini 的 version_locations 中没有 %(path)s，放在那里的版本不会被找到。',
    'Nothing was written. Leave --version-path out, or add the folder there.':
        '没有写入任何文件。请去掉 --version-path，或在那里加上该目录。',
    'A range of revisions can only be given with --sql.': '只有使用 --sql 时才能给出版本范围。',
    'Name the one revision to go to, or print the statements of a range: db upgrade --sql FROM:TO':
        '请只给出目标版本，或输出该范围的语句：db upgrade --sql 起始:目标',
    'PyMySQL does not know the character set of the database address.': 'PyMySQL 不认识数据库地址中的字符集。',
    'Let the address end in ?charset=utf8mb4; in .env: DB_CHARSET=utf8mb4':
        '请让地址以 ?charset=utf8mb4 结尾；在 .env 中：DB_CHARSET=utf8mb4',
    'The database is gone': '数据库已不存在',
    'Was it dropped meanwhile? python manage.py db status tells what is there.':
        '它是否在此期间被删除了？python manage.py db status 会显示现有的内容。',
    'A table that is to be dropped is not there': '要删除的表不存在',
    'A statement took longer than it may': '语句的执行时间超过了上限',
    'Look at max_statement_time or max_execution_time of the session and of the server.':
        '请检查会话和服务器的 max_statement_time 或 max_execution_time。',
    'The name of a revision is empty.': '版本号是空的。',
    'It was typed so, or the database has it so: python manage.py db repair':
        '它是这样输入的，或者数据库中就是这样：python manage.py db repair',
    '%(path)s: revision and down_revision have to be texts.': '%(path)s：revision 和 down_revision 必须是字符串。',
    "Write them as revision = '...' and down_revision = '...'; the first revision has down_revision = None.":
        "请写成 revision = '...' 和 down_revision = '...'；第一个版本的 down_revision 是 None。",
    'Type: python manage.py db repair': '请输入：python manage.py db repair',
    'A revision follows or needs %(revision)s, and no file has it.':
        '有版本接在 %(revision)s 之后或依赖于它，但没有对应的文件。',
    'There is no revision %(revision)s.': '没有版本 %(revision)s。',
    'The database is at the revision %(revision)s, and no file has it.': '数据库处于版本 %(revision)s，但没有对应的文件。',
    "Type: python manage.py db repair (it looks for the file in git's history, and at the structure of the database).":
        '请输入：python manage.py db repair（它会在 git 历史中查找该文件，并查看数据库的结构）。',
    'There are several heads, so it is not clear which one is meant.': '有多个 head，无法确定指的是哪一个。',
    'The database is not at the newest revision, so the models cannot be compared with it.':
        '数据库不在最新版本，因此无法与模型比较。',
    'Type: python manage.py db upgrade, and then the same command again.\nWhere python manage.py db heads names several, '
    'type '
    'first: python manage.py db merge heads\nWhere a revision fails in it, correct its file first. Where there is '
    'nothing to apply, type: python manage.py db repair':
        '请先输入：python manage.py db upgrade，再重新执行该命令。\n'
        '如果 python manage.py db heads 列出了多个 head，请先输入：python manage.py db merge heads\n'
        '如果升级时某个迁移文件报错，请先改正该文件；如果提示没有需要执行的迁移，请输入：python manage.py db repair',
    '--sql prints statements without looking at a database, and db migrate has to look at one.':
        '--sql 只打印语句而不查看数据库，而 db migrate 必须查看数据库。',
    'Type: python manage.py db migrate, and then: python manage.py db upgrade --sql':
        '请输入：python manage.py db migrate，然后输入：python manage.py db upgrade --sql',
    'SQLALCHEMY_DATABASE_URI has a slash too few for a SQLite file.':
        'SQLALCHEMY_DATABASE_URI 中 SQLite 文件的地址少了一个斜杠。',
    'Write sqlite:///app.db for a file beside the application, sqlite:////path/app.db for another.':
        '应用目录下的文件请写成 sqlite:///app.db，其他位置的文件请写成 sqlite:////path/app.db。',
    'Several revisions begin with %(start)s: %(revisions)s': '有多个版本号以 %(start)s 开头：%(revisions)s',
    'Type more of its characters. ': '请多输入几个字符。',
    'The database names both %(revision)s and %(other)s, of which one comes before the other.':
        '数据库同时记录了 %(revision)s 和 %(other)s，而其中一个在另一个之前。',
    'env.py gives Alembic no models to compare.': 'env.py 没有给 Alembic 提供可供比较的模型。',
    "Write there: target_metadata = current_app.extensions['migrate'].db.metadata":
        "请在其中写上：target_metadata = current_app.extensions['migrate'].db.metadata",
    'alembic.ini has a value that Alembic cannot use: %(text)s': 'alembic.ini 中有 Alembic 无法使用的值：%(text)s',
    'No revision is applied, so there is none to take back.': '数据库还没有升级过，没有可以降级的版本。',
    '%(revision)s is out of range: there are not that many revisions that way.':
        '%(revision)s 超出范围：那个方向上没有那么多版本。',
    'Those there are: python manage.py db history. All the way: db upgrade head, or db downgrade base':
        '现有的版本请看：python manage.py db history。直接到最新或最初的版本：db upgrade head，或 db downgrade base',
    'The folder %(folder)s is there already, and is not empty.': '目录 %(folder)s 已经存在，而且不是空的。',
    'Nothing was written. Go on with: python manage.py db migrate\nFor another set of revisions name another folder: '
    'python manage.py db init --directory FOLDER':
        '没有写入任何文件。请接着输入：python manage.py db migrate\n如果要另一套版本，请指定另一个目录：python '
        'manage.py db init --directory 目录',
    'There is no folder %(folder)s.': '没有目录 %(folder)s。',
    'In a new project type: python manage.py db init. Otherwise bring it back (git checkout), or name it with '
    '--directory.':
        '新项目请输入：python manage.py db init。否则请恢复该目录（git checkout），或用 --directory 指定它。',
    "The file %(name)s in the revisions' folder has no line revision = '...'":
        "迁移目录中的文件 %(name)s 里没有 revision = '...' 这一行",
    'Add it, or move the file out of the folder.': '请加上这一行，或把该文件移出这个目录。',
    'The revision %(revision)s is there twice.': '版本号 %(revision)s 出现了两次。',
    'The revision %(follower)s follows %(revision)s, and no file has it.':
        '版本 %(follower)s 的上一个版本是 %(revision)s，但没有对应的文件。',
    'The branch label %(label)s is in the revisions %(revision)s and %(other)s.':
        '分支标签 %(label)s 同时出现在版本 %(revision)s 和 %(other)s 中。',
    'Give one of them another: branch_labels in its file.': '请给其中一个换一个标签：修改其文件中的 branch_labels。',
    'The branch label %(label)s of the revision %(revision)s is the id of a revision.':
        '版本 %(revision)s 的分支标签 %(label)s 与某个版本号相同。',
    'Give it another one: branch_labels in its file.': '请换一个标签：修改其文件中的 branch_labels。',
    'A colon in the SQL stands for a value that is not given: %(name)s.':
        'SQL 中的冒号表示一个值，而这个值没有给出：%(name)s。',
    r'Write a colon that is meant as one with a backslash before it: \\:':
        r'如果冒号就是冒号本身，请在它前面写一个反斜杠：\\:',
    'The program was ended by %(place)s.': '程序被 %(place)s 结束了。',
    'It came from exit(), sys.exit() or SystemExit; a revision that is to stop raises an error with a text.':
        '原因是 exit()、sys.exit() 或 SystemExit；迁移文件要中止时，请抛出带说明文字的异常。',
    'Bring it back (git checkout), or remove what stands in its place.':
        '请恢复它（git checkout），或移走占据其位置的内容。',
    'Symbolic links lead to one another': '符号链接互相指向',
    'Remove one of them: rm.': '请删除其中一个：rm。',
    'The template script.py.mako cannot be rendered.': '无法渲染模板 script.py.mako。',
    'Nothing was written. The line is told in %(path)s; bring the template back, or mend it.':
        '没有写入任何文件。出错的行见 %(path)s；请恢复或修正该模板。',
    'With --sql a downgrade has to be told from where to where.': '使用 --sql 降级时，必须指明从哪个版本到哪个版本。',
    'Type: python manage.py db downgrade --sql FROM:TO': '请输入：python manage.py db downgrade --sql 起始版本:目标版本',
    'The revisions follow one another in a circle: %(revisions)s': '迁移文件首尾相接，成了环：%(revisions)s',
    'Nothing was changed. Mend down_revision or depends_on in one of their files; the first revision has None.':
        '未做任何更改。请修正其中一个文件的 down_revision 或 depends_on；第一个版本的 down_revision 应为 None。',
    'The file %(path)s is missing.': '文件 %(path)s 不存在。',
    'Type: pip install cryptography': '请输入：pip install cryptography',
    'The database address needs the driver %(name)s, which is not installed.':
        '连接数据库地址需要驱动 %(name)s，但它没有安装。',
    'Type: pip install %(package)s, or begin the address in %(config)s with mysql+pymysql://':
        '请输入：pip install %(package)s，或让 %(config)s 中的地址以 mysql+pymysql:// 开头',
    'The port in SQLALCHEMY_DATABASE_URI is no number.': 'SQLALCHEMY_DATABASE_URI 中的端口不是数字。',
    'The driver does not know the option %(name)s of the database address.': '驱动不认识数据库地址中的选项 %(name)s。',
    'Take it out of SQLALCHEMY_DATABASE_URI, behind the question mark, or of connect_args.':
        '请把它从 SQLALCHEMY_DATABASE_URI 的问号之后或 connect_args 中去掉。',
    'SQLALCHEMY_DATABASE_URI names no database.': 'SQLALCHEMY_DATABASE_URI 没有指明数据库。',
    'SQLALCHEMY_DATABASE_URI is no database address.': 'SQLALCHEMY_DATABASE_URI 不是数据库地址。',
    'SQLALCHEMY_DATABASE_URI begins with %(name)s, for which there is no dialect.':
        'SQLALCHEMY_DATABASE_URI 以 %(name)s 开头，没有这样的数据库方言。',
    'There is no host %(host)s.': '没有主机 %(host)s。',
    'Look at the host in %(names)s; is this machine in the right network?':
        '请检查 %(names)s 中的主机名；本机的网络是否正确？',
    'The certificate file of the database connection is missing: %s': '数据库连接所用的证书文件不存在：%s',
    'Look at ssl_ca, ssl_cert and ssl_key in SQLALCHEMY_DATABASE_URI or connect_args.':
        '请检查 SQLALCHEMY_DATABASE_URI 或 connect_args 中的 ssl_ca、ssl_cert 和 ssl_key。',
    'The database server cannot be reached at its socket %s.': '无法通过套接字 %s 连接数据库服务器。',
    'Look whether it runs (systemctl status mariadb), and where its socket is: SHOW VARIABLES LIKE "socket"; the '
    'path stands in SQLALCHEMY_DATABASE_URI as unix_socket.':
        '请检查它是否在运行（systemctl status mariadb），以及它的套接字在哪里：SHOW VARIABLES LIKE "socket"；'
        '路径写在 SQLALCHEMY_DATABASE_URI 的 unix_socket 中。',
    'The database server at %(host)s cannot be reached.': '无法连接到位于 %(host)s 的数据库服务器。',
    'Look whether it runs (systemctl status mariadb) and whether the host and the port in %s are right.':
        '请检查它是否在运行（systemctl status mariadb），以及 %s 中的主机和端口是否正确。',
    'The server does not let %(user)s in: the user name or the password is wrong.':
        '服务器拒绝 %(user)s 登录：用户名或密码错误。',
    'Look at the user and the password in %(names)s. To try it: mariadb -h %(host)s -P %(port)s -u %(name)s -p':
        '请检查 %(names)s 中的用户名和密码。可以这样试：mariadb -h %(host)s -P %(port)s -u %(name)s -p',
    'The user %(user)s may not use the database %(database)s.': '用户 %(user)s 没有使用数据库 %(database)s 的权限。',
    "Look whether there is a database of that name, in %(names)s.\nIf there is, type as the"
    " server's administrator: GRANT ALL "
    'ON `%(quoted)s`.* TO %(account)s':
        '请检查 %(names)s 中的数据库名，是否真有这个数据库。\n如果有，请以服务器管理员的身份输入'
        '：GRANT ALL ON `%(quoted)s`.* TO '
        '%(account)s',
    'The server has no database %(database)s.': '服务器上没有数据库 %(database)s。',
    'Make it, in the client of the server: CREATE DATABASE `%(quoted)s` CHARACTER SET utf8mb4;\nIf'
    ' there should be one, look '
    'at its name in %(names)s.':
        '请在数据库客户端中创建它：CREATE DATABASE `%(quoted)s` CHARACTER SET utf8mb4;\n如果它本应存在，请检查 %(names)s '
        '中的数据库名。',
    'The server has too many connections already.': '服务器的连接数已满。',
    'Try again later; SHOW PROCESSLIST tells who has them, and max_connections how many there may be.':
        '请稍后再试；SHOW PROCESSLIST 显示谁占用了连接，max_connections 是连接数的上限。',
    'The server ended the connection.': '服务器断开了连接。',
    'The connection to the server is closed.': '与服务器的连接已关闭。',
    'Look whether the server runs, and whether the revision itself closes what it uses, then type the same command again; '
    'python manage.py db status tells where it stands.':
        '请看看服务器是否在运行，以及迁移文件是否自己关闭了还要用的连接，然后再执行一次同样的命令；'
        'python manage.py db status 会显示停在哪里。',
    'Look whether it runs and what its log says, then type the same command again; python manage.py db status tells where '
    'it stands.':
        '请检查它是否在运行、它的日志说了什么，再重新执行该命令；python manage.py db status 会显示数据库所处的版本。',
    'The server takes no connection from this machine: %(text)s': '服务器不接受来自本机的连接：%(text)s',
    "As the server's administrator make a user for this host, or type: FLUSH HOSTS":
        '请以服务器管理员的身份为这台主机创建用户，或输入：FLUSH HOSTS',
    'The database user lacks a privilege: %(text)s': '数据库用户缺少权限：%(text)s',
    'The server lets this user in from its own account only (auth_socket): %(text)s':
        '服务器只允许该用户从操作系统的同名账户登录（auth_socket）：%(text)s',
    'Make a user with a password: CREATE USER ... IDENTIFIED BY ...; GRANT ALL ON the database to it.':
        '请创建一个有密码的用户：CREATE USER ... IDENTIFIED BY ...，再用 GRANT ALL ON 授予它该数据库的权限。',
    'A connection that is no part of the upgrade cannot write while that runs': '不属于本次升级的连接在升级运行期间不能写入',
    'Let the revision write through op, db.session, db.engine or sqlite3.connect(), in the thread that runs it: these are '
    'part of the upgrade.':
        '请让迁移文件在运行它的线程中通过 op、db.session、db.engine 或 sqlite3.connect() 写入：这些都属于本次升级。',
    'Another process is writing into the database file': '另一个进程正在写该数据库文件',
    'Stop the application or the tool that has it open, and type the same command again.':
        '请关闭打开着它的应用或工具，再重新执行该命令。',
    'The database file, or its folder, can only be read': '数据库文件或它所在的目录是只读的',
    'See who may write there: ls -l of the file and of its folder.': '请检查谁有写权限：对该文件和它所在的目录执行 ls -l。',
    'The database file cannot be opened or made': '无法打开或创建数据库文件',
    'The disk is full': '磁盘已满',
    'The disk could not be read or written': '无法读写磁盘',
    'The file is no SQLite database': '该文件不是 SQLite 数据库',
    'Look at the path in SQLALCHEMY_DATABASE_URI.': '请检查 SQLALCHEMY_DATABASE_URI 中的路径。',
    'The database file is damaged': '数据库文件已损坏',
    'Bring a copy of it back; the client sqlite3 can save what is readable: .recover':
        '请恢复它的备份；用 sqlite3 客户端的 .recover 可以抢救出还能读取的内容。',
    'A table is not there': '表不存在',
    'A column is not there': '列不存在',
    'What is to be dropped is not there': '要删除的内容不存在',
    'A column that is to be added is there already': '要添加的列已经存在',
    'Rows are equal where they are to be unique': '应当唯一的值出现了重复',
    'Rows have NULL where there may be none any more': '不再允许 NULL 的列中仍有 NULL',
    'A column that may not be NULL needs a value for the rows that are there': '不允许 NULL 的列需要为已有的行给出一个值',
    'Give it a server_default, or write the revision again with: db migrate --fill TABLE.COLUMN=VALUE':
        '请设置 server_default，或重新生成该版本：db migrate --fill 表名.列名=值',
    'Rows are against a CHECK': '有的行违反了 CHECK 约束',
    'Rows refer to rows that are not there, or are to go': '有的行引用了不存在的行，或引用了要删除的行',
    'A foreign key refers to columns that are neither the primary key nor unique': '外键引用的列既不是主键，也不唯一',
    'Make the column referred to unique.': '请把被引用的列设为唯一。',
    'SQLite cannot read the SQL': 'SQLite 无法解析该 SQL',
    'What is to be made is there already': '要创建的内容已经存在',
    'Write it as: with op.batch_alter_table(TABLE) as batch_op: batch_op. and the same operation.':
        '请写成：with op.batch_alter_table(表名) as batch_op: 然后用 batch_op. 加上同样的操作。',
    'Nothing was changed: on SQLite an upgrade is applied whole or not at all.':
        '未做任何更改：在 SQLite 上，升级要么全部完成，要么什么都不改。',
    'SQLite cannot change a constraint with ALTER (%(place)s).': 'SQLite 不能用 ALTER 修改约束（%(place)s）。',
    '%(meaning)s: %(text)s': '%(meaning)s：%(text)s',
    'It was at %(place)s.': '位置：%(place)s。',
    'It was at %(place)s: %(statement)s': '位置：%(place)s，语句：%(statement)s',
    'The statement was: %(statement)s': '语句：%(statement)s',
    'Bring it back (git checkout), or mend the path.': '请恢复它（git checkout），或修正路径。',
    'Type: mkdir %(path)s': '请输入：mkdir %(path)s',
    'alembic.ini, in the folder of the migrations, is missing or not complete: %(text)s':
        '迁移目录中的 alembic.ini 不存在或不完整：%(text)s',
    'A % in a value for alembic.ini has a meaning there; env.py gives it the address of the database.':
        '在 alembic.ini 的值中，% 有特殊含义；env.py 会把数据库地址写进去。',
    "Write it in env.py as str(url).replace('%', '%%'), or use current_app.extensions['migrate'].db.engine.":
        "请在 env.py 中写成 str(url).replace('%', '%%')，或使用 current_app.extensions['migrate'].db.engine。",
    '%(path)s is no Python: it has null bytes.': '%(path)s 不是合法的 Python：其中含有空字节。',
    'Look at it with python manage.py db tables: was it changed by hand? python manage.py db status tells which revisions '
    'there are.':
        '请用 python manage.py db tables 查看：它是否被手工修改过？python manage.py db status 会显示有哪些版本。',
    'Error: %(file)s hides the package %(name)s, which has the same name.\nGive the file another name.\n':
        '错误：%(file)s 与软件包 %(name)s 同名，把它遮住了。\n请给这个文件改名。\n',
    'What Python keeps of a module in __pycache__ is damaged: %s': 'Python 保存在 __pycache__ 中的模块已损坏：%s',
    'Type: find . -name __pycache__ -prune -exec rm -r {} +':
        '请输入：find . -name __pycache__ -prune -exec rm -r {} +',
    'Change server_default.': '请修改 server_default。',
    'Drop it first: op.execute("ALTER TABLE ... DROP PRIMARY KEY")':
        '请先删除它：op.execute("ALTER TABLE ... DROP PRIMARY KEY")',
    'Give it one, or a server_default.': '请给出值，或设置 server_default。',
    "The file %(name)s.py in the revisions' folder has no %(what)s.": '迁移目录中的文件 %(name)s.py 里没有 %(what)s。',
    'The template script.py.mako cannot be read: %(text)s': '无法读取模板 script.py.mako：%(text)s',
    'Nothing was written. Bring the template back, or mend it.': '没有写入任何文件。请恢复或修正该模板。',
    'The server logs in with caching_sha2_password, as MySQL 8 does, which needs the package cryptography.':
        '服务器使用 caching_sha2_password 登录（MySQL 8 的默认方式），这需要安装 cryptography 包。',
    'Write it in config.py or .env as %s; an @ in the password is %%40.':
        '请在 config.py 或 .env 中写成 %s；密码中的 @ 写成 %%40。',
    "As the server's administrator type: GRANT ALL ON the database to the user; see python manage.py db doctor.":
        '请以服务器管理员的身份输入：GRANT ALL ON 数据库 TO 该用户；参见 python manage.py db doctor。',
    'Its folder has to be there and to be writable: look at the path in SQLALCHEMY_DATABASE_URI (sqlite:/// begins '
    'at the application, sqlite://// at the root).':
        '它所在的目录必须存在并且可写：请检查 SQLALCHEMY_DATABASE_URI 中的路径（sqlite:/// 从应用所在的目录算起，'
        'sqlite://// 从根目录算起）。',
    'Error: %(name)s is not installed in this Python: %(python)s\n'
    'Type: pip install -r requirements.txt, or run the Python of your virtual environment: '
    'venv/bin/python manage.py ...\n':
        '错误：当前的 Python 中没有安装 %(name)s：%(python)s\n'
        '请输入：pip install -r requirements.txt，或者用虚拟环境中的 Python 运行：venv/bin/python manage.py ...\n',
}

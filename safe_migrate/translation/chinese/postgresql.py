"""The Chinese of what is told on PostgreSQL (databases/postgresql/)."""
TEXTS = {
    'The server makes no temporary table (%s), so it cannot be asked what the models mean: they are compared by '
    'the rules of Alembic, which miss some changes. python manage.py db check names what these do not compare.':
        '服务器不能建立临时表（%s），因此无法向它询问模型的含义，只能按 Alembic 的规则比较，有些变化发现不了。'
        '不比较的内容见 python manage.py db check。',
    'it is a partition of %s': '它是 %s 的分区',
    'it belongs to the extension %s': '它属于扩展 %s',
    'Where the user lacks the right: GRANT TEMPORARY ON DATABASE %(database)s TO %(user)s':
        '如果是用户没有权限：GRANT TEMPORARY ON DATABASE %(database)s TO %(user)s',
    'This database is compared by the rules of Alembic, to which --rename means nothing: it would drop %(old)s and add '
    '%(new)s, without its values.':
        '该数据库按 Alembic 的规则比较，--rename 在那里没有意义：它会删除 %(old)s 并新增 %(new)s，其中的值不会保留。',
    'Nothing was written. Type: python manage.py db revision -m rename\nand write into its upgrade(): %(line)s':
        '没有写入任何文件。请输入：python manage.py db revision -m rename\n并在其 upgrade() 中写上：%(line)s',
    'This database is compared by the rules of Alembic, to which --fill %(fill)s means nothing.':
        '该数据库按 Alembic 的规则比较，--fill %(fill)s 在那里没有意义。',
    'Nothing was written. Leave it out, and in the revision add %(column)s with nullable=True, and behind '
    'that:\n%(update)s\n'
    '%(strict)s':
        '没有写入任何文件。请去掉该选项，在迁移文件中以 nullable=True 添加 %(column)s，之后再写：\n%(update)s\n%(strict)s',
    'PostgreSQL does not change or drop %(column)s while it is used by: %(views)s.':
        '以下对象使用 %(column)s 时，PostgreSQL 不允许修改或删除该列：%(views)s。',
    'Write into upgrade() and downgrade(), before the change: op.execute(%(drop)s), and behind it op.execute("CREATE ...") '
    'for each; its text tells: SELECT pg_get_viewdef(%(view)s::regclass)':
        '请在 upgrade() 和 downgrade() 中，在该修改之前写上：op.execute(%(drop)s)，'
        '并在其后用 op.execute("CREATE ...") 逐个重建；其定义可由此查到：SELECT pg_get_viewdef(%(view)s::regclass)',
    'Of the type %(kind)s goes %(gone)s, and %(come)s comes: rows that have what goes are refused. Where it is a rename, '
    'write in the place of what exchanges the type, and the opposite in downgrade(): op.execute(%(sql)s)':
        '类型 %(kind)s 失去 %(gone)s，得到 %(come)s：含有所失成员的行会被拒绝。如果这是改名，'
        '请用下面这句代替更换该类型的语句，并在 downgrade() 中写相反的一句：op.execute(%(sql)s)',
    'Give them another member first, which the old type has, too. Where it is a rename, write in the place of what '
    'exchanges the type: op.execute("%s")':
        '请先把它们改成旧类型也有的成员。如果这是改名，请用下面这句代替更换该类型的语句：op.execute("%s")',
    'This loses what PostgreSQL does not give back, and no bin keeps:': '以下内容将会丢失，PostgreSQL 无法找回，'
                                                                        '也没有回收站保留：',
    'A copy to keep, typed beforehand: %s': '如需备份，请先执行：%s',
    'Go on? y runs it, N stops here': '继续吗？y 执行，N 到此为止',
    'Nothing was changed. Add --yes where it is to go.': '没有做任何修改。如果确实要删除，请加上 --yes。',
    'This was not run: %s\nAdd --yes to run it.': '以下语句没有执行：%s\n要执行，请加上 --yes。',
    'This is what did it, and it was rolled back: %s\nAdd --yes to run it.':
        '造成丢失的是以下语句，它已回滚：%s\n要执行，请加上 --yes。',
    'Waiting for a table that another session holds, at most %(seconds)g s: %(holders)s':
        '正在等待被其他会话占用的表，最多 %(seconds)g 秒：%(holders)s',
    '%(index)s is invalid since this was interrupted or refused, and is dropped: %(statement)s':
        '以下语句曾被中断或拒绝，索引 %(index)s 因此无效，现予删除：%(statement)s',
    'A statement that failed has ended the transaction and its lock, which another process has now: %(holder)s.':
        '一条失败的语句结束了事务并释放了锁，该锁现已被其他进程取得：%(holder)s。',
    'The lock of this command is still held by the session %(session)d of the server, as behind PgBouncer in transaction '
    'mode; the next upgrade waits for it. Let it go: SELECT pg_terminate_backend(%(session)d); and migrate by an address '
    'that leads to the server itself.':
        '该命令的锁仍被服务器的会话 %(session)d 持有（例如经过事务模式的 PgBouncer 时），下一次升级会一直等它。请释放：'
        'SELECT pg_terminate_backend(%(session)d); 并在迁移时使用直接连到服务器的地址。',
    'The revision commits on its way (autocommit_block), and USE_TWOPHASE in env.py is to commit all databases at once.':
        '该迁移文件中途会提交（autocommit_block），而 env.py 中的 USE_TWOPHASE 要求所有数据库一起提交。',
    'Set USE_TWOPHASE = False in env.py for this upgrade, and give what stands in the block a revision of its own.':
        '请在这次升级时把 env.py 中的 USE_TWOPHASE 设为 False，并把该代码块中的操作单独写成一个迁移文件。',
    'Drop what depends on it first, and make it again behind the change; CASCADE drops it, too.':
        '请先删除依赖它的对象，修改之后再重建；CASCADE 会把它们一并删除。',
    'Look who holds it: SELECT pid, state, query FROM pg_stat_activity WHERE cardinality(pg_blocking_pids(pid)) > 0. '
    'Type the '
    'same command again, or wait longer with --ddl-timeout SECONDS.':
        '查看是谁占用：SELECT pid, state, query FROM pg_stat_activity WHERE cardinality(pg_blocking_pids(pid)) > 0。'
        '请重新执行该命令，或用 --ddl-timeout 秒数 等待更久。',
    'Write it as: with op.get_context().autocommit_block(): and the same operation. What comes before it in the revision is '
    'committed then, so give it a revision of its own.':
        '请写成：with op.get_context().autocommit_block(): 再写同样的操作。这会先提交该迁移文件中在它之前的语句，'
        '所以请把它单独写成一个迁移文件。',
    'An Enum makes its type with the table: where another table has made it, write postgresql.ENUM(..., create_type=False). '
    'What a downgrade leaves it drops with: op.execute("DROP TYPE ...")':
        'Enum 会随表一起创建其类型：如果另一张表已创建过，请写 postgresql.ENUM(..., create_type=False)。降级遗留的类型请用 '
        'op.execute("DROP TYPE ...") 删除。',
    'Look at the values, and change them in the revision first: op.execute("UPDATE ...")':
        '请查看这些值，并先在迁移文件中修改：op.execute("UPDATE ...")',
    "As the owner of the table, or as the server's administrator, type: GRANT ... or ALTER TABLE ... OWNER TO the user; "
    "from "
    'PostgreSQL 15 on, CREATE ON SCHEMA public is to be granted, too.':
        '请以表的所有者或服务器管理员身份执行：GRANT ... 或 ALTER TABLE ... OWNER TO 该用户；从 PostgreSQL 15 起还需要授予 '
        'CREATE ON SCHEMA public。',
    'Look whether it runs (systemctl status postgresql, pg_lsclusters) and whether %(names)s is '
    'right.':
        '请检查服务器是否在运行（systemctl status postgresql、pg_lsclusters），以及 %(names)s '
        '是否正确。',
    'Rows are against an exclusion constraint': '有行违反了排他约束',
    'This cannot run in a transaction': '该语句不能在事务中执行',
    'A statement failed before this one, and the revision went on': '前面有一条语句失败了，但迁移还在继续执行',
    'Put what may fail into: with op.get_bind().begin_nested():': '请把可能失败的语句放进：with '
                                                                  'op.get_bind().begin_nested():',
    'Something depends on what is to go': '还有对象依赖要删除的内容',
    'A schema is not there': '模式（schema）不存在',
    'Make it first: op.execute("CREATE SCHEMA ...")': '请先创建它：op.execute("CREATE SCHEMA ...")',
    'Another transaction has changed the same rows': '另一个事务修改了相同的行',
    'Type the same command again.': '请重新执行该命令。',
    'The database user lacks a privilege': '数据库用户缺少权限',
    'A name is longer than the 63 bytes that there may be': '名称超过了 63 字节的上限',
    'A type, constraint or index is not there': '类型、约束或索引不存在',
    'A type or constraint that is to be made is there already': '要创建的类型或约束已经存在',
    'The type cannot be changed without saying how its values become the new ones': '修改类型时必须说明原有的值如何转换',
    'Write the way into the revision: postgresql_using="..." in op.alter_column().':
        '请在迁移文件中写明转换方式：在 op.alter_column() 中加上 postgresql_using="..."。',
    'There is no way from the old type to the new one': '旧类型无法转换为新类型',
    'Add a column of the new type, fill it with op.execute("UPDATE ..."), and drop the old one.':
        '请添加一个新类型的列，用 op.execute("UPDATE ...") 填充，再删除旧列。',
    'A function or operator is not there for these types': '没有适用于这些类型的函数或运算符',
    'Look at the types in a USING, default or CHECK; some functions want CREATE EXTENSION first.':
        '请检查 USING、默认值或 CHECK 中的类型；有些函数需要先执行 CREATE EXTENSION。',
    'A schema that is to be made is there already': '要创建的模式（schema）已经存在',
    'A table or index that is to be made is there already': '要创建的表或索引已经存在',
    'The table cannot be so': '表不能这样定义',
    'Look at its primary key, its columns and its partitions.': '请检查它的主键、列和分区。',
    'The server has no memory left': '服务器内存不足',
    'The server has too many connections already': '服务器的连接数已满',
    'Try again later; SELECT * FROM pg_stat_activity tells who has them, and max_connections how many there may be.':
        '请稍后再试；SELECT * FROM pg_stat_activity 显示是谁占用了连接，max_connections 是连接数上限。',
    'The table is in use': '表正在使用中',
    'Commit between what changes its rows and what changes the table: two revisions.':
        '请把修改数据和修改表结构分成两个迁移文件，使两者之间有一次提交。',
    'Another session holds the table': '另一个会话占用了该表',
    'A new value of an ENUM can be used only after a commit': 'ENUM 的新值要在提交之后才能使用',
    'Add the value in a revision of its own, within: with op.get_context().autocommit_block():':
        '请把添加该值的操作单独写成一个迁移文件，写在 with op.get_context().autocommit_block(): 之内。',
    'Look at statement_timeout: op.execute("SET LOCAL statement_timeout = 0") in the revision lifts it.':
        '请检查 statement_timeout：在迁移文件中写 op.execute("SET LOCAL statement_timeout = 0") 可以取消限制。',
    'The server is starting or stopping': '服务器正在启动或停止',
    'The server is starting or stopping.': '服务器正在启动或停止。',
    'The server ended the connection': '服务器断开了连接',
    'A view or rule uses the column that is to change': '有视图或规则使用了要修改的列',
    'Of this revision %d statements are committed already; write IF NOT EXISTS there, or undo them before you type the '
    'command again.':
        '该版本已有 %d 条语句提交；请在那里写上 IF NOT EXISTS，或先撤销它们，再重新执行该命令。',
    'PostgreSQL at %(host)s:%(port)s gives no connection: %(text)s': '无法连接 %(host)s:%(port)s 上的 PostgreSQL：%(text)s',
    'PostgreSQL at %(host)s:%(port)s does not let %(user)s in: the user name or the password is wrong.':
        '%(host)s:%(port)s 上的 PostgreSQL 拒绝了 %(user)s 的登录：用户名或密码错误。',
    'Look at the user and the password in %(names)s; an @ in the password is %%40 there. To try it: '
    'psql -h %(host)s -p %(port)s -U %(user)s %(database)s':
        '请检查 %(names)s 中的用户名和密码；密码中的 @ 要写成 %%40。试着登录：'
        'psql -h %(host)s -p %(port)s -U %(user)s %(database)s',
    'The server takes no connection of %(user)s from this machine: %(text)s': '服务器不接受 %(user)s 从本机的连接：%(text)s',
    "As the server's administrator add a line to pg_hba.conf, or end the address with ?sslmode=require":
        '请以服务器管理员身份在 pg_hba.conf 中添加一行，或在地址末尾加上 ?sslmode=require',
    'Make it: createdb -h %(host)s -p %(port)s -U %(user)s %(database)s\nIf there should be one, look at its name in '
    '%(names)s.':
        '请创建它：createdb -h %(host)s -p %(port)s -U %(user)s %(database)s\n如果它本应存在，请检查 '
        '%(names)s 中的数据库名。',
    '%(user)s may not use the database %(database)s.': '%(user)s 无权使用数据库 %(database)s。',
    "As the server's administrator type: GRANT CONNECT, CREATE ON DATABASE ... TO the user.":
        '请以服务器管理员身份执行：GRANT CONNECT, CREATE ON DATABASE ... TO 该用户。',
    'The connection is not encrypted as it is to be: %(text)s': '连接未按要求加密：%(text)s',
    'Look at sslmode and sslrootcert in %(names)s.':
        '请检查 %(names)s 中的 sslmode 和 sslrootcert。',
    'PostgreSQL at %(host)s:%(port)s cannot be reached.': '无法连接到 %(host)s:%(port)s 上的 PostgreSQL。',
    'To see them: %(query)s': '查看这些行：%(query)s',
    'There are %(number)d; to see them: %(query)s': '共 %(number)d 处；查看：%(query)s',
    'It has left an invalid index, to be dropped before the next try: DROP INDEX %s':
        '它留下了一个无效的索引，重试之前请先删除：DROP INDEX %s',
    'It has left the invalid index %s, which the same command drops before its next try.':
        '它留下了无效的索引 %s，重新执行该命令时会先将其删除。',
    'The rows that are there have no value for it: give the column a server_default, or add it with nullable=True, and '
    'behind '
    'that:':
        '已有的行没有该列的值：请给该列一个 server_default，或先以 nullable=True 添加，之后再写：',
    'Let the revision fill them first: op.execute("%s")': '请先在迁移文件中填充：op.execute("%s")',
    'Write the way into the revision: %s': '请在迁移文件中写明转换方式：%s',
    'Where the column has a server_default, take it off first and give it again behind that: server_default=None':
        '如果该列有 server_default，请先用 server_default=None 去掉，之后再加回。',
    'The database %(name)s is in %(encoding)s, in which not every character has a place.':
        '数据库 %(name)s 的编码是 %(encoding)s，无法保存所有字符。',
    '%(user)s may make no table in the schema %(schema)s.': '%(user)s 无权在模式 %(schema)s 中创建表。',
    'These indexes are invalid, as a failed CREATE INDEX CONCURRENTLY leaves them: %s.':
        '以下索引无效，是失败的 CREATE INDEX CONCURRENTLY 遗留的：%s。',
    'For each: %s, and then the revision again': '请逐个执行：%s，然后重新执行该版本',
    'server defaults': '默认值（server_default）',
    'CHECKs': 'CHECK 约束',
    'primary keys': '主键',
    'the members of an ENUM': 'ENUM 的成员',
    'The triggers of %(table)s run for what comes back from the bin, and may change it: %(names)s (%(reason)s)':
        '从回收站恢复数据时，%(table)s 的触发器会被触发，可能改动恢复的数据：%(names)s（%(reason)s）',
    'Under USE_TWOPHASE in env.py no transaction with a temporary table is committed':
        'env.py 中启用了 USE_TWOPHASE，用过临时表的事务无法提交',
    '%s: the server cannot be asked what the models mean, and they are compared by the rules of Alembic, which miss some '
    'changes. With USE_TWOPHASE = False it is asked.':
        '%s：因此无法让服务器判断模型的含义，只能按 Alembic 的规则比较，这会漏掉一些更改。'
        '设置 USE_TWOPHASE = False 后即可由服务器判断。',
    'generated columns': '生成列',
    'conditions of indexes': '索引的条件',
    'expressions of indexes': '索引的表达式',
    'views, sequences and triggers': '视图、序列和触发器',
    'As far as they are compared, the models are as the database; there is one head, and every revision compiles and has a '
    'downgrade.\nNot compared: %s.':
        '就已比较的部分而言，模型与数据库一致；只有一个 head，每个版本都能编译并有 downgrade。\n未比较：%s。',
    'Nothing is wrong, as far as it was looked at.': '就已检查的部分而言，没有问题。',
    'python manage.py db %s  runs it again from its first statement': 'python manage.py db %s  会从它的第一条语句重新执行',
    'not compared: %s': '未比较：%s',
    'as the database, as far as they are compared': '就已比较的部分而言与数据库一致',
}

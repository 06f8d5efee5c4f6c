"""The Chinese of operations/."""
TEXTS = {
    'its folder is not there.': '它所在的目录不存在。',
    'that is done for MySQL, MariaDB and SQLite alone.': '仅支持 MySQL、MariaDB 和 SQLite。',
    ' %(name)s on %(table)s': ' %(name)s（表 %(table)s）',
    ' on %s': '（表 %s）',
    'type from %(old)s to %(new)s': '类型由 %(old)s 改为 %(new)s',
    'NULL allowed': '允许 NULL',
    'server default': '默认值（server_default）',
    'comment': '注释',
    'name to %s': '改名为 %s',
    'change column %(table)s.%(column)s: %(what)s': '修改列 %(table)s.%(column)s：%(what)s',
    'definition': '定义',
    'run %s': '执行 %s',
    'add table %s': '新增表 %s',
    'remove table %s': '删除表 %s',
    'add column %(table)s.%(column)s (%(type)s)': '新增列 %(table)s.%(column)s（%(type)s）',
    'remove column %(table)s.%(column)s': '删除列 %(table)s.%(column)s',
    'add index%s': '新增索引%s',
    'remove index%s': '删除索引%s',
    'add primary key%s': '新增主键%s',
    'add unique constraint%s': '新增唯一约束%s',
    'add foreign key%s': '新增外键%s',
    'add check constraint%s': '新增 CHECK 约束%s',
    'remove constraint%s': '删除约束%s',
    'needs %s': '依赖 %s',
    'it is the real one.': '它就是正在使用的数据库。',
    'has no downgrade': '没有降级操作（downgrade）',
    'it is not empty.': '它不是空的。',
    'yes': '是',
    'no': '否',
    'primary key': '主键',
    'index': '索引',
    'unique': '唯一',
    'without name': '未命名',
    '%s is there': '多出了 %s',
    '%s is gone': '缺少 %s',
    '%(table)s: gone is %(line)s': '%(table)s：缺少 %(line)s',
    '%(table)s: there is %(line)s': '%(table)s：多出了 %(line)s',
    'the upgrade fails: %s': '升级失败：%s',
    'the downgrade fails: %s': '降级失败：%s',
    'the downgrade does not restore what the upgrade found: %s': '降级没有恢复升级之前的结构：%s',
    'the second upgrade, after the downgrade, fails: %s': '降级之后的再次升级失败：%s',
    'the second upgrade, after the downgrade, makes something else: %s': '降级之后的再次升级得到了不同的结构：%s',
    'The revisions do not build what the models say, and db migrate would stop: %s':
        '各版本得到的结构与模型不一致，而且 db migrate 会停下来：%s',
    'The revisions do not build what the models say; db migrate would': '各版本得到的结构与模型不一致；db migrate 将会',
    '%(error)s, in: %(statement)s': '%(error)s，语句：%(statement)s',
    'Mend __bind_key__, or add that database to SQLALCHEMY_BINDS.':
        '请改正 __bind_key__，或在 SQLALCHEMY_BINDS 中加上该数据库。',
    '%(place)s drops a constraint of table %(table)s without a name, which fails without this package.':
        '%(place)s 删除表 %(table)s 的约束时没有写名称，不用本工具时会失败。',
    'Write its name in the place of None: that of the constraint on %(columns)s. Where a database has the table, this shows '
    'it: python manage.py db tables %(table)s':
        '请把 None 改成它的名称，即列 %(columns)s 上的约束。'
        '在有该表的数据库上，由此命令显示：python manage.py db tables %(table)s',
    'Write its name in the place of None. Where a database has the table, this shows it: python manage.py db tables '
    '%(table)s':
        '请把 None 改成它的名称。在有该表的数据库上，由此命令显示：python manage.py db tables %(table)s',
    '%(place)s imports the application and not safe_migrate, without which this is not there any more: %(names)s.':
        '%(place)s 导入了应用而没有导入 safe_migrate；没有它，以下内容在这里已不存在：%(names)s。',
    'Where a web server or anything but manage.py loads that file, write as its first line: import safe_migrate':
        '如果该文件由 Web 服务器或 manage.py 以外的程序加载，请在第一行写：import safe_migrate',
    '%(database)s was not reached or did not answer, so it was not looked at: %(reason)s':
        '无法连接 %(database)s 或它没有响应，因此没有检查它：%(reason)s',
    'The database file is damaged: %s': '数据库文件已损坏：%s',
    'When it can be reached, type: python manage.py db status': '等能够连接时，请输入：python manage.py db status',
    '%(file)s line %(line)d makes tables with create_all(): the next `db upgrade` finds them there already.':
        '%(file)s 第 %(line)d 行用 create_all() 建表：下一次 `db upgrade` 会发现这些表已经存在。',
    'Remove it once the revisions make every table, which this tells: python manage.py db check --all. Where they do not: '
    'python manage.py db repair --baseline':
        '先用 python manage.py db check --all 确认迁移文件能建出所有的表，然后删掉它；如果建不全：'
        'python manage.py db repair --baseline',
    'There are %(number)d SQLAlchemy() objects, with %(tables)s tables: `db migrate` sees those of one alone.':
        '有 %(number)d 个 SQLAlchemy() 对象，分别有 %(tables)s 个表：`db migrate` 只能看到其中一个对象的表。',
    'Make one in a module of its own, such as exts.py, and import it everywhere.':
        '请在单独的模块（例如 exts.py）中创建一个，其他地方都从那里导入。',
    '%s has models and is not imported: `db migrate` does not see them.':
        '%s 中有模型但没有被导入：`db migrate` 看不到它们。',
    'Import it in manage.py.': '请在 manage.py 中导入它。',
    'No model is imported: `db migrate` would drop every table.': '没有导入任何模型：`db migrate` 会删除所有的表。',
    'Import the models in manage.py.': '请在 manage.py 中导入模型。',
    'env.py line %d reads SQLALCHEMY_DATABASE_URI itself, as before Flask-Migrate 2.5: an address that is no text, '
    'or that the application changes, does not reach it.':
        'env.py 第 %d 行像 Flask-Migrate 2.5 之前那样自己读取 SQLALCHEMY_DATABASE_URI：如果地址不是字符串，或被应用修'
        '改过，就传不到这里。',
    'Write in the place of that call:%s': '请把那个调用改为：%s',
    'env.py line %d does not double percent signs: a password with one stops every command.':
        'env.py 第 %d 行没有把百分号写成两个：密码中只要有百分号，所有命令都会失败。',
    'Add there: %s': '请在那里加上：%s',
    'env.py line %d takes the address from str(url), which on SQLAlchemy 2 has *** in the place of the password.':
        'env.py 第 %d 行用 str(url) 取得地址，而在 SQLAlchemy 2 中，密码会变成 ***。',
    "env.py line %d silences the application's own loggers, also for a program that calls upgrade().":
        'env.py 第 %d 行会让应用自己的 logger 不再输出，在程序中调用 upgrade() 时也是如此。',
    'The connection uses %s, in which emoji and rare Chinese characters are refused or become `?`.':
        '连接使用字符集 %s，表情符号和生僻汉字会被拒绝或变成 `?`。',
    'End the address with ?charset=utf8mb4': '请在地址末尾加上 ?charset=utf8mb4',
    'Write charset=utf8mb4 in the address: in place of its charset=%s, or, where it has none and Flask-SQLAlchemy says '
    'that, with ?charset=utf8mb4 at its end':
        '请把地址里的 charset=%s 换成 charset=utf8mb4；地址里没有写时，它是 Flask-SQLAlchemy 加上的，'
        '请在地址末尾加上 ?charset=utf8mb4',
    'The database %(name)s makes new tables in %(charset)s.': '数据库 %(name)s 中新建的表使用字符集 %(charset)s。',
    'These tables are in utf8 of three bytes: %s.': '这些表使用三字节的 utf8：%s。',
    'For each, in a revision: %s': '请在迁移文件中对每个表执行：%s',
    'sql_mode is not strict: a value that does not fit is cut or becomes 0, without an error.':
        'sql_mode 不是严格模式：不符合的值会被截断或变成 0，而不会报错。',
    "SET GLOBAL sql_mode = CONCAT(@@GLOBAL.sql_mode, ',STRICT_TRANS_TABLES'), and the same in my.cnf":
        "SET GLOBAL sql_mode = CONCAT(@@GLOBAL.sql_mode, ',STRICT_TRANS_TABLES')，并在 my.cnf 中做同样的设置",
    'The server is one of %s nodes of a Galera cluster: each CREATE, ALTER or DROP runs on all of them in one order, '
    'and nothing is written anywhere until it is done.':
        '该服务器是 Galera 集群的 %s 个节点之一：每个 CREATE、ALTER 或 DROP 都会在所有节点上按同一顺序执行，完成之前'
        '任何节点都不能写入。',
    'Run an upgrade that changes a large table when little is written': '请在写入较少的时候执行会更改大表的升级',
    'The server is a replica of %(source)s, whose changes have stopped coming in.':
        '该服务器是 %(source)s 的从库，且复制已经停止。',
    'The server is a replica of %(source)s, and %(seconds)d s behind it.':
        '该服务器是 %(source)s 的从库，落后 %(seconds)d 秒。',
    'The server only lets itself be read: %s is on.': '该服务器只读：%s 已开启。',
    'Run the migrations on the primary server': '请在主库上执行迁移',
    'Replicas that follow the server: %d. Each changes a table only when the server has, for as long again, '
    'and has what is written meanwhile only after that.':
        '该服务器有 %d 个从库：每个从库都要等主库改完表之后才开始改，耗时同样长，期间写入的数据在此之后才会同步过去。',
    'These tables have no primary key, so the nodes of the cluster cannot agree on their rows: %s.':
        '这些表没有主键，集群的各节点无法就它们的行达成一致：%s。',
    'Give each one a primary key, in its model and by a revision': '请在模型中给每个表加上主键，并通过版本应用',
    '%(user)s may not do what `db upgrade` needs: %(missing)s.': '%(user)s 缺少 `db upgrade` 所需的权限：%(missing)s。',
    '%(user)s may not do what `db migrate` compares better with: %(missing)s.':
        '%(user)s 缺少让 `db migrate` 比较得更准确的权限：%(missing)s。',
    '%s may not make a database, which `db upgrade --plan` and `db check --deep` do to try the revisions.':
        '%s 没有创建数据库的权限，而 `db upgrade --plan` 和 `db check --deep` 试运行版本时需要创建数据库。',
    'Let an administrator of the server run this, and add --shadow %s to both:':
        '请让服务器管理员执行以下语句，然后给这两个命令加上 --shadow %s：',
    '%s may not see who holds a table that an upgrade waits for.': '%s 没有权限查看是谁占用了升级所等待的表。',
    'Connection %(number)s of %(user)s@%(host)s has a transaction open, for %(seconds)s s: %(doing)s. An upgrade '
    'that alters a table that it has touched would wait.':
        '连接 %(number)s（%(user)s@%(host)s）有未结束的事务，已持续 %(seconds)s 秒：%(doing)s。如果升级要更改它用过的'
        '表，就必须等待。',
    'End that session, or: KILL %s': '请结束该会话，或执行：KILL %s',
    '%(name)s %(version)s is installed, which was not tested; %(tested)s was.':
        '已安装的 %(name)s %(version)s 未经测试；测试过的是 %(tested)s。',
    'Python %(version)s runs this, which was not tested; the newest that was is %(newest)s.':
        '当前运行的 Python %(version)s 未经测试；测试过的最新版本是 %(newest)s。',
    'If something does not work, make a virtual environment with Python %s.':
        '如果遇到问题，请改用 Python %s 创建虚拟环境。',
    ' or ': ' 或 ',
    'SQLAlchemy %(sqlalchemy)s and Alembic %(alembic)s were not tested together.':
        'SQLAlchemy %(sqlalchemy)s 与 Alembic %(alembic)s 的组合未经测试。',
    'cryptography is not installed, without which PyMySQL cannot log in to MySQL 8 as it is by default.':
        '没有安装 cryptography，缺少它 PyMySQL 无法以默认方式登录 MySQL 8。',
    'mark the revision %s as applied, which an earlier `db repair --baseline` has written':
        '把先前 `db repair --baseline` 生成的版本 %s 标记为已执行',
    'Whether the revisions can build an empty database was not tried: %s': '没有尝试这些版本能否建立一个空数据库：%s',
    'The application has several databases.': '该应用有多个数据库。',
    'Write the baseline by hand.': '请手工编写基线。',
    'The database has %d tables and no version.': '数据库有 %d 个表，但没有版本。',
    'The database has %d table and no version.': '数据库有 %d 个表，但没有版本。',
    'There are revisions already, and the database is as the models. Where the newest of them builds that: '
    'python manage.py db stamp head':
        '已经有版本了，而且数据库与模型一致。如果最新版本建成的就是这样，请输入：python manage.py db stamp head',
    'There are revisions already. Where they are what it was built with: python manage.py db stamp REVISION':
        '已经有版本了。如果数据库就是由这些版本建成的，请输入：python manage.py db stamp 版本号',
    'write the revision %s from the models, which are as the database, and mark it as applied':
        '按模型（与数据库一致）生成迁移文件 %s，并标记为已执行',
    'write the revision %s from the database, and mark it as applied; where the models differ, db migrate will write '
    'the next one':
        '按数据库生成迁移文件 %s，并标记为已执行；模型与它不一致的部分，由 db migrate 写入下一个版本',
    'The revision %(revision)s is there twice: %(file)s and %(other)s.':
        '版本号 %(revision)s 出现了两次：%(file)s 和 %(other)s。',
    'The version table of %(database)s names %(revisions)s.': '%(database)s 的版本表中记录的是 %(revisions)s。',
    'leave %s alone there': '其中只保留 %s',
    'remove the copy: %s': '删除副本：%s',
    'Give one of them another id by hand: its id could not be found on a line of its own.':
        '请手工给其中一个换一个版本号：没有找到单独成行的版本号。',
    'give the newer one the id %(revision)s: %(file)s': '把较新的一个的版本号改为 %(revision)s：%(file)s',
    'There are %(number)d heads: %(heads)s.': '有 %(number)d 个 head：%(heads)s。',
    'write the merge %(revision)s of %(heads)s; --rebase puts one behind the other instead':
        '生成合并 %(heads)s 的迁移文件 %(revision)s；如果要把其中一个接到另一个之后，请用 --rebase',
    ' and ': ' 和 ',
    'Only one of two heads, whose own revisions no database has, can be put behind the other: leave --rebase out.':
        '有两个 head，且其中一个自己的版本没有在任何数据库中执行过时，才能把它接到另一个之后：请去掉 --rebase。',
    'Its down_revision does not stand on a line of its own: leave --rebase out.':
        '它的 down_revision 没有单独成行：请去掉 --rebase。',
    'let %(revision)s, %(message)s follow %(other)s: down_revision in %(file)s':
        '把 %(revision)s（%(message)s）接到 %(other)s 之后：修改 %(file)s 中的 down_revision',
    'No file has the revision %s, which the database names.': '没有版本 %s 对应的文件，而数据库记录了它。',
    'No file has the revision %s, which another revision follows or needs.':
        '没有版本 %s 对应的文件，而另一个版本接在它之后或依赖于它。',
    'bring %(file)s back from the commit %(commit)s': '从提交 %(commit)s 中恢复 %(file)s',
    'Nothing can be done here: get the file from whoever wrote it.': '这里无法修复：请向编写它的人索取该文件。',
    'Where you know which revision the database is at in truth, run in it: DELETE FROM %s, and then type: '
    'python manage.py db stamp REVISION':
        '如果知道数据库实际处于哪个版本，请在数据库中执行 DELETE FROM %s，再输入：python manage.py db stamp 版本号',
    'The database has the structure of none of the revisions that are there.': '数据库的结构与现有的任何版本都不一致。',
    'set the version to %s, whose structure the database has': '把版本设为 %s，数据库的结构与它一致',
    'An empty database cannot be built: %(revision)s, %(message)s fails: %(reason)s':
        '无法从空数据库建起：%(revision)s（%(message)s）失败：%(reason)s',
    'The revisions leave an empty database without any table.': '在空数据库上执行这些迁移后，一张表也没有。',
    'Databases that have begun go on as they are. For an empty one type: python manage.py db repair --baseline':
        '已经开始升级的数据库照旧。要让空数据库也能开始，请输入：python manage.py db repair --baseline',
    'write the newest state into %s, as the models have it, for an empty database to begin with; '
    'the revisions stay for the databases that have begun':
        '把最新的结构（按模型）写入 %s，供空数据库从那里开始；现有版本保留给已经开始升级的数据库',
    'write the newest state into %s, as the database has it, for an empty database to begin with; '
    'the revisions stay for the databases that have begun':
        '把最新的结构（按数据库）写入 %s，供空数据库从那里开始；现有版本保留给已经开始升级的数据库',
    'Where nobody has it, add --baseline: an empty revision takes its place.':
        '如果谁都没有它，请加上 --baseline：生成一个空的迁移文件代替它。',
    'write the revision %s anew, from the models, which are as the database':
        '按模型重新生成迁移文件 %s，模型与数据库一致',
    'write the revision %s anew, from the database; where the models differ, db migrate will write the next one':
        '按数据库重新生成迁移文件 %s；模型与它不同之处，由 db migrate 写入下一个版本',
    'write an empty revision in its place: %s. A database that has applied the lost one goes on from there; '
    'one that has not would miss what it did.':
        '生成一个空的迁移文件代替它：%s。已执行过丢失版本的数据库从那里继续；没有执行过的会缺少它所做的更改。',
    'let db upgrade begin there on an empty database; without this package: db upgrade --directory %s, and then db upgrade':
        '让 db upgrade 在空数据库上从那里开始；不使用本工具时：先 db upgrade --directory %s，再 db upgrade',
    'Nothing was written. Write the baseline by hand.': '没有写入任何文件。请手工编写基线。',
}

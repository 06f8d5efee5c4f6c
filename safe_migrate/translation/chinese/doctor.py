"""The Chinese of operations/doctor.py."""
TEXTS = {
    'Mend __bind_key__, or add that database to SQLALCHEMY_BINDS.':
        '请改正 __bind_key__，或在 SQLALCHEMY_BINDS 中加上该数据库。',
    '%(place)s drops a constraint of table %(table)s without a name, which fails without this package.':
        '%(place)s 删除表 %(table)s 的约束时没有写名称，不用本工具时会失败。',
    'Write its name in the place of None: that of the constraint on %(columns)s; python manage.py db tables %(table)s '
    'shows it.':
        '请把 None 改成它的名称，即列 %(columns)s 上的约束；python manage.py db tables %(table)s 会显示它。',
    'Write its name in the place of None; python manage.py db tables %(table)s shows it.':
        '请把 None 改成它的名称；python manage.py db tables %(table)s 会显示它。',
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
}

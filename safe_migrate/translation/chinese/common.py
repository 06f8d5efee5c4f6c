"""The Chinese of what every capability shares."""
TEXTS = {
    'Flask-Migrate was given no db, and the application has none of Flask-SQLAlchemy.':
        'Flask-Migrate 没有得到 db，应用也没有 Flask-SQLAlchemy 的 db。',
    'Give it in manage.py: Migrate(app, db)': '请在 manage.py 中给出：Migrate(app, db)',
    '%(first)s and %(second)s are one database, %(address)s, and would share one version.':
        '%(first)s 与 %(second)s 是同一个数据库 %(address)s，会共用一个版本号。',
    'Nothing was changed. Give the bind a database of its own, or take it out of SQLALCHEMY_BINDS and __bind_key__ out of '
    'its models.':
        '未做任何更改。请给该 bind 单独一个数据库，或把它从 SQLALCHEMY_BINDS 中去掉，并去掉其模型中的 __bind_key__。',
    'The database server at %(address)s did not answer within %(seconds)g s.':
        '位于 %(address)s 的数据库服务器在 %(seconds)g 秒内没有响应。',
    'Look whether it runs and is the right one, or wait longer with --connect-timeout SECONDS.':
        '请检查服务器是否在运行、地址是否正确，或用 --connect-timeout 秒数 延长等待时间。',
    'It connects to %s by an address of its own, which cannot be replaced for a trial.':
        '它使用自己的地址连接到 %s，试运行时无法替换该地址。',
    "Let it use current_app.extensions['migrate'].db.engine, or op.get_bind() in a revision.":
        "请改用 current_app.extensions['migrate'].db.engine，在迁移文件中则用 op.get_bind()。",
    '%(name)s cannot be the throw-away database: %(reason)s': '%(name)s 不能用作临时数据库：%(reason)s',
    'The throw-away database cannot have the trigger %(trigger)s: %(reason)s':
        '临时数据库中无法创建触发器 %(trigger)s：%(reason)s',
    'Run this command as a user who may make triggers; with a binary log that takes SUPER, or '
    'log_bin_trust_function_creators = 1 on the server.':
        '请以有权创建触发器的用户执行此命令；开启二进制日志时需要 SUPER 权限，或在服务器上设置 '
        'log_bin_trust_function_creators = 1。',
    'Let an administrator of the server run this, and then type the same command with %s:':
        '请让服务器管理员执行以下语句，然后重新输入同一命令并加上 %s：',
    'Let an administrator of the server run this, and then type the same command again:':
        '请让服务器管理员执行以下语句，然后重新输入同一命令：',
    'Make an empty database that this user may use, and type the same command with --shadow NAME':
        '请建一个该用户可以使用的空数据库，再重新执行该命令并加上 --shadow 名称',
    'The path %s has a %% sign in it, which Alembic cannot read from another folder.':
        '路径 %s 中含有 %% 号，Alembic 无法从其他目录读取它。',
    "Run the command in the project's own folder, or rename the folder.": '请在项目自己的目录中运行该命令，或者给目录改名。',
    'Error: %s': '错误：%s',
    'No database is configured: sqlite:///:memory: is one that is gone when the command ends.':
        '没有配置数据库：sqlite:///:memory: 在命令结束后就会消失。',
    'Set %s in the environment or in .env, as mysql+pymysql://user:password@host:3306/name: the codebase reads the address '
    'from it.':
        '请在环境变量或 .env 中设置 %s（例如 mysql+pymysql://用户名:密码@主机:3306/数据库名）：项目从中读取数据库地址。',
    'Set SQLALCHEMY_DATABASE_URI in config.py, as mysql+pymysql://user:password@host:3306/name, and let the '
    'application read it. To try something out in memory, write it as sqlite://':
        '请在 config.py 中设置 SQLALCHEMY_DATABASE_URI（例如 mysql+pymysql://用户名:密码@主机:3306/数据库名），并让应'
        '用读取它。如果只想在内存中试验，请写成 sqlite://',
    'The revisions follow one another in a circle: %(revisions)s.': '迁移文件首尾相接，成了环：%(revisions)s。',
    '%s has not called context.run_migrations(), so nothing is known of the database.':
        '%s 没有调用 context.run_migrations()，因此无法得知数据库的情况。',
    'The version table of the database names %s, and not each revision once by its whole id.':
        '数据库的版本表中记录的是 %s，而不是每个版本各一行完整的版本号。',
    'Nothing was changed. Type: python manage.py db repair': '未做任何更改。请输入：python manage.py db repair',
    '%s has an empty revision.': '%s 中的 revision 是空的。',
    "Nothing was changed. Give it an id: revision = '...'": "未做任何更改。请给它一个版本号：revision = '...'",
    'The down_revision of %s names a revision twice.': '%s 的 down_revision 把同一个版本写了两次。',
    'Nothing was changed. Name it once.': '未做任何更改。请只写一次。',
    '%(option)s belongs to `%(command)s`, and means nothing here.': '%(option)s 是 `%(command)s` 的选项，在这里没有意义。',
    'Nothing was changed. Leave it out, or type: python manage.py %s': '未做任何更改。请去掉它，或输入：python manage.py %s',
    'Type y for yes, or n for no; Enter alone means no.': '请输入 y（是）或 n（否）；直接按回车表示否。',
    'Type one of: %s': '请输入以下之一：%s',
    'Type a value, or Ctrl-C to leave it.': '请输入一个值，或按 Ctrl-C 放弃。',
    'Nothing was changed.': '未做任何更改。',
    'The question was not answered.': '没有得到回答。',
    'The answer was no.': '回答是“否”。',
    'What it asks about was not done. An option answers it beforehand: see --help.':
        '因此没有执行所询问的操作。可以用选项预先回答：见 --help。',
}

"""The Chinese of cli/, and of what every capability shares."""
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
    'This is tried in a throw-away database, and %(name)s cannot be it: %(reason)s':
        '该命令要在临时数据库里试运行，而 %(name)s 不能用作临时数据库：%(reason)s',
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
    'Set %(name)s in the environment or in .env, as %(address)s: the codebase reads the address from it.':
        '请在环境变量或 .env 中设置 %(name)s（例如 %(address)s）：项目从中读取数据库地址。',
    'Set SQLALCHEMY_DATABASE_URI in config.py, as %s, and let the application read it. To try something out in memory, '
    'write it as sqlite://':
        '请在 config.py 中设置 SQLALCHEMY_DATABASE_URI（例如 %s），并让应用读取它。如果只想在内存中试验，请写成 sqlite://',
    'postgresql://user:password@host:5432/name': 'postgresql://用户名:密码@主机:5432/数据库名',
    'mysql+pymysql://user:password@host:3306/name': 'mysql+pymysql://用户名:密码@主机:3306/数据库名',
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
    'Nothing was changed. Leave it out, or type: python manage.py db %s':
        '未做任何更改。请去掉它，或输入：python manage.py db %s',
    'Type y for yes, or n for no; Enter alone means no.': '请输入 y（是）或 n（否）；直接按回车表示否。',
    'Type one of: %s': '请输入以下之一：%s',
    'Type a value, or Ctrl-C to leave it.': '请输入一个值，或按 Ctrl-C 放弃。',
    'Nothing was changed.': '未做任何更改。',
    'The question was not answered.': '没有得到回答。',
    'The answer was no.': '回答是“否”。',
    'What it asks about was not done. An option answers it beforehand: see --help.':
        '因此没有执行所询问的操作。可以用选项预先回答：见 --help。',
    'There is no command %s.': '没有命令 %s。',
    '%(command)s has no option %(option)s.': '%(command)s 没有选项 %(option)s。',
    '%(option)s of %(command)s needs a value.': '%(command)s 的 %(option)s 需要一个值。',
    '%(option)s of %(command)s takes no value.': '%(command)s 的 %(option)s 不带值。',
    '%(command)s needs: %(option)s': '%(command)s 缺少参数：%(option)s',
    '%(option)s of %(command)s may be each of: %(text)s': '%(command)s 的 %(option)s 有歧义，可能是：%(text)s',
    '%(option)s of %(command)s: %(text)s': '%(command)s 的 %(option)s：%(text)s',
    '%(command)s needs a command.': '%(command)s 后面缺少命令。',
    '%(command)s cannot take: %(option)s': '%(command)s 不接受：%(option)s',
    '%(script)s does not call manager.run(), so nothing was done.':
        '%(script)s 没有调用 manager.run()，因此什么也没有执行。',
    'Let it end in these two lines:': '请让它以这两行结尾：',
    'Did you mean: %s': '是不是要输入：%s',
    'What there is: %s --help': '可用的命令和选项请看：%s --help',
    'Nothing to do: there is no revision to apply.': '没有需要执行的迁移。',
    'Make the folder migrations/, once': '初始化，生成 migrations/ 目录，只需一次',
    'Write a revision from the changes in the models': '根据模型的变化生成迁移文件',
    'Write an empty revision, to be filled in by hand': '生成空的迁移文件，内容手工编写',
    'Open a revision in the editor': '用编辑器打开迁移文件',
    'Write a revision that joins two or more heads': '生成合并多个 head 的迁移文件',
    'Apply revisions, by default all that are pending': '升级数据库，默认升级到最新版本',
    'Take revisions back, by default one': '降级数据库，默认降一个版本',
    'Show one revision': '显示一个版本的信息',
    'List the revisions, newest first': '列出所有版本，最新的在前',
    'List the newest revisions, of which each branch has one': '列出最新的版本（head），每个分支一个',
    'List the revisions behind which branches part': '列出产生分支的版本',
    'Show the revision that each database is at': '显示数据库当前的版本',
    'Write down that a database is at a revision, and run nothing': '只把数据库标记为某个版本，不执行任何迁移',
    'A revision: its id or the beginning of it, head, base, or steps such as +1 and -1':
        '版本：完整的版本号或开头几位、head、base，或 +1、-1 这样的步数',
    'For several databases (SQLALCHEMY_BINDS)': '支持多个数据库（SQLALCHEMY_BINDS）',
    "The folder of the migrations (default is 'migrations')": '迁移目录（默认 migrations）',
    'What the revision is about; it becomes a part of the name of its file': '说明，会成为文件名的一部分',
    'Write in it what has changed in the models, as `migrate` does': '写入模型的变化，与 migrate 相同',
    'Print the SQL, and change nothing': '只输出 SQL，不改动数据库',
    "The revision that it is to follow (default is 'head')": '接在哪个版本之后（默认 head）',
    'Let it follow a revision that is no head': '允许接在不是 head 的版本之后',
    'A name for the branch that begins with it': '从这个版本开始的分支的名称',
    'The folder that it is written into, one of version_locations': '写入哪个目录（version_locations 之一）',
    'Its id (default is a random one)': '版本号（默认随机生成）',
    'An argument for your own env.py; may be given again': '传给 env.py 的参数；可以多次使用',
    "The revisions to join, or 'heads'": '要合并的版本，或 heads',
    'A word for your own env.py': '传给 env.py 的标记',
    'From where to where, as FROM:TO': '版本的范围，写作 起始:结束',
    'More of each': '显示详细信息',
    'Mark the revision that the database is at': '标出数据库当前的版本',
    'Take depends_on as if it were down_revision': '把 depends_on 当作 down_revision',
    'Does nothing any more; see --verbose': '已废弃，没有作用；请用 --verbose',
    'Perform database migrations': '用迁移文件逐步修改数据库结构',
    'As --deep, with every revision, from an empty database on': '同 --deep，从空数据库开始试运行每一个版本',
    'text (the default), mermaid or svg: how --graph draws it': 'text（默认）、mermaid 或 svg：--graph 的输出格式',
    'Where the revisions cannot build an empty database, type: python manage.py db repair --baseline':
        '如果用这些迁移文件无法从零建库，请输入：python manage.py db repair --baseline',
    'Where the revisions cannot build an empty database, type: python manage.py db repair --baseline. After it, '
    'python manage.py db downgrade base takes back what was applied, and db upgrade begins there.':
        '如果用这些迁移文件无法从零建库，请输入：python manage.py db repair --baseline。之后用 '
        'python manage.py db downgrade base 撤回已执行的部分，再执行 db upgrade 即可。',
    'drops a constraint of table %s without a name, and nothing in the file says which: write its name in the place of '
    'None': '删除表 %s 的约束时没有写名称，文件中也没有说明是哪一个：请把 None 改成它的名称',
    '%r is no number of seconds, more than 0': '%r 不是大于 0 的秒数',
    '%r is no number of seconds, 0 or more': '%r 不是大于或等于 0 的秒数',
    '%r is neither skip nor redo': '%r 既不是 skip 也不是 redo',
    '%r is no number of rows, 0 or more': '%r 不是大于或等于 0 的行数',
    '%(format)r is none of %(formats)s': '%(format)r 不是 %(formats)s 之一',
    'the baseline fails: %s': '基线失败：%s',
    'Each revision that was tried goes up, down and up again, and the revisions build what the models say.':
        '试运行的每个版本都能升级、降级、再升级，而且得到的结构与模型一致。',
    'The models are as the database, there is one head, and every revision compiles and has a downgrade.':
        '模型与数据库一致，只有一个 head，所有版本都能编译并且可以降级。',
    'does not compile: %s': '无法编译：%s',
    'There are %(number)d heads: %(heads)s. Type: python manage.py db merge heads':
        '有 %(number)d 个 head：%(heads)s。请输入：python manage.py db merge heads',
    '%(database)s names %(revisions)s, and no file has it. Type: python manage.py db repair':
        '%(database)s 处于版本 %(revisions)s，但没有对应的文件。请输入：python manage.py db repair',
    '%(database)s is not at the head, so the models cannot be compared: %(number)d pending. Type: python manage.py '
    'db upgrade':
        '%(database)s 不在 head，因此无法与模型比较：还有 %(number)d 个版本待升级。请输入：python manage.py db '
        'upgrade',
    'env.py has no target_metadata, so the models cannot be compared.':
        'env.py 中没有 target_metadata，因此无法与模型比较。',
    'The models differ from %s, and db migrate would stop:': '模型与 %s 不一致，而且 db migrate 会停下来：',
    'The models differ from %s. Type: python manage.py db migrate': '模型与 %s 不一致。请输入：python manage.py db migrate',
    'Try the pending revisions up, down and up, on a throw-away copy': '在临时副本上试运行待升级的版本：升级、降级、再升级',
    'Exit with status 1, and say why, when the models differ from the database or the revisions are not in order':
        '模型与数据库不一致或迁移文件有问题时，说明原因，退出码为 1',
    'An empty database to try them in, where you may not make one': '用于试运行的空数据库（没有权限自行创建时用）',
    'Seconds to wait for the database server to answer (default is %d)': '等待数据库服务器响应的秒数（默认 %d）',
    'Cure: %s': '解决办法：%s',
    'Nothing was found.': '没有发现问题。',
    'Exit with status 1 when something was found, as it does when a database was not reached':
        '发现问题时，退出码为 1（连不上数据库时总是如此）',
    'Show what will hurt later, each with its cure': '列出以后会出问题的地方，以及各自的解决办法',
    'Why, for the log': '原因说明，记入日志',
    'Drop tables, too, that no revision has created': '把没有任何版本创建过的表也删除',
    'Drop more than half of the tables without asking': '删除一半以上的表时不再询问',
    'The range %s has no colon in it.': '范围 %s 中没有冒号。',
    'Give it as [start]:[end], such as fcc71ef3b1ac: for all from there on.':
        '写法为 [起始]:[结束]，例如 fcc71ef3b1ac: 表示从该版本起的所有版本。',
    'The database was not reached, so the picture does not say where it stands.':
        '无法连接数据库，因此图中没有标出它所处的版本。',
    'database': '数据库',
    'database %s': '数据库 %s',
    'Draw the revisions, and where the database stands': '画出各个版本，并标出数据库所处的版本',
    'Begin': '开始',
    'Write revisions': '生成迁移文件',
    'Change the database': '更改数据库',
    'Look': '查看',
    'Check and repair': '检查与修复',
    'More': '其他',
    'commands': '命令',
    'There is nothing of this package in the database.': '数据库中没有本工具的任何内容。',
    'Drop them for good, with what they tell of who applied what and when?':
        '要彻底删除它们吗？其中“谁在什么时候执行了什么”的记录会一并丢失。',
    'Dropped.': '已删除。',
    'The %(direction)s of %(revision)s was interrupted, and goes on only with the journal.':
        '%(revision)s 的%(direction)s曾被中断，只有保留日志表才能继续。',
    'Nothing was changed. Type `db %s` first.': '未做任何更改。请先输入 `db %s`。',
    'Without asking': '不再询问',
    'Drop the journal and what else this package keeps in the databases': '删除本工具保存在数据库中的日志表等内容',
    '%(help)s. Example: python manage.py %(example)s': '%(help)s（示例：python manage.py %(example)s）',
    'Example: flask %s': '示例：flask %s',
    'stamp': '标记',
    'done': '完成',
    'failed': '失败',
    'running': '进行中',
    'abandoned': '已放弃',
    'undoing': '撤销中',
    'undone': '已撤销',
    'Nothing has been applied or reverted yet, as far as the journal in this database knows.':
        '根据该数据库中的日志，还没有执行过升级或降级。',
    'Show who applied or reverted which revision, newest first': '列出谁升级或降级了哪个版本，最新的在前',
    'old=new: a column (user.name=user.username) or table (user=member) that was renamed; may be given again':
        '旧名=新名：改了名的列（user.name=user.username）或表（user=member）；可以多次使用',
    'user.age=0: the value of the old rows for a column that may not be NULL; may be given again':
        'user.age=0：不允许为 NULL 的列在已有行中的值；可以多次使用',
    'Seconds to wait while another process changes the database (default is %d)':
        '等待另一个进程更改数据库的秒数（默认 %d）',
    'Seconds to wait for a table that another session holds, three times (default is %d)':
        '等待被其他会话占用的表的秒数，共三次（默认 %d）',
    'skip or redo: what to do with an interrupted statement of which it cannot be told whether it took effect':
        'skip（跳过）或 redo（重做）：无法判断被中断的语句是否已生效时怎么办',
    'There is nothing to do.': '没有需要执行的操作。',
    '%(direction)s of %(revision)s, %(message)s': '%(revision)s 的%(direction)s，%(message)s',
    'It reads rows. The plan was made on a copy without rows, where it may do less.':
        '它会读取数据行。该计划是在没有数据的副本上做出的，因此列出的操作可能不全。',
    'It was interrupted after %d of its statements. These are the others.': '它在执行了 %d 条语句后中断，以下是其余的语句。',
    'not compared, because a revision is applied half-way': '未比较，因为有一个迁移只执行了一半',
    '%(table)s has %(rows)d row': '%(table)s 有 %(rows)d 行',
    '%(table)s has %(rows)d rows': '%(table)s 有 %(rows)d 行',
    'it is not known how many': '数量未知',
    'as the rows are now, which a statement before it may change, %s': '按目前的数据（之前的语句可能会改变它们），%s',
    'instant': '瞬时完成',
    'with %s': '参数：%s',
    ', ': '，',
    'online': '在线执行',
    'blocks writes': '阻塞写入',
    'blocks reads and writes': '阻塞读写',
    'lost': '丢失',
    'rejected by the database': '被数据库拒绝',
    'kept, though the new definition says no': '保留（尽管新的定义不允许）',
    'Show what it would do, and what of the rows is lost or refused; touch nothing':
        '列出将要执行的操作，以及哪些数据会丢失或被拒绝；不改动任何内容',
    'The plan as JSON, for a program': '以 JSON 输出计划，供程序使用',
    'Drop tables and columns that have rows without asking': '删除有数据的表和列时不再询问',
    'An empty database to try the plan in, where you may not make one': '用于试算计划的空数据库（没有权限自行创建时用）',
    'Nothing is left to repair.': '没有其他需要修复的问题。',
    'Nothing is wrong.': '没有发现问题。',
    'Done.': '已完成。',
    'It would %s': '将会%s',
    'Do it?': '要执行吗？',
    'Nothing was done. To do it, add --yes': '未执行任何操作。如要执行，请加上 --yes',
    "Several heads: put one's own revisions behind the other head, where a merge is written otherwise":
        '有多个 head 时：把自己的版本接到另一个 head 之后（不加此选项则生成合并用的迁移文件）',
    'A database that is there already: write its first revision, and mark it as applied; '
    'revisions that cannot build an empty database: write one that does':
        '数据库早已存在时：生成第一个迁移文件，并标记为已执行；现有版本无法从空数据库建起时：生成一个可以建起的基线',
    'Show what is wrong with the revisions, and put it right after a yes': '列出版本的问题，经确认后修复',
    'Do it without asking': '不再询问，直接执行',
    'Database': '数据库',
    'Current': '当前版本',
    'no revision yet': '尚无版本',
    'Head': '最新版本',
    'there is no revision': '还没有版本',
    'Branches at': '分支点',
    'Unknown': '未知版本',
    '%s, which the database names and no file has: python manage.py db repair':
        '%s：数据库记录了它，但没有对应的文件：python manage.py db repair',
    'Redundant': '多余版本',
    '%s, which another revision in the version table follows: python manage.py db repair':
        '%s：版本表里已有它之后的版本：python manage.py db repair',
    'Pending': '待升级',
    'Interrupted': '曾被中断',
    'Running': '进行中',
    'interrupted': '已中断',
    '%d of its statements took effect; the last one that it has come to:': '已生效 %d 条语句；目前执行到这一条：',
    'Models': '模型',
    'nothing': '无',
    'the %(direction)s of %(revision)s, on %(started)s by %(who)s':
        '%(revision)s 的%(direction)s，%(started)s，由 %(who)s 执行',
    'python manage.py db %s  goes on from there': 'python manage.py db %s  可从那里继续',
    '%d of its statements took effect; it stopped at this one, of which it cannot be told:':
        '其中 %d 条语句已生效；停在这一条，无法判断它是否已生效：',
    '%d of its statements took effect; it stopped after this one:': '其中 %d 条语句已生效；停在这一条之后：',
    '%d of its statements took effect; it stopped at this one:': '其中 %d 条语句已生效；停在这一条：',
    'not compared, because env.py has no target_metadata': '未比较，因为 env.py 中没有 target_metadata',
    'as the database': '与数据库一致',
    'differ from the database; db migrate would stop:': '与数据库不一致；db migrate 会停下来：',
    'differ from the database in %(number)d places%(some)s; db migrate would':
        '与数据库有 %(number)d 处不一致%(some)s；db migrate 将会',
    'differ from the database in %(number)d place%(some)s; db migrate would':
        '与数据库有 %(number)d 处不一致%(some)s；db migrate 将会',
    ' (some may be in what is pending)': '（其中一些可能已包含在待升级的版本中）',
    'As JSON, for a program': '以 JSON 输出，供程序使用',
    'Exit with status 1 when something is pending': '有待升级的版本时，退出码为 1',
    'Show where the database stands: its revision, what is pending, whether the models differ':
        '显示数据库的状态：所处的版本、待升级的版本、模型是否一致',
    '%(mark)s changed by %(revisions)s': '%(mark)s 由 %(revisions)s 更改',
    'There is no table yet.': '还没有任何表。',
    'table': '表',
    'rows': '行',
    'size': '大小',
    'type': '类型',
    'null': '允许 NULL',
    'default': '默认值',
    'key': '键',
    'column': '列',
    'There is no table %s.': '没有表 %s。',
    'Which there are is shown by: python manage.py db tables': '查看有哪些表：python manage.py db tables',
    'Is it %s?': '是不是 %s？',
    'The address for PyCharm, DataGrip or DBeaver, without password':
        '可供 PyCharm、DataGrip 或 DBeaver 使用的地址，不含密码',
    "Show the tables with their rows and size, or one table's columns, keys and first rows":
        '列出各表的行数和大小，或一个表的列、键和前几行',
    'A table, to see its columns, keys and first rows': '表名：显示它的列、键和前几行',
    'How many rows to show (default is 5)': '显示多少行（默认 5）',
    'Show the whole traceback of an error, without passwords': '显示错误的完整堆栈，不含密码',
    '%(becomes)s: %(number)s %(what)s': '%(becomes)s：%(number)s %(what)s',
}

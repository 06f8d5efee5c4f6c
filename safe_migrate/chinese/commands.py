"""The Chinese of commands/."""
TEXTS = {
    'Where the revisions cannot build an empty database, type: python manage.py db repair --baseline':
        '如果这些版本无法从空数据库建起，请输入：python manage.py db repair --baseline',
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
    'The models differ from %s. Type: python manage.py db migrate': '模型与 %s 不一致。请输入：python manage.py db migrate',
    'Try the pending revisions up, down and up, on a throw-away copy': '在临时副本上试运行待升级的版本：升级、降级、再升级',
    'Try every revision, from an empty database on': '从空数据库开始试运行每一个版本',
    'Exit with status 1, and say why, when the models differ from the database or the revisions are not in order':
        '当模型与数据库不一致或版本有问题时，说明原因并以状态 1 退出',
    'An empty database to try them in, where you may not make one': '用于试运行的空数据库（当您没有权限创建时）',
    'Seconds to wait for the database server to answer (default is %d)': '等待数据库服务器响应的秒数（默认 %d）',
    'Cure: %s': '解决办法：%s',
    'Nothing was found.': '没有发现问题。',
    'Exit with status 1 when something was found, as it does when a database was not reached':
        '发现问题时以状态 1 退出（连不上数据库时总是如此）',
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
    'mermaid or svg: for a document': 'mermaid 或 svg：用于文档',
    'Begin': '开始',
    'Write revisions': '编写版本',
    'Change the database': '更改数据库',
    'Look': '查看',
    'Check and repair': '检查与修复',
    'More': '其他',
    'commands': '命令',
    'There is nothing of this package in the database.': '数据库中没有本工具的任何内容。',
    'Drop them for good, with what they tell of who applied what and when?':
        '要彻底删除它们吗？其中“何时、由谁执行了什么”的记录会一并丢失。',
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
        '就该数据库中的日志所知，还没有应用或回滚过任何版本。',
    'Show who applied or reverted which revision, newest first': '列出谁应用或回滚了哪个版本，最新的在前',
    'old=new: a column (user.name=user.username) or table (user=member) that was renamed; may be given again':
        '旧名=新名：改了名的列（user.name=user.username）或表（user=member）；可以多次使用',
    'user.age=0: the value of the old rows for a column that may not be NULL; may be given again':
        'user.age=0：不允许为 NULL 的列在已有行中的值；可以多次使用',
    'Seconds to wait while another process changes the database (default is %d)':
        '等待另一个进程更改数据库的秒数（默认 %d）',
    'Seconds to wait for a table that another session holds, three times (default is %d); on PostgreSQL once, and '
    'without it '
    'for as long as the server says':
        '等待被其他会话占用的表的秒数，共三次（默认 %d）；在 PostgreSQL 上只等一次，不给出时按服务器的设置等待',
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
    'online': '在线执行',
    'blocks writes': '阻塞写入',
    'lost': '丢失',
    'rejected by the database': '被数据库拒绝',
    'kept, though the new definition says no': '保留（尽管新的定义不允许）',
    'Show what it would do, and what of the rows is lost or refused; touch nothing':
        '列出将要执行的操作，以及哪些数据会丢失或被拒绝；不改动任何内容',
    'The plan as JSON, for a program': '以 JSON 输出计划，供程序使用',
    'Drop tables and columns that have rows without asking': '删除有数据的表和列时不再询问',
    'An empty database to try the plan in, where you may not make one': '用于试算计划的空数据库（当您没有权限创建时）',
    'Nothing is left to repair.': '没有其他需要修复的问题。',
    'Nothing is wrong.': '没有发现问题。',
    'Done.': '已完成。',
    'It would %s': '将会%s',
    'Do it?': '要执行吗？',
    'Nothing was done. To do it, add --yes': '未执行任何操作。如要执行，请加上 --yes',
    "Several heads: put one's own revisions behind the other head, where a merge is written otherwise":
        '有多个 head 时：把自己的版本接到另一个 head 之后（不加此选项则写一个合并版本）',
    'A database that is there already: write its first revision, and mark it as applied; '
    'revisions that cannot build an empty database: write one that does':
        '数据库早已存在时：写出它的第一个版本，并标记为已应用；现有版本无法从空数据库建起时：写一个可以建起的基线',
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
    'Pending': '待升级',
    'Interrupted': '曾被中断',
    'Models': '模型',
    'nothing': '无',
    'the %(direction)s of %(revision)s, on %(started)s by %(who)s':
        '%(revision)s 的%(direction)s，%(started)s，由 %(who)s 运行',
    'python manage.py db %s  goes on from there': 'python manage.py db %s  可从那里继续',
    '%d of its statements took effect; it stopped at this one, of which it cannot be told:':
        '其中 %d 条语句已生效；停在这一条，无法判断它是否已生效：',
    '%d of its statements took effect; it stopped after this one:': '其中 %d 条语句已生效；停在这一条之后：',
    '%d of its statements took effect; it stopped at this one:': '其中 %d 条语句已生效；停在这一条：',
    'not compared, because env.py has no target_metadata': '未比较，因为 env.py 中没有 target_metadata',
    'as the database': '与数据库一致',
    'differ from the database in %d places; db migrate would': '与数据库有 %d 处不一致；db migrate 将会',
    'differ from the database in %d place; db migrate would': '与数据库有 %d 处不一致；db migrate 将会',
    ' (some may be in what is pending)': '（其中一些可能已包含在待升级的版本中）',
    'As JSON, for a program': '以 JSON 输出，供程序使用',
    'Exit with status 1 when something is pending': '有待升级的版本时以状态 1 退出',
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
    'Type `db tables` to see which there are.': '请输入 `db tables` 查看有哪些表。',
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

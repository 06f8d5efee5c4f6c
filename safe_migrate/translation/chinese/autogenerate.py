"""The Chinese of autogenerate/ and messages/autogenerate.py."""
TEXTS = {
    'Waiting for another process that writes a revision: %(holder)s; at most %(seconds)g s':
        '正在等待另一个生成迁移文件的进程：%(holder)s；最多等待 %(seconds)g 秒',
    'Look it over, and apply it with: python manage.py db upgrade': '请检查该文件，然后执行：python manage.py db upgrade',
    "the model of table %(table)s has __bind_key__ = '%(bind)s', and SQLALCHEMY_BINDS has only: %(known)s":
        "表 %(table)s 的模型写有 __bind_key__ = '%(bind)s'，而 SQLALCHEMY_BINDS 中只有：%(known)s",
    "the model of table %(table)s has __bind_key__ = '%(bind)s', and SQLALCHEMY_BINDS is not set":
        "表 %(table)s 的模型写有 __bind_key__ = '%(bind)s'，而 SQLALCHEMY_BINDS 没有设置",
    'table %(table)s belongs to the bind %(bind)s, and env.py knows only the main database: it is left alone. For both, '
    'type: python manage.py db init --multidb --directory FOLDER, and copy its env.py and script.py.mako into the folder of '
    'your migrations':
        '表 %(table)s 属于 bind %(bind)s，而 env.py 只认识主数据库，因此不处理它。要同时处理两者，请输入：python manage.py '
        'db init --multidb --directory 目录，再把其中的 env.py 和 script.py.mako 复制到自己的 migrations 目录',
    'no model is imported, so there is nothing to write. Add to manage.py:':
        '没有导入任何模型，因此没有可生成的内容。请在 manage.py 中加上：',
    'That table is defined in %s, which nothing imports.': '该表定义在 %s 中，但没有任何代码导入它。',
    'After %(seconds)g seconds another process is still writing a revision in %(folder)s: %(holder)s.':
        '等待 %(seconds)g 秒后，另一个进程仍在 %(folder)s 中写迁移文件：%(holder)s。',
    'Nothing was written. Try again when it has ended.': '没有写入任何文件。请等它结束后再试。',
    'The file %(path)s could not be written: %(reason)s.': '无法写入文件 %(path)s：%(reason)s。',
    'Nothing was written. Make room for it, or see who may write there, and run the command again.':
        '没有写入任何文件。请腾出磁盘空间，或检查谁有写权限，再重新执行该命令。',
    'The template %(path)s could not be read: %(reason)s.': '无法读取模板 %(path)s：%(reason)s。',
    'Nothing was written. Bring the file back, or copy the one that python manage.py db init --directory another makes.':
        '没有写入任何文件。请恢复该文件，或复制 python manage.py db init --directory another 生成的那一份。',
    'There is a file %s already.': '文件 %s 已经存在。',
    'Nothing was written. Give the revision another message or another --rev-id.':
        '没有写入任何文件。请给该版本换一个说明（--message）或另一个 --rev-id。',
    '%(error)s in line %(line)s: %(text)s': '%(error)s，第 %(line)s 行：%(text)s',
    'The new revision %(path)s would be no Python: %(reason)s': '新的迁移文件 %(path)s 不是合法的 Python：%(reason)s',
    'Nothing was written. The template script.py.mako has made this of it, or a type or default of the models that '
    'cannot be written down.':
        '没有写入任何文件。原因可能是模板 script.py.mako，也可能是模型中某个无法写成代码的类型或默认值。',
    '%(option)s takes %(words)s, at most %(longest)d of them, and no word that Alembic reads as something else: '
    '%(text)s':
        '%(option)s 只接受 %(words)s，最多 %(longest)d 个，并且不能是 Alembic 有其他含义的词：%(text)s',
    'Nothing was written.': '没有写入任何文件。',
    '%(option)s %(text)s: a revision or a branch has that name already.': '%(option)s %(text)s：已有同名的版本或分支。',
    'Nothing was written. Take another one; python manage.py db history lists those there are.':
        '没有写入任何文件。请换一个名称；python manage.py db history 会列出已有的版本。',
    'The database user may not create temporary tables (%s), so the database cannot be asked what the models '
    'mean.\nTypes and defaults are compared by name, and some changes may be missed. Give the user the privilege '
    'with: GRANT CREATE TEMPORARY TABLES ON the database.':
        '数据库用户没有创建临时表的权限（%s），因此无法让数据库说明模型的含义。\n类型和默认值只能按名称比较，可能会漏'
        '掉一些改动。请用下面的语句授予该权限：GRANT CREATE TEMPORARY TABLES ON 数据库名。',
    'The models have: %s.': '现有模型的表：%s。',
    'The models of %s belong to another SQLAlchemy() than the one that the application has.':
        '%s 的模型用的 SQLAlchemy() 与应用所用的不是同一个。',
    'Nothing was written. Make it once, in a module of its own, and import it in the models and where the application is '
    'made: from exts import db':
        '没有写入任何文件。请只在一个单独的模块中创建它，并在模型和创建应用的地方导入：from exts import db',
    'The models do not fit together: %s': '模型之间互相矛盾：%s',
    'Nothing was written. Change the models and run the command again.': '没有写入任何文件。请修改模型，再重新执行该命令。',
    'the model of table %(table)s is not compared: %(reason)s': '表 %(table)s 的模型不参与比较：%(reason)s',
    "the model of table %(table)s cannot be made on this database, so it is compared by Alembic's rules, which miss some "
    'changes: %(reason)s':
        '表 %(table)s 的模型无法在该数据库上创建，因此按 Alembic 的规则比较，可能漏掉一些变化：%(reason)s',
    'its foreign key refers to %s, whose engine has no foreign keys: it needs InnoDB.':
        '其外键引用 %s，但该表的存储引擎不支持外键：需要 InnoDB。',
    'the foreign keys of these tables are not made, because their engine has none: %s. With InnoDB they would be.':
        '以下表的存储引擎不支持外键，因此没有创建它们的外键：%s。换用 InnoDB 即可。',
    'the sqlite_on_conflict in the models of these tables is not made, because Alembic has no operation for it: %s. '
    'Take it out, or write it into the revision that makes the table.':
        '以下表的模型中的 sqlite_on_conflict 不会生效，因为 Alembic 没有相应的操作：%s。'
        '请将其删除，或手工写入创建该表的迁移文件。',
    'the foreign key of %s sets NULL, which may not be in it.': '%s 的外键会将其设为 NULL，但该列不允许 NULL。',
    'the foreign key of %(column)s needs the type of %(table)s.%(target)s: it is %(type)s, the other %(other)s.':
        '%(column)s 的外键要求与 %(table)s.%(target)s 类型相同：前者是 %(type)s，后者是 %(other)s。',
    'the foreign key of %(columns)s refers to %(table)s (%(targets)s), and no key of that table begins with these '
    'columns: make them unique, or give them an index.':
        '%(columns)s 的外键引用 %(table)s (%(targets)s)，但该表没有以这些列开头的键：请将其设为唯一，或为其建立索引。',
    '--rename %s: no column or table of the first name is gone and none of the second name is new.':
        '--rename %s：没有以前一个名称消失的列或表，也没有以后一个名称新增的列或表。',
    'Nothing was written. It takes an old and a new name, such as --rename user.name=user.username of a column, or --rename '
    'user=member of a table.':
        '没有写入任何文件。它的值是旧名和新名，例如列：--rename user.name=user.username，表：--rename user=member。',
    '--fill %s: that is no column that is new or no longer NULL, and has no default.':
        '--fill %s：它不是新增的或改为不允许 NULL 且没有默认值的列。',
    'Nothing was written. It takes a column of a table and a value, such as --fill user.age=0.':
        '没有写入任何文件。它的值是“表.列=值”，例如 --fill user.age=0。',
    '--fill %(column)s=%(value)s: that is no %(kind)s.': '--fill %(column)s=%(value)s：这个值不是%(kind)s。',
    'Nothing was written. Give another value.': '没有写入任何文件。请给出另一个值。',
    ' and %d more': '，以及另外 %d 个',
    'Nothing was written. Add to manage.py:': '没有写入任何文件。请在 manage.py 中加上：',
    'No model is imported, so this would drop every table of the database: %s.':
        '没有导入任何模型，这样会删除数据库中所有的表：%s。',
    'Nothing was written. Import the modules of your models in manage.py; where the tables are to go, write the '
    'revision by hand (python manage.py db revision, `op.drop_table`).':
        '没有写入任何文件。请在 manage.py 中导入模型所在的模块；如果确实要删除这些表，请手工编写迁移文件（`db '
        'revision`、`op.drop_table`）。',
    '%(table)s (defined in %(file)s)': '%(table)s（定义在 %(file)s）',
    'This would drop tables only because nothing imports the modules that define them: %s.':
        '有些表只是因为没有导入定义它们的模块才会被删除：%s。',
    'Where such a table is to go, take its model out of that file, too.':
        '如果确实要删除某个表，请把它的模型也从该文件中删掉。',
    'Left alone, because no revision has created them: %s. To drop them, too, add --drop-unknown.':
        '以下的表没有任何版本创建过，因此保留不动：%s。如果也要删除，请加上 --drop-unknown。',
    'This would drop %(number)d of %(count)d tables: %(tables)s. y writes that, N writes nothing':
        '这样会删除 %(count)d 张表中的 %(number)d 张：%(tables)s。输入 y 写入迁移文件，输入 N 不写入任何内容',
    'This would drop %(number)d of %(count)d tables: %(tables)s.':
        '这样会删除 %(count)d 个表中的 %(number)d 个：%(tables)s。',
    'Nothing was written. Where they are to go, run the command again with --yes.':
        '没有写入任何文件。如果确实要删除，请加上 --yes 重新运行该命令。',
    'without %s': '无 %s',
    'none': '无',
    'unique index': '唯一索引',
    '%s index': '%s 索引',
    'unique (%s)': '唯一约束 (%s)',
    'foreign key': '外键',
    'CHECK': 'CHECK 约束',
    'The %(kind)s %(name)s of table %(table)s has the name of one of table %(other)s, and on this server a name may be '
    'there once in a database.':
        '表 %(table)s 的%(kind)s %(name)s 与表 %(other)s 中的同名，而在该服务器上同一数据库中名称不能重复。',
    "Nothing was written. Give it a name of its own in the model: name='%s'":
        "没有写入任何文件。请在模型中为它另取一个名称：name='%s'",
    'check (%s)': 'CHECK 约束 (%s)',
    'letters, digits, `_` and `.`': '字母、数字、`_` 和 `.`',
    'letters, digits, `_`, `.` and `-`': '字母、数字、`_`、`.` 和 `-`',
    'table %(old)s is gone and table %(new)s is new. Renamed?': '表 %(old)s 没有了，新增了表 %(new)s。是改名吗？',
    '%(old)s is gone and %(new)s is new. Renamed?': '%(old)s 没有了，新增了 %(new)s。是改名吗？',
    ' y keeps its %(what)s, N drops them': '输入 y 保留其中的 %(what)s，输入 N 则删除',
    ' y keeps its %(what)s, N asks about the next name': '输入 y 保留其中的 %(what)s，输入 N 则再问下一个名称',
    ' y renames it, N asks about the next name': '输入 y 为改名，输入 N 则再问下一个名称',
    ' y renames it, N drops the one and makes the other': '输入 y 为改名，输入 N 则删除前者、新建后者',
    'table %(old)s goes and table %(new)s comes, and what is in it would be lost.':
        '表 %(old)s 将被删除，表 %(new)s 将新增，原有的数据会丢失。',
    '%(old)s goes and %(new)s comes, and what is in it would be lost.':
        '%(old)s 将被删除，%(new)s 将新增，原有的数据会丢失。',
    'If it is a rename, delete this file and type:': '如果其实是改名，请删除该迁移文件并输入：',
    'If these are renames, delete this file and type, without each --rename that is none:':
        '如果其实是改名，请删除该迁移文件并输入以下命令（去掉其中不是改名的 --rename）：',
    'If not, delete this file and type:': '如果不是改名，请删除该迁移文件并输入：',
    'Delete this file and type:': '请删除该迁移文件并输入：',
    'VALUE': '值',
    'python manage.py db %s': 'python manage.py db %s',
    '%(column)s %(type)s NOT NULL: 1 row needs a value': '%(column)s %(type)s NOT NULL：有 1 行需要填入一个值',
    '%(column)s %(type)s NOT NULL: %(number)d rows need a value':
        '%(column)s %(type)s NOT NULL：有 %(number)d 行需要填入一个值',
    ', such as %s': '，例如 %s',
    '%(value)s is no %(type)s.': '%(value)s 不是 %(type)s 类型的值。',
    "%s may not be NULL, has no default, and there are rows without a value: the server would put 0 or ''\nthere.":
        "%s 不允许为 NULL，又没有默认值，而已有的行没有值：服务器会填入 0 或 ''。",
    '%s may not be NULL, has no default, and there are rows without a value: the upgrade would be refused.':
        '%s 不允许为 NULL，又没有默认值，而已有的行没有值：升级会被拒绝。',
    'Warning: %s': '警告：%s',
    'a %% sign in it, as in a member of an Enum, cannot be sent to the server (%s)':
        '其中含有 %% 号（例如 Enum 的成员），无法发送给服务器（%s）',
}

"""The Chinese of bin/, cli/commands/bin.py and messages/bin.py."""
TEXTS = {
    'What the bin has for it is not given back (%s); it stays in the bin: db bin restore ID':
        '回收站中属于它的内容没有放回（%s）；它们仍在回收站中：db bin restore ID',
    'This drops %(what)s, which cannot be kept in the bin: %(reason)s': '这会删除 %(what)s，而它无法放入回收站：%(reason)s',
    'It was not dropped. Give the user the privilege, or drop it for good with --no-bin.':
        '没有删除。请授予该用户权限，或用 --no-bin 将其永久删除。',
    'Not kept (%(reason)s): %(what)s': '没有保留（%(reason)s）：%(what)s',
    '%(direction)s of %(revision)s': '%(revision)s 的%(direction)s',
    'There is nothing in the bin.': '回收站是空的。',
    'Nothing in the bin is older than %s.': '回收站中没有早于 %s 的内容。',
    'It has no foreign keys and triggers; python manage.py db bin --json had the statements that made them.':
        '它的外键和触发器没有恢复；创建它们的语句可以从之前的 python manage.py db bin --json 中找到。',
    '%d value': '%d 个值', '%d values': '%d 个值', '%d row': '%d 行', '%d rows': '%d 行',
    'Kept in the bin (db bin): %(what)s': '已放入回收站（db bin）：%(what)s',
    'Not kept, because it is more than the bin takes: %(what)s': '未保留，因为超过了回收站的上限：%(what)s',
    'Back from the bin: %(what)s': '已从回收站恢复：%(what)s',
    'the trigger %(trigger)s of %(table)s': '表 %(table)s 的触发器 %(trigger)s',
    'The table %(table)s is back without its trigger %(trigger)s: %(reason)s. It was: %(statement)s':
        '表 %(table)s 已恢复，但它的触发器 %(trigger)s 未能重建：%(reason)s。原语句：%(statement)s',
    'Stays in the bin as entry %(id)d: %(what)s whose row is gone, or has another value, or would break a key':
        '作为第 %(id)d 项留在回收站：%(what)s，因为其所在行已不存在、已有别的值，或会违反键约束',
    'Stays in the bin as entry %(id)d, because what it belongs to was not made again with its name and type: %(what)s':
        '作为第 %(id)d 项留在回收站，因为它所属的表或列没有以原来的名称和类型重新创建：%(what)s',
    'In %(table)s there are rows, %(number)d, whose %(columns)s is not in %(parent)s.':
        '%(table)s 中有 %(number)d 行，其 %(columns)s 不在 %(parent)s 中。',
    'What was applied stays; what is in the bin comes back with the rest. Mend these rows, behind SET '
    'foreign_key_checks = 0, and type the same command to go on from here.':
        '已执行的改动会保留；回收站里的数据会随后一并恢复。请先执行 SET foreign_key_checks = 0 再修正这些行，'
        '然后重新执行该命令即可继续。',
    'The bin takes up to %(limit)d values of a column without being asked; this drops %(what)s.':
        '未经询问时，回收站最多保留一列的 %(limit)d 个值；这里要删除 %(what)s。',
    'It was not dropped. Give the bin more with SAFE_MIGRATE_BIN_ROWS=%(number)d, or drop them for good with --no-bin.':
        '没有删除。可用 SAFE_MIGRATE_BIN_ROWS=%(number)d 提高上限，或用 --no-bin 彻底删除。',
    'The bin does not keep what this loses, %(what)s: %(statement)s':
        '这条语句会丢失数据，而回收站无法保留（%(what)s）：%(statement)s',
    'It was not run. With --yes it runs, and the rows are lost for good.':
        '没有执行。加上 --yes 会执行，这些数据将无法恢复。',
    'It could not be found out which rows or values this loses: %(statement)s':
        '无法判断这条语句会丢失哪些行或值：%(statement)s',
    'Tried on a copy of the table without rows: %(why)s': '在不含数据的表副本上试运行时的报错：%(why)s',
    'It was not run. With --yes it runs as it stands, and nothing of it is kept in the bin.':
        '没有执行。加上 --yes 会照原样执行，其中丢失的内容不会放入回收站。',
    '%(name)s=%(text)s is no number.': '%(name)s=%(text)s 不是数字。',
    'Nothing was changed. Set it to a number of values, or take it out of the environment or of .env.':
        '未做任何更改。请把它设为值的个数，或从环境变量或 .env 中去掉。',
    'This drops rows, which are kept in the bin:': '将删除以下各表的行，它们会保留在回收站里：',
    'This drops values, which are kept in the bin:': '将删除以下各列的值，它们会保留在回收站里：',
    'This drops rows and values, which are kept in the bin:': '将删除以下的行和值，它们会保留在回收站里：',
    '%(table)s was dropped by the downgrade of %(revision)s, and the upgrade makes it again and brings its rows back.':
        '%(table)s 是由 %(revision)s 的降级删除的，升级会重新创建它并恢复其中的行。',
    'Nothing was changed. Type: python manage.py db upgrade. Until then its rows can be read in the table %(kept)s.':
        '未做任何更改。请输入：python manage.py db upgrade。在此之前可以在表 %(kept)s 中查看这些行。',
    'There is no entry %(id)s in the bin.': '回收站里没有第 %(id)s 项。',
    'Which there are is shown by: python manage.py db bin': '查看有哪些：python manage.py db bin',
    'Entry %(id)d belongs to the %(direction)s of %(revision)s, which was interrupted.':
        '第 %(id)d 项属于 %(revision)s 的%(direction)s，而它被中断了。',
    'Nothing was changed. Finish that first.': '未做任何更改。请先完成它。',
    'There is no %(place)s of the type %(type)s now, in a table with the key that it had.':
        '现在没有类型为 %(type)s 的 %(place)s，或其所在的表没有原来的键。',
    'Nothing was changed. Make it again first, as this does of its revision: python manage.py db %(command)s. Or read the '
    'values in the table %(table)s.':
        '未做任何更改。请先重新创建它（执行该版本的 python manage.py db %(command)s 即可），'
        '或直接从表 %(table)s 读取这些值。',
    'Drop 1 entry (%(what)s) for good?': '要彻底删除这 1 项（%(what)s）吗？',
    'Drop %(entries)d entries (%(what)s) for good?': '要彻底删除这 %(entries)d 项（%(what)s）吗？',
    'Dropped from the bin: 1 entry.': '已从回收站删除 1 项。',
    'Dropped from the bin: %(entries)d entries.': '已从回收站删除 %(entries)d 项。',
    'Nothing was changed. Type it with --yes.': '未做任何更改。请加上 --yes 再输入一次。',
    '--older-than %(text)s is no age.': '--older-than %(text)s 不是时长。',
    'Type a number of days, hours or weeks: 30d, 12h or 4w.': '请输入天数、小时数或周数：30d、12h 或 4w。',
    'There is no command db bin %(words)s.': '没有 db bin %(words)s 这个命令。',
    'It is not said which entry.': '没有写明是哪一项。',
    'What there is: python manage.py db bin\nThen with its number, such as: python manage.py db bin restore 3':
        '查看有哪些：python manage.py db bin\n然后写上编号，例如：python manage.py db bin restore 3',
    'What there is: python manage.py db bin --help': '可用的命令见：python manage.py db bin --help',
    '  in the bin, and gone with it: %(what)s': '  回收站里有，会一并删除：%(what)s',
    'id': '编号', 'what': '内容', 'revision': '版本', 'when': '时间', 'who': '操作者',
    'Empty it without asking': '不询问直接清空',
    'Show what migrations have dropped and the bin keeps; put it back, or drop it for good':
        '查看迁移删除而回收站保留的内容；将其恢复，或彻底删除',
    'restore or empty; without it, what is kept is shown': 'restore 或 empty；不写则显示保留的内容',
    'The entry to restore': '要恢复的项',
    'Empty it of what is older, such as 30d, 12h or 4w': '只清除更早的内容，例如 30d、12h 或 4w',
    'kept in the bin': '保留在回收站',
    'Drop for good: keep nothing of it in the bin': '彻底删除：不放入回收站',
    'The bin cannot keep %(place)s, so it was not changed: %(reason)s':
        '回收站无法保存 %(place)s，因此没有更改它：%(reason)s',
    'This is no fault of its rows. To change it without the bin, type the same command with --no-bin.':
        '这不是数据行的问题。如果不经过回收站直接更改，请在同一命令后加上 --no-bin。',
}

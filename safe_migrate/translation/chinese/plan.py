"""The Chinese of checks/, operations/plan.py and messages/plan.py."""
TEXTS = {
    'Whether the rows fit was not looked at beforehand: %s': '没有事先检查现有的行是否符合：%s',
    '  and %d more; --plan shows all of them': '  另有 %d 项；用 --plan 可查看全部',
    'The %(direction)s of %(revision)s fails: %(reason)s': '%(revision)s 的%(direction)s失败：%(reason)s',
    'Nothing was changed. It was tried on a copy of the structure, without rows.':
        '未做任何更改。这是在一份没有数据的结构副本上试运行的。',
    '%(where)s: %(number)d %(what)s\n  to see them: %(query)s': '%(where)s：%(number)d %(what)s\n  查看这些行：%(query)s',
    'The database would refuse this because of rows that it has.': '由于已有的数据，数据库会拒绝这样的改动。',
    'Nothing was changed. Mend the rows, or let the revision mend them first, and run the command again.':
        '未做任何更改。请修正这些行，或在迁移文件中先修正它们，再重新执行该命令。',
    'Go on? y drops what is listed, N changes nothing': '要继续吗？输入 y 删除以上内容，输入 N 不做任何更改',
    'This drops rows that no later step brings back:': '将删除以下各表的行，之后的任何一步都无法恢复：',
    'This drops values that no later step brings back:': '将删除以下各列的值，之后的任何一步都无法恢复：',
    'This drops rows and values that no later step brings back:': '将删除以下的行和值，之后的任何一步都无法恢复：',
    'Nothing was changed. Add --yes where they are to go; --plan shows all that would be done.':
        '未做任何更改。如果确实要删除，请加上 --yes；--plan 会列出将要做的一切。',
    'Revision %(revision)s, %(statement)s': '版本 %(revision)s，%(statement)s',
    'Table %s': '表 %s',
    'longer than %d bytes': '长度超过 %d 字节',
    'out of range': '超出范围',
    '%(lock)s lock on %(locked)s until this is committed': '对 %(locked)s 加 %(lock)s 锁，直到提交为止',
    '; %s takes no writes so long': '；在此期间 %s 不能写入',
    'reads all rows': '要读取所有行',
    'writes the whole table anew': '要重写整张表',
    'blocks nobody in a revision of its own: with op.get_context().autocommit_block(): '
    'op.create_index(..., postgresql_concurrently=True)':
        '单独写成一个迁移文件就不会阻塞：with op.get_context().autocommit_block(): '
        'op.create_index(..., postgresql_concurrently=True)',
    'blocks nobody for long in two revisions: ADD CONSTRAINT ... NOT VALID; then ALTER TABLE ... VALIDATE CONSTRAINT ...':
        '分成两个迁移文件就不会长时间阻塞：先 ADD CONSTRAINT ... NOT VALID，再 ALTER TABLE ... VALIDATE CONSTRAINT ...',
    'blocks nobody for long in three revisions: ADD CONSTRAINT ... CHECK (... IS NOT NULL) NOT VALID; then VALIDATE '
    'CONSTRAINT; then this, which reads no rows':
        '分成三个迁移文件就不会长时间阻塞：先 ADD CONSTRAINT ... CHECK (... IS NOT NULL) NOT VALID，再 VALIDATE CONSTRAINT，'
        '最后执行这一条，此时不必读取各行',
    'blocks nobody for long in two revisions: CREATE UNIQUE INDEX CONCURRENTLY in an autocommit_block; then ADD CONSTRAINT '
    '... USING INDEX ...':
        '分成两个迁移文件就不会长时间阻塞：先在 autocommit_block 中 CREATE UNIQUE INDEX CONCURRENTLY，'
        '再 ADD CONSTRAINT ... USING INDEX ...',
    'none of the enum': '不在枚举值之中',
    'no %s': '不是 %s',
    'not in the character set %s': '字符集 %s 无法表示',
    'rows that would have 0000-00-00 in %s': '行的 %s 将会是 0000-00-00',
    'longer than %s': '长度超过 %s',
    'row': '行',
    'value of %s that is rounded': '个 %s 的值会被舍入',
    'values of %s that are rounded': '个 %s 的值会被舍入',
    'value of %s': '个 %s 的值',
    'values of %s': '个 %s 的值',
    'NULL in %s': '个 %s 的 NULL',
    '%(column)s that are %(wrong)s': '个 %(column)s 的值%(wrong)s',
    'duplicates in %s': '组 %s 的重复值',
    'rows whose %(columns)s is not in %(table)s': '行，其 %(columns)s 不在 %(table)s 中',
    'rows that break CHECK (%s)': '行违反 CHECK（%s）',
}

"""The Chinese of operations/repair/."""
TEXTS = {
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

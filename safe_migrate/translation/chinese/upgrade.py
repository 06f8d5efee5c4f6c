"""The Chinese of upgrade/, checks/ and bin/."""
TEXTS = {
    '%(place)s drops the constraint %(name)s, which table %(table)s does not have.':
        '%(place)s 要删除约束 %(name)s，而表 %(table)s 没有这个约束。',
    'Those with a name are: %(constraints)s.': '有名称的约束是：%(constraints)s。',
    'None of its constraints has a name.': '它的约束都没有名称。',
    'Mend the line, or take it out where the constraint is gone already.': '请改正这一行；如果约束早已不在，请删去这一行。',
    '%(said)s; at most %(seconds)g s': '%(said)s；最多等待 %(seconds)g 秒',
    'Waiting': '等待中',
    'The application itself has written into %s and not committed, so that nothing else can write there.':
        '应用自己在 %s 中写入了数据而尚未提交，因此无法再写入。',
    'Nothing was changed. Commit its session or connection, or roll it back, before the upgrade is called: '
    'db.session.commit()':
        '未做任何更改。请在调用升级之前提交或回滚该会话或连接：db.session.commit()',
    '; the journal has the %(direction)s of %(revision)s, begun by %(who)s':
        '；日志中的记录：%(who)s 开始执行 %(revision)s 的%(direction)s',
    'Revision %(number)d of %(count)d, %(revision)s, statement %(place)d: %(statement)s':
        '迁移 %(number)d/%(count)d（%(revision)s），第 %(place)d 条语句：%(statement)s',
    ', %(progress).0f %% of stage %(stage)d of %(stages)d': '，阶段 %(stage)d/%(stages)d 已完成 %(progress).0f %%',
    '%(what)s of %(table)s.%(column)s goes with the change of its type.':
        '%(table)s.%(column)s 的 %(what)s 会随类型的改变而去掉。',
    '%(place)s drops a constraint of table %(table)s without a name, and it cannot be told which one is meant.':
        '%(place)s 删除表 %(table)s 的约束时没有写名称，无法判断指的是哪一个。',
    'Write its name in the place of None.': '请把 None 改成它的名称。',
    'Write its name in the place of None. Table %(table)s has: %(constraints)s.':
        '请把 None 改成它的名称。表 %(table)s 现有：%(constraints)s。',
    'Table %(table)s has no such constraint now: take that line out, where it is gone already.':
        '表 %(table)s 现在没有这样的约束：如果它已被删除，请去掉这一行。',
    'without a name': '无名称',
    'A model has the table %s, and the database has one of that name that this package keeps.':
        '有一个模型的表叫 %s，而数据库中已有本工具保存的同名表。',
    'Nothing was changed. Drop that one, and then type the same command again: python manage.py db leave':
        '未做任何更改。请先删除本工具的那个表，再重新执行该命令：python manage.py db leave',
    "a table %s is the application's own": '表 %s 是应用自己的',
    'No journal is kept (%s): db log will not tell of this, and what is interrupted is not gone on with.':
        '没有记录日志（%s）：db log 不会显示这一次，中断后也无法接着继续。',
    'The %(direction)s of %(revision)s was interrupted, and goes on only with the journal, which this user may not write: '
    '%(reason)s':
        '%(revision)s 的%(direction)s曾中断，只有借助日志才能继续，而该用户无权写入日志：%(reason)s',
    'Nothing was changed now. Give the user the privilege, or type the command as the user who began it.':
        '未做任何更改。请授予该用户权限，或以当初运行它的用户输入该命令。',
    'The lock holds on this node of the cluster alone (%s): run no other upgrade on another one meanwhile.':
        '锁只在集群的这一个节点上有效（%s）：在此期间请勿在其他节点上运行升级。',
    'downgrade': '降级',
    'upgrade': '升级',
    'After %(seconds)g seconds another upgrade or downgrade of %(database)s is still running: %(holder)s.':
        '等待 %(seconds)g 秒后，%(database)s 的另一个升级或降级仍在运行：%(holder)s。',
    'Nothing was changed. Try again when it has ended, or wait longer with --lock-timeout SECONDS.':
        '未做任何更改。请等它结束后再试，或用 --lock-timeout 秒数 延长等待时间。',
    'The lock on %(database)s could not be renewed for %(seconds)d seconds, so another process may have it by now.':
        '%(database)s 上的锁已有 %(seconds)d 秒无法续期，现在可能已被其他进程取得。',
    'What was applied stays. Type the same command to go on from here.':
        '已执行的部分会保留。重新执行该命令即可从这里继续。',
    'Waiting for another upgrade or downgrade of this database: %s': '正在等待该数据库的另一个升级或降级：%s',
    '%(table)s (to %(other)s)': '%(table)s（引用 %(other)s）',
    '%(number)d rows refer to rows that do not exist, in %(places)s: foreign keys were off in a revision.':
        '有 %(number)d 行引用了不存在的行：%(places)s。有迁移文件关闭了外键检查。',
    'After this, %(number)d rows would refer to rows that do not exist, in %(places)s.':
        '执行之后将有 %(number)d 行引用不存在的行，位于 %(places)s。',
    'Nothing was changed. Mend the rows or the revision, and run the command again.':
        '未做任何更改。请修正这些行或迁移文件，再重新执行该命令。',
    'The %(direction)s of %(revision)s was interrupted half-way on %(started)s by %(who)s. Of it the database '
    'already has:':
        '%(revision)s 的%(direction)s由 %(who)s 执行，于 %(started)s 中断。数据库中已经执行的语句：',
    ' nothing for certain': '无法确定',
    'Nothing was changed now. Let it finish first: python manage.py db %(command)s':
        '这次未做任何更改。请先让它执行完：python manage.py db %(command)s',
    'Or undo these statements by hand, and type the revision at which the database is then:\n'
    'python manage.py db stamp REVISION':
        '或者手工撤销这些语句，再标记此时数据库所处的版本：\npython manage.py db stamp 版本号',
    'Revision %(revision)s was interrupted, and its statement %(number)d, which the database already has, has '
    'changed since.\n  applied:     %(applied)s\n  in the file: %(found)s':
        '版本 %(revision)s 曾被中断，其中第 %(number)d 条语句数据库中已经有了，而这条语句后来被修改过。\n  已执行的：'
        '%(applied)s\n  文件中的：%(found)s',
    'Nothing was changed now. Put the statement back in the file, and run the command again; what is to be different '
    'goes behind the statements that were applied.':
        '未做任何更改。请把文件中的这条语句恢复原样，再重新执行该命令；需要改动的内容请写在已执行的语句之后。',
    'Revision %(revision)s was interrupted, and its statement %(number)d, which the database already has, is gone '
    'since: %(statement)s':
        '版本 %(revision)s 曾被中断，其中第 %(number)d 条语句数据库中已经有了，而文件中已没有这条语句：%(statement)s',
    'Put the statement back in the file, and run the command again.': '请把这条语句放回文件中，再重新执行该命令。',
    'Revision %(revision)s was interrupted while this statement ran, and it cannot be told whether it took effect: '
    '%(statement)s':
        '版本 %(revision)s 在运行这条语句时中断，无法判断它是否已生效：%(statement)s',
    'Nothing was changed now. Look, and then add --resume=skip where it did, or --resume=redo where not.':
        '未做任何更改。请先查看数据库：已生效则加上 --resume=skip，未生效则加上 --resume=redo。',
    'Look at the database: skip it where it took effect, redo it where not':
        '请查看数据库：已生效则输入 skip 跳过，未生效则输入 redo 重做',
    'Stopping after the statement that runs now. Once more ends at once.': '当前语句执行完后停止；再按一次立即结束。',
    'Stopping the statement that runs now.': '正在停止当前语句。',
    'Ended at once. %s': '已立即结束。%s',
    'The same command starts again.': '再次输入同一命令即可重新开始。',
    'Nothing was changed; the same command starts again.': '未做任何更改；重新执行该命令会从头开始。',
    'What was not finished is rolled back; the same command starts it again.':
        '未完成的部分已回滚；重新执行该命令会重新开始这一部分。',
    'Stopped by %s.': '已被 %s 停止。',
    'signal %d': '信号 %d',
    'Nothing of revision %(revision)s is applied; `db %(command)s` goes on with it.':
        '版本 %(revision)s 尚未执行任何语句；执行 `db %(command)s` 可继续。',
    'Of the %(direction)s of revision %(revision)s, 1 statement is applied; `db %(command)s` goes on from there.':
        '版本 %(revision)s 的%(direction)s已执行 1 条语句；执行 `db %(command)s` 可从那里继续。',
    'Of the %(direction)s of revision %(revision)s, %(count)d statements are applied; `db %(command)s` goes on from '
    'there.':
        '版本 %(revision)s 的%(direction)s已执行 %(count)d 条语句；执行 `db %(command)s` 可从那里继续。',
    'The %(direction)s of revision %(revision)s is done; `db %(command)s` goes on from there.':
        '版本 %(revision)s 的%(direction)s已完成；执行 `db %(command)s` 可从那里继续。',
    'The upgrade of %(revision)s was interrupted half-way on %(started)s by %(who)s. Of it the database has:':
        '%(revision)s 的升级由 %(who)s 执行，于 %(started)s 中断。数据库中已经执行的语句：',
    'What is to be undone cannot be told from:': '以下语句无法自动撤销：',
    'The upgrade of %s, which was interrupted half-way, is undone:': '已撤销 %s 中断的升级：',
    ' nothing of it was applied': '其中没有任何语句被执行',
    'The upgrade of %s was interrupted, and then its undoing.': '%s 的升级被中断，之后对它的撤销也被中断。',
    'Nothing was changed now. Let that finish first: python manage.py db downgrade':
        '这次未做任何更改。请先完成撤销：python manage.py db downgrade',
    'The %(direction)s of %(revision)s was interrupted after it had made a temporary table, which is gone.':
        '%(revision)s 的%(direction)s在创建临时表之后中断，而该临时表已不存在。',
    'Nothing was changed now. Undo what it has done by hand, and type the revision at which the database is then:\n'
    'python manage.py db stamp REVISION':
        '这次未做任何更改。请手工撤销它已经做的改动，再标记此时数据库所处的版本：\npython manage.py db stamp 版本号',
    'Another session holds the table, so this could not run: %s': '另一个会话占用着该表，因此无法执行：%s',
    'What was applied of revision %s stays. When that session has ended, the same command goes on from here.':
        '版本 %s 已执行的部分会保留。等那个会话结束后，重新执行该命令即可从这里继续。',
    'Waiting for a table that another session holds (try %(attempt)d of %(tries)d): %(holders)s':
        '正在等待另一个会话占用的表（第 %(attempt)d 次，共 %(tries)d 次）：%(holders)s',
    'connection %(number)s of %(user)s@%(host)s, for %(seconds)s s: %(doing)s':
        '连接 %(number)s（%(user)s@%(host)s），已持续 %(seconds)s 秒：%(doing)s',
    'process %(number)s of %(user)s@%(host)s: %(doing)s': '进程 %(number)s（%(user)s@%(host)s）：%(doing)s',
    'a session that is not seen: it is over, or this user may not see it': '看不到的会话：它已经结束，或者该用户无权查看',
    'another process': '另一个进程',
    'a process that writes to %s': '正在写 %s 的进程',
    'The CHECK (%(text)s) of %(table)s goes with its column %(column)s.':
        '%(table)s 的 CHECK 约束（%(text)s）会随列 %(column)s 一起删除。',
    'The %(direction)s of %(revision)s was interrupted after %(count)d of its statements; it goes on from there.':
        '%(revision)s 的%(direction)s曾在执行 %(count)d 条语句后中断；现在从那里继续。',
    'The database has rolled back everything since its last commit, with a statement that failed: %s':
        '数据库在一条语句失败时，回滚了上次提交以来的全部改动：%s',
    'The revision cannot go on from there. Mend what made it fail, and run the command again.':
        '该迁移无法从那里继续。请先排除失败的原因，再重新执行该命令。',
    'The server has refused to commit, so what was done since the last commit is taken back: %s':
        '服务器拒绝提交，因此上次提交之后的改动已撤回：%s',
    'What was committed before of revision %s stays.': '版本 %s 在此之前已提交的部分会保留。',
    'When what stands in the way has ended, such as a backup that locks all tables, the same command goes on from there.':
        '等阻碍提交的操作结束后（例如锁住所有表的备份），重新执行该命令即可从那里继续。',
    'A session rolls back what it has written, which is committed since, with this statement of another connection: %s':
        '一个会话要回滚它写入的内容，但这些内容已随另一个连接的这条语句一起提交：%s',
    'Commit the session in the revision before that statement, or roll it back there; look what the database has, and run '
    'the command again.':
        '请在迁移文件中，于该语句之前提交或回滚这个会话；并检查数据库中已有的内容，再重新执行该命令。',
    'Revision %(revision)s was interrupted, and this statement of it needs %(name)s, which was lost with the connection: '
    '%(statement)s':
        '版本 %(revision)s 曾中断，它的这条语句需要 %(name)s，而该值已随连接丢失：%(statement)s',
    'What was applied stays. Undo it by hand, and type the revision at which the database is then:\n'
    'python manage.py db stamp REVISION':
        '已执行的改动会保留。请手工撤销这些改动，再标记此时数据库所处的版本：\npython manage.py db stamp 版本号',
    'The revisions are applied, but this could not run behind them: %(statement)s\n%(reason)s':
        '升级已完成，但之后的这条语句未能执行：%(statement)s\n%(reason)s',
    'Type that statement by hand where it matters.': '如有需要，请手工执行该语句。',
    'Behind a DETACH this cannot run in the same upgrade: %s': '在 DETACH 之后，这条语句不能在同一次升级中执行：%s',
    'Nothing was changed. Put it into a revision of its own, and upgrade to the one before it first.':
        '没有做任何改动。请把它放进单独的版本，并先升级到它之前的版本。',
    '%(table)s was there, because `db bin restore` had brought it back: it was put into the bin, and made again.':
        '%(table)s 已经存在（由 `db bin restore` 恢复）：已先放入回收站，再重新创建。',
    '%(table)s is there already, because `db bin restore` has brought it back, and the downgrade of %(revision)s makes it.':
        '%(table)s 已经存在（由 `db bin restore` 恢复），而 %(revision)s 的降级要创建它。',
    'Drop the foreign keys of the tables that refer to it, and type the same command again: it is put into the bin, and its '
    'rows come back.':
        '请先删除引用它的表上的外键，再重新执行该命令：它会先放入回收站，之后各行会恢复。',
    'Type the same command without --no-bin: it is put into the bin, and its rows come back.':
        '请去掉 --no-bin 重新执行该命令：它会先放入回收站，之后各行会恢复。',
    'What the bin has for it is not given back (%s); it stays in the bin: db bin restore ID':
        '回收站中属于它的内容没有放回（%s）；它们仍在回收站中：db bin restore ID',
    'This drops %(what)s, which cannot be kept in the bin: %(reason)s': '这会删除 %(what)s，而它无法放入回收站：%(reason)s',
    'It was not dropped. Give the user the privilege, or drop it for good with --no-bin.':
        '没有删除。请授予该用户权限，或用 --no-bin 将其永久删除。',
    'Not kept (%(reason)s): %(what)s': '没有保留（%(reason)s）：%(what)s',
    '%(direction)s of %(revision)s': '%(revision)s 的%(direction)s',
    'There is nothing in the bin.': '回收站是空的。',
    'Nothing in the bin is older than %s.': '回收站中没有早于 %s 的内容。',
    'It may lack keys, indexes and triggers. What was dropped had been made by:':
        '它可能缺少键、索引和触发器。当初创建它的语句是：',
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
    '-- %s, which was restored by hand, goes into the bin again, and its rows come back':
        '-- %s（曾手工恢复）会再次放入回收站，之后各行会恢复',
    'Nothing was changed. Make it again first: put it into its model, type python manage.py db migrate, and then python '
    'manage.py db upgrade. Or read the values in the table %(table)s.':
        '未做任何更改。请先重新创建它：把它写回模型，执行 python manage.py db migrate，再执行 python manage.py db upgrade；'
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

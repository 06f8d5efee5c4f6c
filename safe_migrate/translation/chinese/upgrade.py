"""The Chinese of messages/upgrade.py."""
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
}

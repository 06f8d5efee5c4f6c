"""The Chinese of a command line that cannot be read."""
TEXTS = {
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
}

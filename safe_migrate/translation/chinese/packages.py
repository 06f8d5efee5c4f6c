"""The Chinese of messages/packages.py and releases.py."""
TEXTS = {
    'The code was written for an older release: pip install %s\nOr mend the import.':
        '代码是按旧版本写的，请输入：pip install %s\n或修改这条导入语句。',
    'The installed %(package)s does not run here, %(place)s: %(text)s.':
        '已安装的 %(package)s 在这里无法运行，%(place)s：%(text)s。',
    'It asks for %(asked)s, and %(name)s %(release)s is installed.': '它要求 %(asked)s，而已安装的是 %(name)s %(release)s。',
    'It was written for an older %(name)s than the installed %(release)s.':
        '它是按比已安装的 %(release)s 更旧的 %(name)s 写的。',
    '%(new)s is likely too new for %(old)s.': '对 %(old)s 来说，%(new)s 很可能太新。',
    'It does not fit %(new)s, and which of the two is too old is not known here.':
        '它与 %(new)s 不兼容，但这里无法判断两者中哪一个太旧。',
    'Whether it is too old or too new for this Python is not known here.':
        '这里无法判断它对当前的 Python 来说是太旧还是太新。',
    'Type: pip install %s': '请输入：pip install %s',
    'Or, where that does not help: pip install %s': '如果仍不行，请输入：pip install %s',
    'Where its newest release does not run here either, take another package or an older Python.':
        '如果它的最新版本在这里也无法运行，请换用别的包，或使用较旧的 Python。',
    'The same in %s, or the next pip install takes it back.': '请同时修改 %s，否则下次 pip install 会改回去。',
    'Write what helps down, too, in place of or beside %s, or the next pip install takes it back.':
        '请把有效的那一个也写下来（替换 %s，或写在它旁边），否则下次 pip install 会改回去。',
    'Add what helps to your requirements.txt, too.': '请把有效的那一个也写进 requirements.txt。',
    'Add it to your requirements.txt, too.': '请同时把它写进 requirements.txt。',
    'It imports %(module)s, which is not installed. Type pip install and the name that %(module)s has on PyPI; or '
    'pip install -U %(package)s':
        '它导入的 %(module)s 没有安装。请用 %(module)s 在 PyPI 上的名字 pip install；或输入：pip install -U %(package)s',
    "Python %(python)s no longer has %(module)s; a package gives it back. Type: pip install '%(package)s'":
        "Python %(python)s 已不再自带 %(module)s，有一个包可以补上它。请输入：pip install '%(package)s'",
    'Python %(python)s no longer has %(module)s; Python %(last)s is the last that does. Mend the import, or take a newer '
    'release of the package that imports it.':
        'Python %(python)s 已不再自带 %(module)s，最后一个自带它的版本是 Python %(last)s。请修改这条导入语句，或安装导入它的'
        '那个包的较新版本。',
    '%(name)s %(release)s is one that safe_migrate runs on, and the code was written for another release. Mend the import.':
        'safe_migrate 就运行在已安装的 %(name)s %(release)s 上，而代码是为其他版本写的。请修改这个导入。',
    '%(name)s %(release)s is installed, and the code was written for another release. An older one: pip install %(older)s\n'
    'Or mend the import.':
        '已安装 %(name)s %(release)s，而代码是按另一个版本写的。要安装更旧的版本：pip install %(older)s\n'
        '或修改这条导入语句。',
}

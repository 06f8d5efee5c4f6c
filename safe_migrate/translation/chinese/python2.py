"""The Chinese of what was written for Python 2, and of what is not installed."""
TEXTS = {
    '%(place)s is Python 2: %(name)s.': '%(place)s 是 Python 2 的写法：%(name)s。',
    'Remove both lines: Python 3 is in UTF-8 as it is.': '请删除这两行：Python 3 默认就是 UTF-8。',
    'tabs and spaces mixed': '缩进混用了制表符和空格',
    'Indent with spaces alone, as this does: python -c "%(code)s" %(file)s':
        '请只用空格缩进，可以这样转换：python -c "%(code)s" %(file)s',
    'Error: installed is %(found)s, and safe_migrate needs %(needed)s. Type: pip install %(typed)s\n':
        '错误：已安装的是 %(found)s，而 safe_migrate 需要 %(needed)s。请输入：pip install %(typed)s\n',
    'Install a newer release of that package.': '请安装这个包的较新版本。',
    'Write it for Python 3. For the whole file: pip install fissix, and python -m fissix -w %(file)s':
        '请改成 Python 3 的写法。要转换整个文件：pip install fissix，然后 python -m fissix -w %(file)s',
    'Write in its place: %s': '请改用：%s',
    'uses %(name)s, which Python 3 does not have; write %(instead)s':
        '使用了 Python 3 中没有的 %(name)s；请改用 %(instead)s',
    'Write it there before a database reaches that revision.': '请在数据库升级到该版本之前改好。',
    'Type: pip install %(package)s, and add it to your requirements.txt.':
        '请输入：pip install %(package)s，并把它写进 requirements.txt。',
}

"""How many functions and files of `safe_migrate/` a change of a column from `String(50)` to `String(80)` passes, on SQLite.

    venv/bin/python benchmarks/way.py [--list]

A profile hook counts what is called from where Flask-Migrate's own `migrate()` or `upgrade()` begins, each function once;
with `--list` they are named. What is called while modules are imported is not counted.
"""
import os
import subprocess
import sys
import tempfile

from startup import copy_project

HOOK = '''
import os, runpy, sys
package = os.path.join(os.getcwd(), 'safe_migrate') + os.sep
called, begun = set(), []

def look(frame, event, argument):
    code = frame.f_code
    if event == 'call' and code.co_name == sys.argv[2] and 'flask_migrate' in code.co_filename:
        begun.append(True)
    if begun and event == 'call' and code.co_filename.startswith(package) and code.co_name not in ('<module>', '<lambda>') \\
            and not code.co_name.startswith('<') and not is_import(frame):
        called.add((os.path.relpath(code.co_filename, package), code.co_name, code.co_firstlineno))

def is_import(frame):
    while frame:
        if frame.f_code.co_name == '<module>' and frame.f_code.co_filename.startswith(package):
            return True
        frame = frame.f_back

sys.argv[:] = ['manage.py'] + sys.argv[1:]
sys.setprofile(look)
try:
    runpy.run_path('manage.py', run_name='__main__')
except SystemExit as ended:
    if ended.code:
        raise
finally:
    sys.setprofile(None)
    with open('called', 'w') as file:
        file.writelines('%s %s:%d\\n' % (path, name, line) for path, name, line in sorted(called))
'''


def called(folder, *words):
    """The functions that a command passes: lines of a file, a name and a line."""
    subprocess.run([sys.executable, '-c', HOOK] + list(words), cwd=folder, check=True, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL)
    with open(os.path.join(folder, 'called'), encoding='utf-8') as file:
        return file.read().splitlines()


def main():
    with tempfile.TemporaryDirectory() as folder:
        copy_project(folder, True)
        subprocess.run([sys.executable, 'manage.py', 'db', 'upgrade'], cwd=folder, check=True, stderr=subprocess.DEVNULL)
        models = os.path.join(folder, 'models.py')
        with open(models, encoding='utf-8') as file:
            text = file.read()
        with open(models, 'w', encoding='utf-8') as file:
            file.write(text.replace('String(50)', 'String(80)'))
        os.utime(models, (1, 1))  # of one size within one second, Python would take the bytecode of the old one
        for words in (('db', 'migrate', '-m', 'longer'), ('db', 'upgrade')):
            lines = called(folder, *words)
            print('%-10s %4d functions in %3d files' % (words[1], len(lines), len({line.split()[0] for line in lines})))
            if '--list' in sys.argv:
                print('\n'.join('    ' + line for line in lines))


if __name__ == '__main__':
    main()

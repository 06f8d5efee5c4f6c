"""How long `manage.py --help` and `db current` take with `safeguard(manager)` and without, side by side.

    venv/bin/python benchmarks/startup.py [runs]

The two projects take turns, so that whatever else the machine does falls on both. The ratio is of the fastest runs:
noise only ever adds.
"""
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
FILES = ['manage.py', 'app.py', 'models.py', 'exts.py', 'config.py', 'migrations', 'safe_migrate']
COMMANDS = [('--help',), ('db', 'current')]


def copy_project(folder, safeguarded):
    for name in FILES:
        copy = shutil.copytree if os.path.isdir(os.path.join(ROOT, name)) else shutil.copy
        copy(os.path.join(ROOT, name), os.path.join(folder, name))
    if not safeguarded:
        with open(os.path.join(folder, 'manage.py'), 'r+', encoding='utf-8') as file:
            lines = [line for line in file if 'safeguard' not in line]
            file.seek(0)
            file.truncate()
            file.writelines(lines)


def seconds(folder, arguments):
    start = time.perf_counter()
    subprocess.run([sys.executable, 'manage.py'] + list(arguments), cwd=folder, check=True,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start


def main(runs):
    with tempfile.TemporaryDirectory() as stock, tempfile.TemporaryDirectory() as ours:
        copy_project(stock, safeguarded=False)
        copy_project(ours, safeguarded=True)
        print('%-12s %9s %9s %8s %8s   (%d runs each)' % ('', 'without', 'with', 'fastest', 'median', runs))
        for arguments in COMMANDS:
            seconds(stock, arguments), seconds(ours, arguments)  # fill the caches
            pairs = [(seconds(stock, arguments), seconds(ours, arguments)) for _ in range(runs)]
            without, with_it = zip(*pairs)
            print('%-12s %8.3fs %8.3fs %8.2f %8.2f' % (
                ' '.join(arguments), min(without), min(with_it), min(with_it) / min(without),
                statistics.median(with_it) / statistics.median(without)))


if __name__ == '__main__':
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 30)

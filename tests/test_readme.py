"""README's session on MariaDB prints what stands there, in both languages; `python tests/test_readme.py` writes it anew."""
import contextlib
import os
import re
import signal
import subprocess
import sys
import tempfile
import time

import alembic
import conftest
import pymysql
import pytest
import servers
from test_tour import IDENTIFIER, numbered

PAGES = {'en': 'README.md', 'zh': 'README.zh-CN.md'}
SESSION = re.compile(r'(```console\n)(.*?)(```\n)', re.DOTALL)
COMMAND = re.compile(r'^\$ (.*)$', re.MULTILINE)
# Alembic's first lines, which are left out there
BEGINS = re.compile(r'^INFO  \[alembic\.runtime\.migration\] (Context impl|Will assume) .*\n', re.MULTILINE)
KILLED = '# kill -9'  # behind a command, in README
ROWS = "INSERT INTO student (id, name) VALUES (1, 'a'), (2, 'b')"
AGES = 'UPDATE student SET age = 20 + id'
WAITS = "SELECT COUNT(*) FROM information_schema.processlist WHERE state LIKE 'Waiting for table metadata lock%'"


def walk(project, database, text, language):
    """The session as the commands print it now.

    :param text: of the page
    """
    project.settings.update(database.settings, SAFE_MIGRATE_LANG=language, COLUMNS='100')
    project.manage('db', 'upgrade')
    database.query(ROWS)
    project.edit('models.py', "'student'", "'student'\n    age = db.Column(db.Integer)")
    project.edit('models.py', "'user'", "'user'\n    email = db.Column(db.String(80))")

    def session(match):
        return match.group(1) + ''.join('$ %s\n%s' % (command, shown(project, database, run(project, database, command)))
                                        for command in COMMAND.findall(match.group(2))) + match.group(3)
    return SESSION.sub(session, text, 1)


def run(project, database, command):
    """What a command prints."""
    words = command.partition('#')[0].split(' ')
    if KILLED in command:
        return killed(project, database, words)
    if 'downgrade' in words:
        database.query(AGES)
    done = subprocess.run(['bash', '-c', command], cwd=project.folder, env=environment(project), stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return done.stdout.decode('utf-8')


def killed(project, database, words):
    """It is killed while its second statement waits for a session that has read the table."""
    server = database.server
    with contextlib.closing(pymysql.connect(host=server.host, port=server.port, user=server.user, password=server.password,
                                            database=database.database)) as other, other.cursor() as cursor:
        cursor.execute('SELECT * FROM user')
        process = subprocess.Popen([word for word in words if word], cwd=project.folder, env=environment(project),
                                   stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        deadline = time.time() + 60
        while not database.query(WAITS)[0][0]:
            assert time.time() < deadline and process.poll() is None
            time.sleep(0.05)
        process.send_signal(signal.SIGKILL)
        return process.communicate()[0].decode('utf-8') + 'Killed\n'


def environment(project):
    found = {name: value for name, value in os.environ.items() if not name.startswith(conftest.FOREIGN)}
    return dict(found, LC_ALL='C.UTF-8', PATH=os.path.dirname(sys.executable) + os.pathsep + found.get('PATH', ''),
                **project.settings)


def shown(project, database, text):
    text = BEGINS.sub('', text.replace(os.path.realpath(project.folder) + os.sep, ''))
    text = re.sub(r'\d{4}-\d\d-\d\d \d\d:\d\d', '2026-11-21 09:30', text)
    text = re.sub(r'\S+@\S+, process \d+', 'you@host, process 1', text)
    return re.sub(r'root@127\.0\.0\.1:\d+/\w+', 'root@127.0.0.1/shop', text)


@pytest.mark.servers('mariadb')
@pytest.mark.skipif(alembic.__version__ != '1.4.3' or sys.version_info < (3, 10), reason='other releases word it otherwise')
@pytest.mark.long
@pytest.mark.parametrize('language', sorted(PAGES))
def test_the_session_prints_what_stands_there(project, each, language):
    with open(os.path.join(conftest.ROOT, PAGES[language]), encoding='utf-8') as file:
        text = file.read()
    with each.database() as name:
        assert numbered(walk(project, conftest.MariaDB(each, name), text, language)) == numbered(text)
    assert IDENTIFIER.search(text)


def write_anew():
    with servers.private_server(servers.server_program()) as server:
        for language, page in PAGES.items():
            with tempfile.TemporaryDirectory() as home, server.database() as name:
                conftest.lay_out(home)
                path = os.path.join(conftest.ROOT, page)
                with open(path, encoding='utf-8') as file:
                    text = walk(conftest.Project(home), conftest.MariaDB(server, name), file.read(), language)
                with open(path, 'w', encoding='utf-8') as file:
                    file.write(text)


if __name__ == '__main__':
    write_anew()

"""`docs/ci.md`: each command in it runs, the entry point in several replicas at once, the reference names the variables."""
import os
import re
import subprocess
import sys

import conftest
import pytest

with open(os.path.join(conftest.ROOT, 'docs', 'ci.md'), encoding='utf-8') as file:
    TEXT = file.read()
COMMANDS = re.findall(r'python (manage\.py db .*?)(?: --lock-timeout 300)?$', TEXT, re.MULTILINE)
ENTRY_POINT = re.search(r'```sh entrypoint\.sh\n(.*?)```', TEXT, re.DOTALL).group(1)


@pytest.mark.long
def test_each_command_runs_and_finds_all_in_order(migrated):
    assert len(COMMANDS) > 8
    for command in COMMANDS:
        done = migrated.run(sys.executable, *command.split())
        assert done.status == 0, done


@pytest.mark.long
def test_replicas_that_start_together_all_go_on(migrated, database):
    migrated.replace('entrypoint.sh', ENTRY_POINT)
    environment = dict(os.environ, **migrated.settings)
    environment['PATH'] = os.path.dirname(sys.executable) + os.pathsep + environment['PATH']
    replicas = [subprocess.Popen(['sh', 'entrypoint.sh', 'echo', 'serving'], cwd=migrated.folder, env=environment,
                                 stdout=subprocess.PIPE, stderr=subprocess.PIPE) for number in range(4)]
    assert [replica.communicate()[0].decode().strip() for replica in replicas] == ['serving'] * 4
    assert {'user', 'student'} <= database.tables()


def test_every_variable_that_is_read_is_in_the_table():
    read = set()
    for folder, __, names in os.walk(os.path.join(conftest.ROOT, 'safe_migrate')):
        for name in names:
            if name.endswith('.py') and os.path.basename(folder) != 'chinese':
                with open(os.path.join(folder, name), encoding='utf-8') as file:
                    read |= set(re.findall(r'SAFE_MIGRATE_[A-Z]+(?:_[A-Z]+)*', file.read()))
    for page in 'reference.md', 'reference.zh-CN.md':
        with open(os.path.join(conftest.ROOT, 'docs', page), encoding='utf-8') as file:
            text = file.read()
        assert {name for name in read if name not in text} == set()

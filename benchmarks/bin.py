"""How long dropping a table and a column takes with the bin and with `--no-bin`, side by side, on MariaDB.

    venv/bin/python benchmarks/bin.py [rows]        (1,000,000, where none are given)

Seconds are those of the whole command, each the fastest of three turns; the two take turns. Beside them stands the same
command with nothing left to do. The last two lines are an upgrade of 100 revisions that drops nothing, with the bin and with
`--no-bin`. The MariaDB server is a private one, on disk, with the durability that it comes with.
"""
import os
import sys
import tempfile
import time

from startup import ROOT, copy_project

sys.path.insert(0, os.path.join(ROOT, 'tests'))
from conftest import MariaDB, Project  # noqa: E402
from servers import available_server, numbers  # noqa: E402

ROWS, TURNS, HEAD, MADE = 1000000, 3, '423cbaf36ad7', 100
FILL = "INSERT INTO pet SELECT seq, CONCAT('name of ', seq), seq FROM "
REVISION = '''import sqlalchemy as sa
from alembic import op
revision, down_revision = %r, %r


def upgrade():
    %s


def downgrade():
    %s
'''
DROPS = {
    'a table': ("op.drop_table('pet')", "op.create_table('pet', sa.Column('id', sa.Integer, primary_key=True), "
                                        "sa.Column('name', sa.String(50)), sa.Column('n', sa.Integer))"),
    'a column': ("op.drop_column('pet', 'n')", "op.add_column('pet', sa.Column('n', sa.Integer))"),
}


def seconds(project, *arguments):
    start = time.perf_counter()
    project.manage('db', *arguments)
    return time.perf_counter() - start


def revise(project, number, before, upgrade, downgrade='pass'):
    name = 'r%05d' % number
    project.replace('migrations/versions/%s.py' % name, REVISION % (name, before, upgrade, downgrade))
    return name


def turn(project, database, rows, *options):
    """The seconds to drop it, to bring it back where it is kept, and to do nothing."""
    for name in database.tables() - {'alembic_version', 'user', 'student'}:
        database.query('DROP TABLE `%s`' % name)
    database.query('DROP TABLE IF EXISTS migration_bin')
    database.query('CREATE TABLE pet (id INTEGER PRIMARY KEY, name VARCHAR(50), n INTEGER)')
    database.query(FILL + numbers(rows))
    database.query("UPDATE alembic_version SET version_num = '%s'" % HEAD)
    taken = seconds(project, 'upgrade', *options)
    idle = seconds(project, 'upgrade', *options)
    return taken, seconds(project, 'downgrade'), idle


def measure_drops(folder, server, rows):
    for what, bodies in DROPS.items():
        with server.database() as name:
            project, database = made(os.path.join(folder, name), server, name)
            project.manage('db', 'upgrade')
            revise(project, 1, HEAD, *bodies)
            found = {(): [], ('--no-bin',): []}
            for _ in range(TURNS):
                for options, taken in found.items():
                    taken.append(turn(project, database, rows, *options))
        with_bin, without = ([min(one) for one in zip(*taken)] for taken in found.values())
        print('%-9s %9d rows: dropped in %6.2f s, with --no-bin %6.2f s; back in %6.2f s, empty %6.2f s; nothing to do '
              '%.2f s' % (what, rows, with_bin[0], without[0], with_bin[1], without[1], with_bin[2]), flush=True)


def measure_nothing_dropped(folder, server):
    """An upgrade that makes tables alone."""
    found = {(): [], ('--no-bin',): []}
    for _ in range(TURNS):
        for options, taken in found.items():
            with server.database() as name:
                project, _database = made(os.path.join(folder, name), server, name)
                before = HEAD
                for number in range(MADE):
                    before = revise(project, number, before, "op.create_table('t%d', sa.Column('id', sa.Integer))" % number)
                taken.append(seconds(project, 'upgrade', *options) - seconds(project, 'upgrade'))
    print('%d tables made in %.2f s, with --no-bin in %.2f s' % ((MADE,) + tuple(map(min, found.values()))))


def made(folder, server, name):
    os.makedirs(folder)
    copy_project(folder, True)
    database = MariaDB(server, name)
    return Project(folder, dict(database.settings, SAFE_MIGRATE_BIN_ROWS=str(10 ** 9))), database


if __name__ == '__main__':
    with tempfile.TemporaryDirectory() as root, available_server(durable=True) as running:
        measure_drops(root, running, int(sys.argv[1]) if sys.argv[1:] else ROWS)
        measure_nothing_dropped(root, running)

"""One change of the models, taken through a real project: migrate, upgrade, migrate, downgrade, upgrade.

`Workshop` makes the projects, on one tool; `Workshop.run(change, database)` raises `Lost` with the first thing that went
wrong. `test_changes.py` runs this project's tool so, and `benchmarks/detection.py` others beside it.
"""
import contextlib
import decimal
import os
import re
import shutil
import tempfile

from conftest import PROJECT, ROOT, MariaDB, Project, SQLite
from postgresql import PostgreSQL
from preloaded import Server
from servers import OpenServer

from . import definition
from .change import NOTHING, REFUSED

TRUTH = {'true': '1', 'false': '0'}
NO_CHANGES = 'No changes in schema detected'
IMPORTS = re.compile(r'^from models import .*$', re.M)
NUMBER = re.compile(r"('(?:[^']|'')*')|\b\d+(?:\.\d+)?\b")
CREATE = '''
from app import app
from exts import db
with app.app_context():
    db.create_all()
'''


class Lost(AssertionError):
    """What went wrong, and at which step."""

    def __init__(self, step, text):
        super().__init__('%s\n%s' % (step, text))
        self.step, self.text = step, text


class Tool:
    """This project's tool, by its own command line.

    :param safeguarded: whether `manage.py` calls `safeguard(manager)`; without it is the stock tool
    :param env: a function that is given the text of the `env.py` that `db init` wrote, and returns another
    :param cold: whether each command is a process from the start
    """

    script = 'manage.py'

    def __init__(self, safeguarded=True, env=None, cold=False):
        self.safeguarded, self.env = safeguarded, env
        self.options = safeguarded  # whether it knows --rename and --fill
        self.server = None if cold else Server()

    def prepare(self, project):
        """Make the project's own files fit the tool."""
        for name in ('app.py', 'manage.py'):
            project.replace(name, IMPORTS.sub('import models  # noqa: F401', project.read(name)))
        if self.safeguarded:
            os.symlink(os.path.join(ROOT, 'safe_migrate'), project.path('safe_migrate'))
        else:
            lines = project.read('manage.py').splitlines(True)
            project.replace('manage.py', ''.join(line for line in lines if 'safeguard' not in line))

    def close(self):
        if self.server:
            self.server.close()


class FlaskTool(Tool):
    """Flask-Migrate without Flask-Script, as `flask db`.

    :param python: the interpreter of the environment that it is installed in
    """

    script = 'flask_db.py'

    def __init__(self, python):
        super().__init__(safeguarded=False, cold=True)
        self.server = Server(python)

    def prepare(self, project):
        super().prepare(project)
        project.replace(self.script, 'from flask.cli import main\n\nmain()\n')
        project.replace('.flaskenv', 'FLASK_APP=app.py\n')


class Trial(Project):
    """A project on a database, and a second database where the change needs one.

    :param tool: a `Tool`
    :param databases: the main one, and the second
    """

    def __init__(self, folder, tool, databases):
        super().__init__(folder, databases[0].settings)
        self.tool, self.databases = tool, databases

    def call(self, command, cwd, environment, typed):
        if not self.tool.server:
            return super().call(command, cwd, environment, typed)
        return self.tool.server.run([os.fsdecode(word) for word in command[1:]], cwd, environment, typed)

    def db(self, *arguments, **options):
        """A `db` command of the tool, whatever its exit status."""
        options.setdefault('status', None)
        return self.manage('db', *arguments, script=self.tool.script, **options)

    def definition(self, **options):
        """The definition of both databases."""
        whole = definition.of(self.databases[0], **options)
        for database in self.databases[1:]:
            second = definition.of(database, **options)
            whole.tables.update({'second.' + name: table for name, table in second.tables.items()})
            whole.names |= {'second.' + name for name in second.names}
        return whole


class Strict(PostgreSQL):
    """PostgreSQL, which takes no number for a truth value or a text, and no MySQL's quotation marks; by the driver that each
    release of SQLAlchemy has."""

    def address(self, scheme='postgresql+psycopg2', **parts):
        return super().address(scheme, **parts)

    def query(self, statement):
        if statement.startswith('INSERT'):
            start, values = statement.split(' VALUES ', 1)
            start = re.sub(r'(?<=INTO )(\w+)', r'"\1"', start).replace('`', '"')
            statement = '%s VALUES %s' % (start, NUMBER.sub(lambda found: found.group(1) or "'%s'" % found.group(), values))
        return super().query(statement.replace('`', '"') if statement.startswith('SELECT') else statement)


class Workshop:
    """Makes projects in a folder of its own.

    :param tool: a `Tool`
    :param server: the MariaDB server, or None
    :ivar postgresql: the PostgreSQL server, or None
    """

    def __init__(self, tool, server=None, postgresql=None):
        self.tool, self.server, self.postgresql = tool, server and OpenServer(server), postgresql
        self.folder, self.templates, self.meanings = tempfile.mkdtemp(prefix='changes-'), {}, {}
        self.revisions = {}  # the files of the last trial

    def close(self):
        self.tool.close()
        if self.server:
            self.server.close()
        shutil.rmtree(self.folder)

    @contextlib.contextmanager
    def databases(self, name, folder, count):
        """Empty databases for one project."""
        with contextlib.ExitStack() as stack:
            if name == 'mariadb':
                yield [MariaDB(self.server, stack.enter_context(self.server.database())) for _ in range(count)]
            elif name == 'postgresql':
                yield [Strict(self.postgresql, stack.enter_context(self.postgresql.database())) for _ in range(count)]
            else:
                found = [SQLite(folder), SQLite(folder)][:count]
                for second in found[1:]:
                    second.path = os.path.join(folder, 'log.db')
                yield found

    @contextlib.contextmanager
    def trial(self, name, multidb=False, second=False):
        """A project on a database, after `db init`, without models."""
        folder = os.path.join(tempfile.mkdtemp(dir=self.folder), 'project')
        try:
            shutil.copytree(self.template(name, multidb), folder, symlinks=True)
            with self.databases(name, folder, 1 + (multidb or second)) as databases:
                trial = Trial(folder, self.tool, databases)
                if multidb:
                    trial.replace('config.py', trial.read('config.py') + bind(databases[1]))
                yield trial
        finally:
            shutil.rmtree(os.path.dirname(folder))

    def template(self, name, multidb):
        """The folder of a project after `db init`."""
        if (name, multidb) not in self.templates:
            folder = os.path.join(self.folder, 'template-%s-%s' % (name, multidb))
            os.mkdir(folder)
            for file in PROJECT:
                if os.path.isfile(os.path.join(ROOT, file)):
                    shutil.copy(os.path.join(ROOT, file), folder)
            with self.databases(name, folder, 1) as databases:
                trial = Trial(folder, self.tool, databases)
                trial.replace('models.py', '')
                self.tool.prepare(trial)
                trial.db('init', *['--multidb'] * multidb, status=0)
                if self.tool.env:
                    trial.replace('migrations/env.py', self.tool.env(trial.read('migrations', 'env.py')))
            self.templates[name, multidb] = folder
        return self.templates[name, multidb]

    def meaning(self, models, name):
        """The definition, without the names of keys, of tables that are made from the models alone."""
        if (models, name) not in self.meanings:
            with self.trial(name) as trial:
                trial.replace('models.py', models.replace(', postgresql_concurrently=True', ''))
                trial.replace('create.py', CREATE)
                trial.manage(script='create.py')
                self.meanings[models, name] = trial.definition(named=False)
        return self.meanings[models, name]

    def run(self, change, name):
        """Take a change through, on one database.

        :param change: a `Change`
        :param name: `mariadb` or `sqlite`
        :returns: the text of the script that was written
        :raises Lost: where anything went wrong
        """
        elsewhere = 'OTHER_DATABASE' in change.before + change.after
        in_a_schema = "'schema': 'other'" in change.after  # which `create_all` does not make
        with self.trial(name, change.multidb, elsewhere) as trial:
            before, after = [text.replace('OTHER_DATABASE', getattr(trial.databases[-1], 'database', ''))
                             for text in (change.before, change.after)]
            begin(trial, before, change.rows)
            trial.replace('models.py', after)
            kept, first = definition.rows(trial.databases[0]), trial.definition()
            options = change.options if self.tool.options else ()
            if change.expected == (REFUSED,):
                return refused(trial, first, options)
            script, self.revisions = written(trial, *options), trial.revisions()
            if change.expected == (NOTHING,):
                return check('false alarm', script)
            meaning = None if elsewhere or in_a_schema or change.multidb or not change.alone else self.meaning(after, name)
            try:
                through(trial, change, first, kept, meaning, script)
            except Lost as lost:
                raise Lost(lost.step, '%s\n%s' % (lost.text, script)) from None
            check('other operation', ', '.join(text for text in change.expected if text not in upgrade_of(script)), script)
            return script

    def replay(self, revisions, name, models=''):
        """Run revisions that another tool has written, or that were written on another database: up, down, and up.

        :param revisions: their texts by file name
        :param models: the text of `models.py`, which a script may import
        :raises Lost: where one does not run
        """
        with self.trial(name) as trial:
            trial.replace('models.py', models)
            for file, text in revisions.items():
                trial.replace('migrations/versions/' + file, text)
            for command in ('upgrade', 'downgrade', 'upgrade'):
                succeed(trial, command, '%s\n%s' % (command, '\n'.join(revisions.values())))


def check(step, problem, more=''):
    """Go on only where there is no problem."""
    if problem:
        raise Lost(step, '%s\n%s' % (problem, more))


def begin(trial, models, rows):
    """Bring a new project to its first revision, with rows."""
    trial.replace('models.py', models)
    written(trial)
    succeed(trial, 'upgrade', 'before')
    for row in rows:
        trial.databases[0].query(row)


def written(trial, *options):
    """The revision that `db migrate` has written, or an empty text where it has found nothing."""
    before = set(trial.revisions())
    result = trial.db('migrate', *options)
    check('migrate', result.status and result)
    new = [text for name, text in trial.revisions().items() if name not in before]
    check('migrate', not new and NO_CHANGES not in result.err and 'it says nothing', result)
    return ''.join(new)


def refused(trial, first, options):
    before = trial.revisions()
    result = trial.db('migrate', *options)
    check('not refused', result.status != 1 and result)
    check('written all the same', trial.revisions() != before and result)
    check('changed all the same', first.difference(trial.definition()))
    return result.err


def succeed(trial, command, step):
    asks = trial.databases[0].name == 'postgresql' and trial.tool.options  # before rows go, of which it keeps none
    result = trial.db(command, *['--yes'] * asks)
    check(step, result.status and result)


def through(trial, change, first, kept, meaning, script):
    """Up, nothing more, down, and up again, from the first definition."""
    if change.expected:
        check('not found', not script and NO_CHANGES)
    succeed(trial, 'upgrade', 'upgrade')
    second = trial.definition()
    if meaning is not None:
        check('not what the models mean', meaning.difference(trial.definition(named=False)))
    check('rows', rows_lost(kept, definition.rows(trial.databases[0]), change))
    check('found again', upgrade_of(written(trial)))
    if not script:
        return
    succeed(trial, 'downgrade', 'downgrade')
    check('downgrade', first.difference(trial.definition()))
    succeed(trial, 'upgrade', 'second upgrade')
    check('second upgrade', second.difference(trial.definition()))


def upgrade_of(script):
    """What stands in the script's `upgrade()`, and in those of several databases."""
    return '\n'.join(re.findall(r'^def upgrade.*?(?=^def |\Z)', script, re.M | re.S))


def rows_lost(before, after, change):
    """What of the rows is no longer there, where their tables and columns are, under whatever name."""
    tables, columns = renames(change.options)
    lost = []
    for table, rows in before.items():
        others = after.get(tables.get(table, table))
        if others is not None and len(others) != len(rows):
            lost.append('%s has %d rows, and had %d' % (table, len(others), len(rows)))
        for row, other in zip(rows, others or []):
            lost += ['%s.%s is %r, and was %r' % (table, name, other[columns.get((table, name), name)], value)
                     for name, value in row.items() if columns.get((table, name), name) in other
                     and table + '.' + name not in change.gone and not same(value, other[columns.get((table, name), name)])]
    return '\n'.join(lost)


def renames(options):
    """The new names that `--rename` gives: of tables by name, of columns by table and name."""
    pairs = [text.split('=') for option, text in zip(options, options[1:]) if option == '--rename']
    tables = {old: new for old, new in pairs if '.' not in old}
    names = {new: old for old, new in tables.items()}
    columns = {}
    for old, new in pairs:
        if '.' in old:
            table, column = old.split('.')
            columns[names.get(table, table), column] = new.split('.')[1]
    return tables, columns


def same(value, other):
    """Whether two values are one, each as its type has it."""
    texts = [text_of(each) for each in (value, other)]
    try:
        return decimal.Decimal(texts[0]) == decimal.Decimal(texts[1])
    except decimal.InvalidOperation:
        return texts[0].startswith(texts[1]) or texts[1].startswith(texts[0])


def text_of(value):
    if isinstance(value, (bytes, memoryview)):
        return bytes(value).decode('utf-8', 'replace')
    if isinstance(value, list):  # an array
        return '{%s}' % ','.join(map(text_of, value))
    return TRUTH.get(str(value).lower(), str(value))


def bind(database):
    """The lines of `config.py` that add the database `log`."""
    if database.name == 'sqlite':
        address = "'sqlite:///' + os.path.join(HERE, 'log.db')"
    elif database.name == 'postgresql':
        address = repr(database.address())
    else:
        address = 'url("mysql+pymysql", DB_USERNAME, password, DB_HOST, DB_PORT, %r, {"charset": "utf8mb4"})'
        address %= database.database
    return "SQLALCHEMY_BINDS = {'log': %s}\n" % address

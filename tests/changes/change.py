"""The form of a row, and short ways to write the models in it."""

BOTH, MARIADB, SQLITE = ('mariadb', 'sqlite', 'postgresql'), ('mariadb',), ('sqlite',)
POSTGRESQL = ('postgresql',)
LOOSE = ('mariadb', 'sqlite')  # which take what PostgreSQL has no word for
COMMENTS, DEFERRED = ('mariadb', 'postgresql'), ('sqlite', 'postgresql')  # which have them
HEADER = '''from exts import db
import sqlalchemy as sa
from sqlalchemy.dialects import mysql, postgresql
'''
TWO_ROWS = ('INSERT INTO thing (id) VALUES (1), (2)',)
NOTHING, REFUSED = 'nothing is found', 'refused before anything is written'


class Change:
    """One change of the models.

    :param name: what changes, in words
    :param before, after: the texts of the models, without imports
    :param expected: texts that the revision's `upgrade()` has to hold; or `NOTHING`, or `REFUSED`
    :param on: the databases that can express it
    :param rows: statements that put rows in, before the change
    :param options: options for `db migrate`
    :param gone: `table.column` whose values may change
    :param multidb: whether the project has the bind `log`, and was begun with `db init --multidb`
    :param alone: whether the database has nothing in the end but what the models mean
    """

    def __init__(self, name, before, after, *expected, on=BOTH, rows=(), options=(), gone=(), multidb=False,
                 alone=True):
        self.name, self.before, self.after = name, HEADER + before, HEADER + after
        self.expected, self.on, self.rows, self.options = expected, on, tuple(rows), tuple(options)
        self.gone, self.multidb, self.alone = tuple(gone), multidb, alone

    def __repr__(self):
        return self.name


def model(name, *lines, base='db.Model'):
    """A model `Name` of the table `name`, with the key `id` and what the lines say."""
    first = ["__tablename__ = '%s'" % name] * ('__tablename__' not in ' '.join(lines))
    keyed = any('primary_key' in line or 'PrimaryKey' in line for line in lines)
    first += ['id = db.Column(db.Integer, primary_key=True)'] * (not keyed)
    return '\n\nclass %s(%s):\n%s' % (name.capitalize(), base, ''.join('    %s\n' % line for line in first + list(lines)))


def thing(*lines):
    return model('thing', *lines)


def column(*arguments):
    """A table with one column beside its key."""
    return thing('value = db.Column(%s)' % ', '.join(arguments))


def arguments(*texts):
    """`__table_args__`."""
    return '__table_args__ = (%s,)' % ', '.join(texts)


def values(*texts):
    """Rows of `thing` with these values, as SQL has them."""
    return ['INSERT INTO thing (id, value) VALUES ' + ', '.join('(%d, %s)' % pair for pair in enumerate(texts, 1))]


def there_and_back(name, before, after, expected, **more):
    """A change and its opposite."""
    return [Change(name, before, after, *expected, **more), Change(name + ', back', after, before, *expected, **more)]


def added_and_dropped(name, without, with_it, added, dropped, **more):
    """Something that is added, and the same dropped."""
    return [Change(name + ' added', without, with_it, added, **more),
            Change(name + ' dropped', with_it, without, dropped, **more)]

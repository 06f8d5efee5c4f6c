"""What SQLAlchemy, Flask-SQLAlchemy and Flask say of models, and of what runs while they are imported."""
import difflib
import re

from ..translation.language import _
from .place import passed, places, shown

NEAREST = 0.7  # how alike two names are, of 1, for the one to be taken for a slip in the other
# What other frameworks and databases call a type or a class, by its name in small letters.
OTHER_NAMES = {'int': 'Integer', 'number': 'Integer', 'varchar': 'String', 'char': 'String', 'str': 'String',
               'bool': 'Boolean', 'decimal': 'Numeric', 'double': 'Float', 'blob': 'LargeBinary', 'binary': 'LargeBinary',
               'timestamp': 'DateTime', 'relation': 'relationship', 'foreignkeyfield': 'ForeignKey'}
ARGUMENTS = ('primary_key', 'nullable', 'unique', 'index', 'default', 'server_default', 'onupdate', 'server_onupdate',
             'autoincrement', 'comment', 'key', 'doc', 'quote')
OTHER_ARGUMENTS = {'null': 'nullable', 'required': 'nullable', 'blank': 'nullable', 'notnull': 'nullable',
                   'pk': 'primary_key', 'primary': 'primary_key', 'auto_increment': 'autoincrement', 'on_update': 'onupdate'}
APPLICATION = _('Put what needs it into a function that is called later, or under: with app.app_context():')
DECLARED = _('Write it in that class as a function that returns it, under @declared_attr: from '
             'sqlalchemy.ext.declarative import declared_attr')

# A pattern in the error's own text, what happened, and what to do; both with the pattern's groups.
MEANINGS = (
    (r'No application found|Working outside of application context|without the application context being pushed',
     _('The application is needed while this is imported, and none runs yet.'), APPLICATION),
    (r'Working outside of request context', _('A request is needed while this is imported, and a command has none.'),
     _('Read it in a view or in another function, and not where the module is imported.')),
    (r"Argument 'arg' is expected to be one of type .*got '(?:<class ')?(?P<got>[\w.]+)",
     _('server_default is of type %(got)s, and has to be a text or SQL.'),
     _("Write server_default='0' for a number, server_default=db.text('CURRENT_TIMESTAMP') for SQL; a value or function of "
       'Python is given with default=.')),
    (r'Mapper (?:mapped class |\[?)(?P<model>\w+).* could not assemble any primary key',
     _('The model %(model)s has no primary key.'),
     _('Add to it: id = db.Column(db.Integer, primary_key=True). A class that others only derive from gets: '
       '__abstract__ = True')),
    (r"Table '(?P<table>[^']+)' is already defined for this MetaData",
     _('The table %(table)s has a model already.'),
     _('Give one of the two another __tablename__; or the same file is imported by two names, such as models and '
       'app.models: import it by one.')),
    (r"Attribute name '(?P<name>\w+)' is reserved", _('SQLAlchemy keeps the name %(name)s for itself.'),
     _("Call the attribute otherwise; the column keeps its name: %(name)s_ = db.Column('%(name)s', ...)")),
    (r'__table_args__ value must be a tuple', _('__table_args__ is no tuple.'),
     _("Put a comma behind a single entry: __table_args__ = (db.UniqueConstraint('name'),)")),
    (r"'SchemaItem' object, .* expected, got \{", _('In __table_args__ the dictionary does not stand last.'),
     _("Write: __table_args__ = (db.UniqueConstraint('name'), {'mysql_engine': 'InnoDB'})")),
    (r"'SchemaItem' object, .* expected, got (?P<got>.+)",
     _('%(got)s stands where only a db.ForeignKey() or a constraint can.'),
     _("A column's type stands first, once, and without quotation marks: db.Column(db.Integer, db.ForeignKey('user.id'))")),
    (r"no column named '(?P<name>[^']+)' is present",
     _('A constraint or index names the column %(name)s, which is not there.'),
     _('Mend the name in __table_args__.')),
    (r'String, Column, or Column-bound argument expected|for DDL foreign key constraint expected',
     _('db.ForeignKey() is given a class.'),
     _("It takes the names of a table and its column, as a text: db.ForeignKey('user.id')")),
    (r'(?:on|to) relationship (?P<name>[\w.]+) - there are no foreign keys',
     _('Between the two classes of the relationship %(name)s there is no foreign key.'),
     _("Add a column to one of them: user_id = db.Column(db.Integer, db.ForeignKey('user.id'))")),
    (r'on relationship (?P<name>[\w.]+) - there are multiple foreign key',
     _('Several foreign keys lead from one class of the relationship %(name)s to the other.'),
     _("Say which one it is: db.relationship('User', foreign_keys=[user_id])")),
    (r"expression '(?P<name>[^']+)' failed to locate a name",
     _('The relationship names a class %(name)s, which is in no module that is imported.'),
     _('Write the name of the class as it is, and import its module in manage.py.')),
    (r"Multiple classes found for path \"(?P<name>[^\"]+)\"", _('There are several classes %(name)s.'),
     _("Give them different names, or write the module, too: db.relationship('app.models.%(name)s')")),
    (r"Error creating backref '(?P<name>\w+)' on relationship '(?P<relationship>[\w.]+)'",
     _('The class that %(relationship)s leads to has %(name)s already.'), _('Give the backref another name.')),
    (r"has no property '(?P<name>\w+)'", _('back_populates names %(name)s, which the other class does not have.'),
     _("Add it there: %(name)s = db.relationship(..., back_populates=...), or write backref='%(name)s' here.")),
    (r"Class <class '(?P<model>[^']+)'> does not have a __table__ or __tablename__",
     _('The model %(model)s does not say which table it has.'), _("Add to it: __tablename__ = 'user'")),
    (r'Columns with foreign keys to other columns must be declared as @declared_attr',
     _('A foreign key stands in a class that models only derive from.'), DECLARED),
    (r'Mapper properties .* must be declared as @declared_attr',
     _('A relationship stands in a class that models only derive from.'), DECLARED),
    (r"Column object '(?P<name>[^']+)' already assigned to Table '(?P<table>[^']+)'",
     _('The same object is the column %(name)s of two tables; the first is %(table)s.'), _('Write db.Column(...) in each.')),
    (r"Can't find any foreign key relationships between '(?P<table>[^']+)' and '(?P<other>[^']+)'",
     _('A model with the table %(other)s derives from the one with %(table)s, and no foreign key leads there.'),
     _("Let its key lead there: id = db.Column(db.ForeignKey('%(table)s.id'), primary_key=True); or take __tablename__ out, "
       'and both have one table.')),
    (r'View function mapping is overwriting an existing endpoint function: (?P<name>\S+)',
     _('Two views have the name %(name)s.'),
     _("Rename one of the functions, or write @app.route(..., endpoint='...'); a decorator of yours needs "
       '@functools.wraps.')),
    (r'name collision occurred between blueprints|blueprint .* is already registered',
     _('Two blueprints have one name, or one is registered twice.'),
     _('Give Blueprint() another name, or register it once.')),
    (r"urls must start with a leading slash", _('An address of a view does not begin with a slash.'),
     _("Write it so: @app.route('/about')")),
)


def explain(error, told):
    """What happened and what to type, of an error in the codebase's own Python; None of any other.

    :param error: one of a chain
    :param told: the last of it, whose traceback begins in the user's code
    """
    if of_manager(error):
        return of_manager(error)
    if not places(told):
        return None
    place = shown(places(told)[-1])
    found = of_name(error) or of_argument(error) or of_key(error) or of_enum(error) or of_text(error)
    return found and (_('%(place)s: %(happened)s') % {'place': place, 'happened': found[0]}, found[1])


def of_text(error):
    """By the error's own text, whichever type it is of."""
    text = ' '.join(str(error).split())
    for pattern, happened, advice in MEANINGS:
        match = re.search(pattern, text)
        if match:
            return happened % match.groupdict(), advice % match.groupdict()
    return None


def of_name(error):
    """A name that is not there: `db.Colum`, or `Column` without its import."""
    match = re.match(r"(?:'SQLA\w*' object|module 'sqlalchemy') has no attribute '(\w+)'|name '(\w+)' is not defined",
                     str(error))
    if not match or not isinstance(error, (AttributeError, NameError)):
        return None
    name, alone = match.group(1) or match.group(2), match.group(2)
    meant = name if alone and name in known_names() else nearest(name, known_names(), OTHER_NAMES)
    if alone:
        return (_('%(name)s is not defined.') % {'name': name},
                _('Write db.%(name)s, or import it: from sqlalchemy import %(name)s') % {'name': meant} if meant else
                _('Import or define it above this line, or mend its spelling.'))
    return (_('SQLAlchemy has no %(name)s.') % {'name': name},
            _('Did you mean: db.%(name)s') % {'name': meant} if meant else
            _('Mend its spelling: db.Column, db.Integer, db.String, db.ForeignKey, db.relationship ...'))


def known_names():
    """What stands in `db` by itself."""
    import sqlalchemy
    from sqlalchemy import orm
    return [name for name in dir(sqlalchemy) + dir(orm) if not name.startswith('_')]


def of_argument(error):
    """An argument that a column does not have."""
    match = re.search(r"Additional arguments should be named <dialectname>_<argument>, got '(\w+)'", str(error))
    if not match:
        return None
    name, meant = match.group(1), nearest(match.group(1), ARGUMENTS, OTHER_ARGUMENTS)
    advice = _("Write it behind the type, without =: db.Column(db.Integer, db.ForeignKey('user.id'))") \
        if name.lower().replace('_', '') == 'foreignkey' else _('Did you mean: %(name)s=') % {'name': meant} if meant else \
        _('Those there are: %(names)s') % {'names': ', '.join(ARGUMENTS)}
    return _('There is no argument %(name)s.') % {'name': name}, advice


def of_manager(error):
    """What manage.py gives to Flask-Script and is not what it takes, which it only misses when a command runs."""
    text, of_script = str(error), passed(error, 'flask_script', '__init__.py')
    no_app = re.search("'(\\w+)' object is not callable", text) if of_script and isinstance(error, TypeError) else None
    if of_script and 'There is no app here' in text:
        return (_('A Manager that has no application is called.'),
                _("Write manager = Manager(app), and manager.add_command('db', MigrateCommand) without brackets behind the "
                  'latter.'))
    if no_app:
        return (_('manage.py gives %s to Manager(), which takes the application.') % no_app.group(1),
                _('Write: manager = Manager(app)'))
    if isinstance(error, TypeError) and re.search(r"\bcommand\(\) missing 1 required positional argument: 'func'", text):
        return (_('manage.py has @manager.command with brackets.'),
                _('Write @manager.command without them; options of the command go into @manager.option(...).'))
    given = re.match("'(\\w+)' object has no attribute 'create_parser'", str(error))
    if not (given and isinstance(error, AttributeError) and passed(error, 'flask_script', '__init__.py')):
        return None
    cure = _('Write @manager.command above the function, and take that line out.')
    if given.group(1) == 'function':
        return _('manage.py gives a function to manager.add_command(), which takes a Command.'), cure
    return (_('manage.py gives %s to manager.add_command(), which takes a Command.')
            % (_('the result of a function, None,') if given.group(1) == 'NoneType' else given.group(1)), cure)


def of_key(error):
    """A constraint or index with a column that the class does not have."""
    if not (isinstance(error, KeyError) and passed(error, 'sqlalchemy', 'sql', 'schema.py')):
        return None
    return (_('A constraint or index names the column %(name)s, which is not there.') % {'name': error.args[0]},
            _('Mend the name in __table_args__.'))


def of_enum(error):
    """Members that are no texts."""
    if not ('has no len()' in str(error) and passed(error, 'sqlalchemy', 'sql', 'sqltypes.py')):
        return None
    return _('The members of an Enum are no texts.'), _("Write them in quotation marks: db.Enum('1', '2')")


def nearest(name, names, others):
    """The name that is meant; None where none is alike.

    :param others: names that are known by other words, by these in small letters
    """
    small = {one.lower(): one for one in sorted(names, reverse=True)}  # Column, and not column
    if name.lower() in others:
        return others[name.lower()]
    found = difflib.get_close_matches(name.lower(), list(small), n=1, cutoff=NEAREST)
    return small[found[0]] if found else None

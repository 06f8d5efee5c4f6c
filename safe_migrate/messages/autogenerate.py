"""What a user is told by `db migrate` and the other commands that write a revision."""
from ..translation.language import _
from . import UserError, short
from .place import relative
from .plan import counted


def folder_locked(folder, holder, seconds):
    """Another process has been writing a revision for longer than we were to wait."""
    return UserError(
        _('After %(seconds)g seconds another process is still writing a revision in %(folder)s: %(holder)s.')
        % {'seconds': seconds, 'folder': folder, 'holder': holder},
        _('Nothing was written. Try again when it has ended.'))


def waiting_to_write(holder, seconds):
    """A warning, while another process writes a revision."""
    return _('Waiting for another process that writes a revision: %(holder)s; at most %(seconds)g s') % {
        'holder': holder, 'seconds': seconds}


def what_comes_next():
    """After a revision is written."""
    return _('Look it over, and apply it with: python manage.py db upgrade')


def cannot_write(path, reason):
    """The disk is full, the folder is read-only, or the like."""
    return UserError(_('The file %(path)s could not be written: %(reason)s.') % {'path': path, 'reason': reason},
                     _('Nothing was written. Make room for it, or see who may write there, and run the command again.'))


def no_template(path, reason):
    """The codebase's script.py.mako is missing."""
    return UserError(_('The template %(path)s could not be read: %(reason)s.') % {'path': path, 'reason': reason},
                     _('Nothing was written. Bring the file back, or copy the one that python manage.py db init '
                       '--directory another '
                       'makes.'))


def written_already(path):
    """A new revision would take another one's place."""
    return UserError(_('There is a file %s already.') % path,
                     _('Nothing was written. Give the revision another message or another --rev-id.'))


def no_python(path, error):
    """What was to be the new revision does not compile."""
    line = _('%(error)s in line %(line)s: %(text)s') % {
        'error': error, 'line': error.lineno, 'text': (error.text or '').strip()} if getattr(error, 'lineno', 0) else error
    return UserError(_('The new revision %(path)s would be no Python: %(reason)s') % {'path': path, 'reason': line},
                     _('Nothing was written. The template script.py.mako has made this of it, or a type or default of the '
                       'models that cannot be written down.'))


def bad_identifier(option, text, words, longest):
    """A name that would end in a file's name, in Python, or in the version table, and breaks one of them."""
    return UserError(
        _('%(option)s takes %(words)s, at most %(longest)d of them, and no word that Alembic reads as something else: '
          '%(text)s') % {'option': option, 'words': words, 'longest': longest, 'text': ascii(short(text))},
        _('Nothing was written.'))


def of_revision():
    """What a revision's id may consist of."""
    return _('letters, digits, `_` and `.`')


def of_label():
    """What a branch label may consist of."""
    return _('letters, digits, `_`, `.` and `-`')


def known_identifier(option, text):
    """Two revisions of one id, or two branches of one name."""
    return UserError(_('%(option)s %(text)s: a revision or a branch has that name already.')
                     % {'option': option, 'text': text},
                     _('Nothing was written. Take another one; python manage.py db history lists those there are.'))


def no_temporary_tables(reason):
    """A warning: without temporary tables the models are compared by Alembic's rules, which miss some changes."""
    return _('The database user may not create temporary tables (%s), so the database cannot be asked what the models '
             'mean.\nTypes and defaults are compared by name, and some changes may be missed. Give the user the privilege '
             'with: GRANT CREATE TEMPORARY TABLES ON the database.') % reason


def models_wrong(reason, tables=()):
    """Models that contradict themselves.

    :param tables: the models' tables, where one is named that is none of them
    """
    there = _('The models have: %s.') % several(sorted(tables)) + '\n' if tables else ''
    return UserError(_('The models do not fit together: %s') % reason,
                     there + _('Nothing was written. Change the models and run the command again.'))


def target_not_imported(reason, path, lines):
    """A foreign key to a table whose model is there, in a module that nothing imports."""
    return UserError(_('The models do not fit together: %s') % reason,
                     _('That table is defined in %s, which nothing imports.') % relative(path) + '\n' + to_import(lines))


def bind_unknown(table, bind, known):
    """A model whose `__bind_key__` names no database of the application.

    :param known: the names of those that there are, as a text; empty where there is none
    """
    return (_("the model of table %(table)s has __bind_key__ = '%(bind)s', and SQLALCHEMY_BINDS has only: %(known)s")
            if known else
            _("the model of table %(table)s has __bind_key__ = '%(bind)s', and SQLALCHEMY_BINDS is not set")) % {
        'table': table, 'bind': bind, 'known': known}


def made_elsewhere(table, bind):
    """A warning: a model of another database, and an env.py for one."""
    return _('table %(table)s belongs to the bind %(bind)s, and env.py knows only the main database: it is left alone. For '
             'both, type: python manage.py db init --multidb --directory FOLDER, and copy its env.py and script.py.mako '
             'into the folder of your migrations') % {
        'table': table, 'bind': bind}


def set_aside(table, reason):
    """A warning: a model that this database refuses."""
    return _("the model of table %(table)s cannot be made on this database, so it is compared by Alembic's rules, which "
             'miss some changes: %(reason)s') % {'table': table, 'reason': reason}


def not_compared(table, reason):
    """A warning: a model of a table that migrations neither make nor change."""
    return _('the model of table %(table)s is not compared: %(reason)s') % {'table': table, 'reason': reason}


def of_check():
    return _('CHECK')


def of_foreign_key():
    return _('foreign key')


def name_taken(kind, table, name, other, free):
    """Two constraints of one name.

    :param kind: of_check() or of_foreign_key()
    :param table: of the newer one
    :param other: the table where the name is taken
    :param free: a name that is free
    """
    said = {'kind': kind, 'name': name, 'table': table, 'other': other}
    return UserError(_('The %(kind)s %(name)s of table %(table)s has the name of one of table %(other)s, and on this server '
                       'a name may be there once in a database.') % said,
                     _("Nothing was written. Give it a name of its own in the model: name='%s'") % free)


def set_null_not_null(columns):
    """Why a foreign key cannot be made."""
    return _('the foreign key of %s sets NULL, which may not be in it.') % ', '.join(columns)


def types_apart(column, target, types):
    """Why a foreign key cannot be made.

    :param column, target: of `schema.Column`; the target with its table's name before it
    :param types: the types of both, in words
    """
    values = {'column': column.name, 'table': target[0], 'target': target[1].name, 'type': types[0], 'other': types[1]}
    return _('the foreign key of %(column)s needs the type of %(table)s.%(target)s: it is %(type)s, the other %(other)s.'
             ) % values


def engine_without_foreign_keys(table):
    """Why a foreign key cannot be made."""
    return _('its foreign key refers to %s, whose engine has no foreign keys: it needs InnoDB.') % table


def foreign_keys_ignored(tables):
    """A warning: what the models say, and the server does not do."""
    return _('the foreign keys of these tables are not made, because their engine has none: %s. With InnoDB they would be.'
             ) % ', '.join(tables)


def conflict_not_made(tables):
    """A warning: what the models say, and no revision does."""
    return _('the sqlite_on_conflict in the models of these tables is not made, because Alembic has no operation for it: '
             '%s. Take it out, or write it into the revision that makes the table.') % ', '.join(tables)


def no_key(one):
    """Why a foreign key cannot be made.

    :param one: a `schema.ForeignKey`
    """
    return _('the foreign key of %(columns)s refers to %(table)s (%(targets)s), and no key of that table begins with these '
             'columns: make them unique, or give them an index.') % {
        'columns': ', '.join(one.columns), 'table': one.table, 'targets': ', '.join(one.targets)}


def rename_unknown(text):
    """`--rename` that names nothing that was found."""
    return UserError(
        _('--rename %s: no column or table of the first name is gone and none of the second name is new.') % text,
        _('Nothing was written. It takes an old and a new name, such as --rename user.name=user.username of a column, or '
          '--rename user=member of a table.'))


def fill_unknown(text):
    """`--fill` that names nothing that was found."""
    return UserError(_('--fill %s: that is no column that is new or no longer NULL, and has no default.') % text,
                     _('Nothing was written. It takes a column of a table and a value, such as --fill user.age=0.'))


def fill_wrong(place, text, kind):
    """`--fill` with a value that the column cannot take."""
    return UserError(_('--fill %(column)s=%(value)s: that is no %(kind)s.') % {'column': place, 'value': text, 'kind': kind},
                     _('Nothing was written. Give another value.'))


def was_renamed(old, new, is_table, number, is_last):
    """The question about what is gone and what is new.

    :param number: of the rows or values that it has
    :param is_last: whether no is a no to all; otherwise another name is asked about next
    """
    question = (_('table %(old)s is gone and table %(new)s is new. Renamed?') if is_table
                else _('%(old)s is gone and %(new)s is new. Renamed?')) % {'old': old, 'new': new}
    what = {'what': counted(not is_table, number)}
    if not is_last:
        return question + (_(' y keeps its %(what)s, N asks about the next name') % what if number else
                           _(' y renames it, N asks about the next name'))
    return question + (_(' y keeps its %(what)s, N drops them') % what if number
                       else _(' y renames it, N drops the one and makes the other'))


def could_be_renamed(old, new, is_table):
    """A warning, and a note in the script: nobody is there to be asked. See `to_answer`."""
    warning = (_('table %(old)s goes and table %(new)s comes, and what is in it would be lost.') if is_table
               else _('%(old)s goes and %(new)s comes, and what is in it would be lost.'))
    return warning % {'old': old, 'new': new}


def value_for(place, kind, number, example):
    """The question for the value of the old rows.

    :param kind: the column's type
    :param number: of rows
    :param example: of a value, or None
    """
    question = _('%(column)s %(type)s NOT NULL: 1 row needs a value') if number == 1 else \
        _('%(column)s %(type)s NOT NULL: %(number)d rows need a value')
    return question % {'column': place, 'type': kind, 'number': number} + (_(', such as %s') % example if example else '')


def no_value(text, kind):
    """A typed value that the column cannot take."""
    return UserError(_('%(value)s is no %(type)s.') % {'value': text, 'type': kind.upper()}, '')


def no_value_for(place, by_itself):
    """A warning, and a note in the script: nobody is there to be asked. See `to_answer`.

    :param by_itself: whether the server fills them
    """
    text = (_("%s may not be NULL, has no default, and there are rows without a value: the server would put 0 or ''\n"
              'there.') if by_itself else
            _('%s may not be NULL, has no default, and there are rows without a value: the upgrade would be refused.'))
    return text % place


def to_answer(command, renames, fills):
    """What to type after such warnings, in one line.

    :param command: what was typed, from `migrate` on
    :param renames: pairs of an old and a new name
    :param fills: the columns without a value; one that may come by a rename needs none then
    """
    by_rename = {new for _old, new in renames}
    values = ['--fill %s=%s' % (place, _('VALUE')) for place in fills]
    others = [value for place, value in zip(fills, values) if place not in by_rename]
    said = []
    if renames:
        said = [_('If it is a rename, delete this file and type:') if len(renames) == 1 else
                _('If these are renames, delete this file and type, without each --rename that is none:'),
                line_of(command, ['--rename %s=%s' % pair for pair in renames] + others)]
    if len(others) < len(values):
        said += [_('If not, delete this file and type:'), line_of(command, values)]
    elif not renames:
        said = [_('Delete this file and type:'), line_of(command, values)]
    return '\n'.join(said)


def line_of(command, options):
    return _('python manage.py db %s') % ' '.join([command] + options)


def warning(text):
    return _('Warning: %s') % text


def percent_refused(error):
    """Why a model cannot be made: SQLAlchemy 1.3 doubles no percent sign in an Enum's member."""
    return _('a %% sign in it, as in a member of an Enum, cannot be sent to the server (%s)') % error


def several(names, most=20):
    """Names in one line, the first of them where there are many."""
    return ', '.join(names[:most]) + (_(' and %d more') % (len(names) - most) if len(names) > most else '')


def to_import(lines):
    """Lines of Python to add."""
    return _('Nothing was written. Add to manage.py:') + ''.join('\n    ' + line for line in lines)


def nothing_imported(lines):
    """A warning: no model is imported, and the database is empty, too."""
    return _('no model is imported, so there is nothing to write. Add to manage.py:') + ''.join(
        '\n    ' + line for line in lines)


def no_models(tables, lines, others=()):
    """The application has no model at all, and the database has tables.

    :param lines: of Python, which import models
    :param others: the tables of models that belong to a SQLAlchemy() which is not the application's
    """
    if others:
        return UserError(_('The models of %s belong to another SQLAlchemy() than the one that the application has.')
                         % several(others),
                         _('Nothing was written. Make it once, in a module of its own, and import it in the models and '
                           'where the application is made: from exts import db'))
    return UserError(_('No model is imported, so this would drop every table of the database: %s.') % several(tables),
                     to_import(lines) if lines else
                     _('Nothing was written. Import the modules of your models in manage.py; where the tables are to go, '
                       'write the revision by hand (python manage.py db revision, `op.drop_table`).'))


def not_imported(places, lines):
    """Tables would be dropped whose models are there, in modules that nothing imports.

    :param places: pairs of a table and the file that defines it
    """
    tables = several([_('%(table)s (defined in %(file)s)') % {'table': table, 'file': file} for table, file in places])
    return UserError(
        _('This would drop tables only because nothing imports the modules that define them: %s.') % tables,
        to_import(lines) + '\n' + _('Where such a table is to go, take its model out of that file, too.'))


def left_alone(tables):
    """Tables that have no model, and that no revision has created."""
    return _('Left alone, because no revision has created them: %s. To drop them, too, add --drop-unknown.') % (
        several(tables))


def most_tables(tables, count):
    """The question before most of a database is dropped."""
    return _('This would drop %(number)d of %(count)d tables: %(tables)s. y writes that, N writes nothing') % {
        'number': len(tables), 'count': count, 'tables': several(tables)}


def too_many_dropped(tables, count):
    """More than half of the tables would be dropped, and nobody has said so."""
    return UserError(_('This would drop %(number)d of %(count)d tables: %(tables)s.')
                     % {'number': len(tables), 'count': count, 'tables': several(tables)},
                     _('Nothing was written. Where they are to go, run the command again with --yes.'))


def no_rename(old, new):
    """`--rename`, where the database is compared by Alembic's rules, which know no renaming.

    :param old, new: as they were given: `user.name` and `user.username`, or `user` and `member`
    """
    table, column = old.partition('.')[::2]
    line = ('op.alter_column(%r, %r, new_column_name=%r)' % (table, column, new.rpartition('.')[2]) if column
            else 'op.rename_table(%r, %r)' % (old, new))
    return UserError(_('This database is compared by the rules of Alembic, to which --rename means nothing: it would drop '
                       '%(old)s and add %(new)s, without its values.') % {'old': old, 'new': new},
                     _('Nothing was written. Type: python manage.py db revision -m rename\nand write into its upgrade(): '
                       '%(line)s') % {'line': line})


def no_fill(place, value):
    """`--fill`, where the database is compared by Alembic's rules.

    :param place: `user.age`
    """
    table, column = place.partition('.')[::2]
    said = {'fill': '%s=%s' % (place, value), 'column': column, 'table': table,
            'update': 'op.execute("UPDATE %s SET %s = ...")' % (table, column),
            'strict': 'op.alter_column(%r, %r, nullable=False)' % (table, column)}
    return UserError(_('This database is compared by the rules of Alembic, to which --fill %(fill)s means nothing.') % said,
                     _('Nothing was written. Leave it out, and in the revision add %(column)s with nullable=True, and '
                       'behind '
                       'that:\n%(update)s\n%(strict)s') % said)

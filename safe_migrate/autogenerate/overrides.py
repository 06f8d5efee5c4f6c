"""What a codebase has set is kept: `include_object`, and its own `compare_type` or `compare_server_default`. And what the
command was given, such as `--rename`, is used or refused.

What it leaves out is left as it is: the model's definition is given what the database has.
"""
from flask import current_app

from .difference import Difference

CONSTRAINTS = (('foreign_keys', 'foreign_key_constraint'), ('uniques', 'unique_constraint'))


class Choices:
    """The choices of the codebase.

    :param autogen_context: Alembic's
    """

    def __init__(self, autogen_context):
        self.autogen_context, self.context = autogen_context, autogen_context.migration_context

    def includes(self, thing, name, kind, reflected, other=None):
        """What `include_object` says."""
        return self.autogen_context.run_filters(thing, name, kind, reflected, other)

    def keep(self, old, new):
        """Give the model's definition what the database has wherever the codebase leaves a difference out."""
        difference = Difference(old.definition, new.definition)
        if difference:
            self.keep_columns(old, new, difference)
            self.keep_constraints(old, new, difference)
            self.keep_indexes(old, new, difference)

    def keep_columns(self, old, new, difference):
        was, will = old.definition.columns, new.definition.columns
        for name in difference.added:
            if not self.includes(new.source_column(name), name, 'column', False):
                del will[name]
        for name in difference.dropped:
            if not self.includes(old.source_column(name), name, 'column', True):
                will[name] = was[name]
        for name in difference.altered + difference.remade:
            if not self.includes(new.source_column(name), name, 'column', False, old.source_column(name)):
                will[name] = was[name]
            else:
                will[name] = self.compared(old, new, name)

    def compared(self, old, new, name):
        """A column of the model with the database's type or default, where the codebase says that they are the same."""
        was, will = old.definition.columns[name], new.definition.columns[name]
        if was.type != will.type and self.says_same('compare_type', old, new, name, self.types(old, new, name)):
            will = will._replace(type=was.type, collate=was.collate)
        if was.default != will.default and self.says_same(
                'compare_server_default', old, new, name, (was.default, will.default, will.default)):
            will = will._replace(default=was.default)
        return will

    def types(self, old, new, name):
        return old.source_column(name).type, new.source_column(name).type

    def says_same(self, option, old, new, name, values):
        """Whether the codebase has switched a comparison off, or has one of its own that finds no difference."""
        given = self.context.opts.get(option)
        if callable(given):
            return given(self.context, old.source_column(name), new.source_column(name), *values) is False
        return not given and chosen(option, self.context)

    def keep_constraints(self, old, new, difference):
        for attribute, kind in CONSTRAINTS:
            ours, theirs = getattr(new.definition, attribute), getattr(old.definition, attribute)
            for one in getattr(difference, 'new_' + attribute):
                if not self.includes(new.constraint(one), one.name, kind, False):
                    ours.remove(one)
            ours += [one for one in getattr(difference, 'old_' + attribute)
                     if one in theirs and not self.includes(old.constraint(one), one.name, kind, True)]

    def keep_indexes(self, old, new, difference):
        for index in difference.new_indexes:
            if not self.includes(new.source_index(index), index.name, new.kind_of(index), False):
                del new.definition.indexes[index.name]
        for index in difference.old_indexes:
            if not self.includes(old.source_index(index), index.name, old.kind_of(index), True):
                new.definition.indexes[index.name] = index


def chosen(name, context):
    """Whether the codebase has set one of Alembic's options, whose default is False.

    An explicit False in `env.py` cannot be told from the default; in `Migrate(app, db, name=False)` it can.

    :param name: such as `compare_type`
    :param context: Alembic's migration context
    """
    return context.opts.get(name) is not False or name in current_app.extensions['migrate'].configure_args


def refuse_unused(answers):
    """Answers that were given beforehand and fit nothing are refused: at once, or after the last of several databases.

    :param answers: of one kind, `rename.Answers` or `fill.Values`, those of each database
    :raises UserError: for the first that was used in none
    """
    for key in answers[0].given if answers else ():
        if not any(key in one.used for one in answers):
            raise answers[0].unknown(key)


class Waiting:
    """The answers of a command that looks at several databases, one after the other."""

    def __init__(self):
        self.kinds = {}

    def add(self, one):
        self.kinds.setdefault(type(one), []).append(one)

    def check(self):
        """:raises UserError: for an answer that fits nothing in any of them"""
        for answers in self.kinds.values():
            refuse_unused(answers)

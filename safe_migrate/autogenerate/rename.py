"""Renames: a dropped and an added column or table that are one. Never guessed: answered beforehand, or asked."""
import functools
import re

import click

from ..explain.autogenerate import could_be_renamed, rename_unknown, was_renamed


class Answers:
    """What `--rename old=new` says, and what is asked on a terminal.

    :param given: list of texts such as `user.name=user.username`
    :param asker: `Terminal` or `Silent`
    """

    def __init__(self, given, asker):
        self.given = [tuple(part.strip() for part in text.split('=', 1)) for text in given]
        for pair, text in zip(self.given, given):
            if len(pair) != 2 or not all(pair):
                raise rename_unknown(text)
        self.asker, self.used = asker, set()

    def tables(self, dropped, created):
        """The tables that were renamed.

        :param dropped: of `Table`, by name, that no model has
        :param created: of models' tables, by name, that the database does not have
        :returns: new names, by old ones
        """
        found = {}
        for old, new in self.given:
            if old in dropped and new in created:
                found[old] = new
                self.used.add((old, new))
        for new, table in created.items():
            for old, real in dropped.items():
                if old not in found and new not in found.values() and alike(real, table):
                    if self.asker.same(old, new, is_table=True):
                        found[old] = new
        return found

    def columns(self, names, was, will):
        """The columns of a table that were renamed.

        :param names: the names of the table, old and new
        :param was, will: `Column`, by name, of those that are dropped and of those that are added
        :returns: new names, by old ones
        """
        found = {old: new for old in was for new in will if old.lower() == new.lower()}
        for old, new in self.given:
            parts = [text.rsplit('.', 1) for text in (old, new)]
            if all(len(part) == 2 and part[0] in names for part in parts) and parts[0][1] in was and parts[1][1] in will:
                found[parts[0][1]] = parts[1][1]
                self.used.add((old, new))
        for new in will:
            for old in was:
                if old not in found and new not in found.values() and could_be(was[old], will[new]):
                    places = ['%s.%s' % (names[-1], name) for name in (old, new)]
                    if self.asker.same(places[0], places[1], is_table=False):
                        found[old] = new
        return found

    def check(self):
        """:raises UserError: for an answer that fits nothing"""
        for pair in self.given:
            if pair not in self.used:
                raise rename_unknown('='.join(pair))


class Terminal:
    """On a terminal: the question, once for each."""

    notes = ()

    def same(self, old, new, is_table):
        return click.confirm(was_renamed(old, new, is_table), default=False, err=True)


class Silent:
    """Without a terminal: no rename, and a word about each that could have been one.

    :ivar notes: functions that return a comment for the script, in the user's language
    """

    def __init__(self):
        self.notes = []

    def same(self, old, new, is_table):
        self.notes.append(functools.partial(could_be_renamed, old, new, is_table))
        return False


def could_be(was, will):
    """Whether two columns could be one."""
    return kind_of(was.type) == kind_of(will.type) and was.computed == will.computed


def kind_of(text):
    """A type without its length and the like."""
    return re.match(r'\w*', text).group().lower().replace('varchar', 'char').replace('bigint', 'int')


def alike(real, table):
    """Whether a dropped table and a model's could be one: more than half of their columns have the same names."""
    old, new = set(real.columns), {str(column.name) for column in table.columns}
    return len(old & new) * 2 > max(len(old), len(new))


def rename_column(table, old, new, rewrite):
    """Rename a column in a definition, and in all that names it there.

    :param table: a `Table`, which is changed
    :param rewrite: the database's own: takes SQL and both names, and returns SQL
    """
    def name(text):
        return new if text == old else text

    def part(text):
        if text in table.columns:
            return name(text)
        prefix = re.match(r'(.*)(\(\d+\)|( DESC))$', text, re.DOTALL)
        return name(prefix.group(1)) + prefix.group(2) if prefix and prefix.group(1) == old else rewrite(text, old, new)

    table.indexes = type(table.indexes)((key, one._replace(
        parts=tuple(part(text) for text in one.parts), where=one.where and rewrite(one.where, old, new)))
        for key, one in table.indexes.items())
    table.columns = type(table.columns)((name(key), one._replace(
        name=name(key), computed=one.computed and (rewrite(one.computed[0], old, new), one.computed[1])))
        for key, one in table.columns.items())
    table.checks = [one._replace(text=rewrite(one.text, old, new)) for one in table.checks]
    table.uniques = [one._replace(columns=tuple(map(name, one.columns))) for one in table.uniques]
    table.foreign_keys = [one._replace(columns=tuple(map(name, one.columns))) for one in table.foreign_keys]
    if table.primary_key:
        table.primary_key = table.primary_key._replace(columns=tuple(map(name, table.primary_key.columns)))

"""The bin of the upgrade or downgrade that runs: told of each step and of each of its statements."""
import contextlib
import logging

from .. import databases
from ..checks.losses import OF_CONTEXT, limit
from ..messages import UserError
from ..messages import bin as texts
from ..options import option
from ..sql import DATA, DDL, READ
from ..upgrade.step import direction_of, is_downgrade, is_stamp, revision_of
from .catalogue import COPYING, KEPT, MOVING, RESTORED, RETURNED, TABLE, Catalogue, kept_table
from .keeping import Keeping
from .returning import OPPOSITE, Returning, give_triggers, taken_back, values_kept
from .store import local_names

log = logging.getLogger('alembic.safe_migrate')
DATES = {'DATE', 'DATETIME', 'TIMESTAMP'}
OF_THE_DATABASE = {'sqlite_master', 'sqlite_schema', 'information_schema'}


class Bin:
    """:param context: Alembic's migration context"""

    def __init__(self, context):
        self.context, self.store = context, databases.of(context.connection).store(context.connection)
        self.catalogue = Catalogue(self.store)
        self.is_wanted = not is_stamp(context)
        self.keeps = self.is_wanted and not option(context.config, 'no_bin', False)
        self.keeping = Keeping(self.store, self.catalogue, limit(), bool(option(context.config, 'yes', False)),
                               self.obstacle, is_downgrade(context))
        self.returning = Returning(self.store, self.catalogue)
        self.said, self.restored = [], []
        context.opts[OF_CONTEXT] = self

    def obstacle(self):
        """Why nothing can be kept, see `catalogue.Catalogue.obstacle`; None where it can, or is not to be."""
        return self.catalogue.obstacle(self.context) if self.keeps else None

    def agreed(self, to_a_loss):
        """Whether more than the bin takes may be dropped for good."""
        self.keeping.agreed = self.keeping.agreed or to_a_loss

    def begin(self, step, run=None):
        """:param run: the journal's, which an interrupted revision keeps"""
        revision, direction = revision_of(step), direction_of(step)
        entries = [one for one in self.catalogue.entries() if one['revision'] == revision] if self.is_wanted else []
        self.keeping.begin(revision, direction, run, [one for one in entries if one['direction'] == direction and (
            one['state'] in (MOVING, COPYING) or run and one['run'] == run)])
        coming = [one for one in entries if one['direction'] == OPPOSITE.get(direction)]
        reason = self.catalogue.obstacle(self.context) if coming else None
        if reason:
            log.warning(texts.not_given_back(reason))
        self.restored = [one for one in coming if one['state'] == RESTORED and not self.was_put_aside(one)]
        self.returning.begin([] if reason else coming)

    def begin_undo(self, revision, run):
        """An interrupted upgrade is about to be undone, which drops what has come into its tables and columns."""
        self.keeping.begin(revision, 'downgrade', run, [
            one for one in (self.catalogue.entries() if self.keeps else []) if one['revision'] == revision
            and one['direction'] == 'downgrade' and one['state'] in (MOVING, COPYING)])

    def values_for(self, steps):
        """What steps bring back into columns, see `returning.values_kept`, by table."""
        wanted = {(revision_of(step), OPPOSITE.get(direction_of(step))) for step in steps}
        entries = [one for one in self.catalogue.entries() if (one['revision'], one['direction']) in wanted
                   and one['state'] == KEPT] if self.is_wanted else []
        if entries and self.catalogue.obstacle(self.context):
            return {}
        return {table: values_kept(self.store, entries, table) for table in {one['table_name'] for one in entries}}

    def before(self, statement, position=None):
        """A statement is about to run.

        :returns: whether there is nothing left for it to do
        """
        found = self.store.parsed(statement)
        for one in found.parts if found.kind == DDL and self.restored else ():
            self.put_aside(one)
        if found.kind == DDL and self.returning.waiting:
            self.returning.before(found)
        return self.keeps and self.keeping.before(found, position)

    def was_put_aside(self, entry):
        """Finish, or take back, what an interrupted run has begun with a table that was restored by hand."""
        if not self.store.exists(kept_table(entry)):
            return False
        if self.store.definition(entry['table_name']) is not None:  # it was copied, and is still there
            self.store.run('DROP TABLE ' + self.store.quote(kept_table(entry)))
            return False
        self.store.strip(kept_table(entry))
        self.catalogue.change(entry, state=KEPT)
        return True

    def put_aside(self, statement):
        """A statement is about to make a table that is there because it was restored by hand: it goes into the bin again,
        and its rows come back into the one that is made.

        :raises UserError: where it cannot
        """
        made = {self.store.identity(name) for name in local_names(self.store, statement)
                if statement.action == 'CREATE TABLE' and not statement.if_exists and not statement.is_temporary}
        for entry in [one for one in self.restored if self.store.identity(one['table_name']) in made]:
            before = self.store.definition(entry['table_name'])
            if before is None:  # somebody has dropped it since
                continue
            if not self.keeps or self.store.refuses_to_drop(entry['table_name']):
                raise UserError(*texts.restored_is_there(entry, self.keeps))
            number, definition = self.store.count(entry['table_name']), self.store.made_by(entry['table_name'])
            if self.store.moves:
                self.store.move(entry['table_name'], kept_table(entry))
            else:
                self.store.copy_table(entry['table_name'], kept_table(entry))
                self.store.run('DROP TABLE ' + self.store.quote(entry['table_name']))
            self.keeping.mark_orphans(before, entry, {column: column for column in before.columns})
            self.catalogue.change(entry, state=KEPT, number=number, definition=definition)
            self.restored.remove(entry)
            self.returning.waiting.append(entry)
            self.said.append(texts.put_aside(entry))

    def out_of_reach(self, statement):
        """A statement is about to run where the bin's tables cannot be reached: behind a USE or LOCK TABLES.

        :param statement: `sql.Statement`
        :raises UserError: where rows would be lost, and nobody agrees
        """
        losses = self.keeping.losses
        for table in statement.tables if self.keeps and statement.may_lose_rows else ():
            losses.lose(statement, table.name, losses.number(self.store.full_name(table)))

    def room_for(self, statement):
        """Within, a column that a statement makes again can be made, where the values of all its rows come right after."""
        found = self.store.parsed(statement)
        has_dates = self.returning.waiting and found.has_words(DATES)
        table, names = self.store.made_by_statement(found) if has_dates else (None, [])
        values = self.returning.values_of(table) if names else {}
        come = [name for name in names if values.get(name) and not self.store.count(table, values[name] + ' IS NULL')]
        return self.store.zero_dates() if come else contextlib.ExitStack()

    def after(self, statement):
        """A statement has run, or is known to have run before an interruption."""
        found = self.store.parsed(statement)
        self.keeping.after(found)
        if found.kind == DDL and self.returning.waiting:
            self.returning.after(found)
        elif self.returning.waiting and (found.kind == DATA or found.kind == READ and not is_about_structure(found)):
            self.returning.data(found, found.kind == READ)

    def failed(self, position):
        """A statement was refused."""
        self.keeping.failed(position)

    def end(self):
        """A revision ends, in the transaction that says so."""
        self.keeping.end()
        if self.returning.waiting:
            self.returning.end()
        self.said += self.keeping.said + self.returning.said

    def reread(self):
        """Something was rolled back, and what had gone into the bin or come out of it since is where it was."""
        known = {one['id']: one for one in self.catalogue.reread()}
        self.keeping.reread(known)
        self.returning.waiting = [known[one['id']] for one in self.returning.waiting if one['id'] in known]

    def has_news(self):
        """Whether there is anything to tell, or that is not needed any more."""
        return bool(self.said or self.returning.waiting)

    def tidy(self):
        """What has come back is not needed any more; before it goes, a table's triggers come back, which MySQL commits."""
        returned = [one for one in self.catalogue.entries() if one['state'] == RETURNED]
        for entry in returned + [one for one in self.returning.tables if one not in returned]:
            self.said += give_triggers(self.store, entry) if entry['kind'] == TABLE else ()
        for entry in returned:
            self.catalogue.forget(entry)
        self.returning.waiting = []

    def tell(self):
        """What went in and came back, once that is committed."""
        for text in self.said:
            (log.info if isinstance(text, texts.GoodNews) else log.warning)(text)
        self.said = []

    def taken_back(self, revision):
        """An interrupted upgrade is undone by its statements' inverses."""
        taken_back(self.store, self.catalogue, [one for one in self.catalogue.entries() if one['revision'] == revision])


def is_about_structure(query):
    """Whether a query asks what the tables are, and not what is in them."""
    sources = {(table.schema or table.name).lower() for table in query.sources}
    return query.action in ('SHOW', 'DESC', 'DESCRIBE') or bool(sources & OF_THE_DATABASE)

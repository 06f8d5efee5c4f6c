"""The trial: each revision is applied, taken back and applied again, and the structure compared."""
import os

from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationStep
from alembic.script import ScriptDirectory
from sqlalchemy.exc import DBAPIError

from ... import databases
from ...codebase.environment import engines, quiet, visit
from ...codebase.revision_files import refuses_downgrade
from ...compat.inside_alembic import steps_to
from ...messages import UserError, short
from ...messages.place import places, relative
from ...translation.language import _
from ...upgrade.beginning import begun, folder_of
from ..state import pending, refused_or_differences
from .shadow import changes, shadows

LONGEST = 400  # characters of an error


def problems(config, everything=False, name=None):
    """What the trial finds.

    :param config: see `codebase.environment.configuration`
    :param everything: whether every revision is tried from an empty database on, or the pending ones alone
    :param name: see `shadows`
    :returns: yields texts
    """
    halfway = not everything and any(databases.of(engine).halfway(engine, config) for _bind, engine in engines())
    with shadows(name, copied=not everything) as found:
        trial = Trial(config, found, everything, halfway)
        for text in trial.run():
            yield text
        for text in trial.models() if not trial.stopped else ():
            yield text


class Trial:
    """Tries the revisions, one after the other.

    :param config: Alembic's configuration
    :param shadows: the throw-away databases
    :param begins: whether they begin with the baseline, where there is one, as an empty database does
    :param halfway: whether a database has a part of the first revision, with which that goes on
    """

    def __init__(self, config, shadows, begins=False, halfway=False):
        self.config, self.shadows, self.begins, self.halfway = config, shadows, begins, halfway
        self.script, self.applied, self.stopped = ScriptDirectory.from_config(config), [], False

    def run(self):
        """Try all that is pending.

        :returns: yields texts
        """
        failed = self.begin()
        if failed:
            self.stopped = True
            yield _('the baseline fails: %s') % failed
            return
        for revision in self.revisions():
            for text in self.try_one(revision):
                yield '%s, %s: %s' % (revision, self.script.get_revision(revision).doc, text)
            if self.stopped:
                return

    def begin(self):
        """Apply the baseline.

        :returns: None, or the text of the error
        """
        if self.begins and os.path.isdir(folder_of(self.script)):
            identifier, = ScriptDirectory(folder_of(self.script)).get_heads()
            return self.run_env(identifier, lambda heads, context: begun(
                context, heads, steps_to(self.script, identifier, heads)))

    def revisions(self):
        """What is pending in any of the databases, in order."""
        lists = visit(self.config, lambda context, heads: pending(context.script, heads))
        wanted = {one for found in lists for one in found}
        return [one for one in pending(self.script, ()) if one in wanted]

    def try_one(self, revision):
        """Up, down and up; afterwards the databases have the revision, whatever its downgrade did."""
        before = self.structure()
        failed = self.step(revision, True)
        if failed:
            self.stopped = True
            yield _('the upgrade fails: %s') % failed
            return
        self.applied.append(revision)
        if refuses_downgrade(self.script.get_revision(revision).path):
            return
        after = self.structure()
        self.build_anew(before, after)
        found = list(self.back_and_forth(revision, before, after))
        for text in found:
            yield text
        if found:
            self.again()

    def back_and_forth(self, revision, before, after):
        """Down, and up again where that restored what was there; yields what is wrong."""
        failed = self.step(revision, False)
        is_halfway = self.halfway and revision == self.applied[0]  # what it began with is no revision's work
        there = after if failed else self.structure()
        left = [] if failed or is_halfway else changes(before, there)
        if failed:
            yield _('the downgrade fails: %s') % failed
        elif left:
            yield _('the downgrade does not restore what the upgrade found: %s') % '; '.join(left)
        else:
            self.build_anew(after, there)
            failed = self.step(revision, True)
            other = [] if failed else changes(after, self.structure())
            if failed:
                yield _('the second upgrade, after the downgrade, fails: %s') % failed
            elif other:
                yield _('the second upgrade, after the downgrade, makes something else: %s') % '; '.join(other)

    def again(self):
        """Begin anew and come to where the trial is."""
        for shadow in self.shadows:
            shadow.fill()
        self.begin()
        for revision in self.applied:
            self.step(revision, True)

    def structure(self):
        """The tables of all databases; those of a bind have its name before theirs."""
        return {shadow.full_name(name): lines for shadow in self.shadows for name, lines in shadow.structure().items()}

    def build_anew(self, before, after):
        """Build the tables anew that a step has changed: what the trial does to them again and again, leaves no trace."""
        changed = {name for name, lines in after.items() if before.get(name, lines) != lines}
        for shadow in self.shadows if changed else ():
            shadow.build_anew(changed)

    def step(self, revision, is_upgrade):
        """Apply one revision, or take it back, where a database has it to do.

        :returns: None, or the text of the error
        """
        make = MigrationStep.upgrade_from_script if is_upgrade else MigrationStep.downgrade_from_script

        def steps(heads, context):
            concerns = revision in pending(self.script, heads) if is_upgrade else revision in heads
            return [make(self.script.revision_map, self.script.get_revision(revision))] if concerns else []
        return self.run_env(revision, steps)

    def run_env(self, revision, steps):
        """Let the codebase's `env.py` run Alembic's steps.

        :returns: None, or the text of the error
        """
        try:
            with quiet(), EnvironmentContext(self.config, self.script, fn=steps, destination_rev=revision):
                self.script.run_env()
        except UserError as error:
            return short(error.message, LONGEST)
        except (Exception, SystemExit) as error:  # a revision may raise anything
            return text_of(error)

    def models(self):
        """Where the models differ from what the revisions have built."""
        for refused, found in visit(self.config, refused_or_differences):
            if refused:
                yield _('The revisions do not build what the models say, and db migrate would stop: %s') % refused
            elif found:
                yield _('The revisions do not build what the models say; db migrate would')
                for text in found:
                    yield '  ' + text


def text_of(error):
    """An error in a line, with the codebase's own line that it is from."""
    if isinstance(error, DBAPIError):
        said = str(error.orig.args[-1] if error.orig.args else error.orig)
        return _('%(error)s, in: %(statement)s') % {
            'error': ' '.join(said.split()), 'statement': short(error.statement or '')}
    said, found = '%s: %s' % (type(error).__name__, short(str(error), LONGEST)), places(error)
    return '%s (%s:%d)' % (said, relative(found[-1].path), found[-1].line) if found else said

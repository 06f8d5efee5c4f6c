"""A revision that the database or another file names and no file has: brought back from git, or told from the structure."""
import os
import subprocess

from alembic import command

from ...codebase.environment import engines, version_table
from ...codebase.revisions import current_revisions
from ...compat.trees import tree_of
from ...translation.language import _
from .baseline import are_modelled, from_database, from_models, marked, tables
from .files import file_of, files, write
from .remedy import Remedy

EMPTY = '''"""in the place of a lost revision

Revision ID: {revision}
Revises: {parent}

Its file is lost. It does nothing; databases that have applied the lost one go on from here.
"""

revision = {revision!r}
down_revision = {parent!r}
branch_labels = None
depends_on = None


def upgrade():
    pass


def downgrade():
    pass
'''
ID = r'^revision *(:.*)?= *[\'"]%s[\'"]'


def lost_revision(config, baseline=False):
    """
    :param baseline: whether a revision that cannot be brought back may get an empty one in its place
    :returns: a `Remedy`, or None where every revision that is named has a file
    """
    known = files(config)
    labels = {label for one in known for label in one.labels}
    named = {name for one in known for name in one.parents + one.needs} - labels
    current = [one for bind, engine in engines() for one in versions(engine)]
    lost = sorted((named | set(current)) - {one.revision for one in known})
    if not lost:
        return None
    wrong = (_('No file has the revision %s, which the database names.') if set(lost) & set(current) else
             _('No file has the revision %s, which another revision follows or needs.')) % ', '.join(lost)
    found = from_git(config, wrong, lost, known)
    if found is None and not known:
        return from_nothing(config, wrong, lost)
    if found is None and not set(lost) & set(current):
        return in_its_place(config, wrong, lost, known) if baseline else Remedy(wrong, [
            nothing(), _('Where nobody has it, add --baseline: an empty revision takes its place.')], None)
    return found or from_structure(config, wrong, lost, current)


def from_nothing(config, wrong, lost):
    """The remedy where the folder has no revision any more: its first one has the id that the databases name."""
    if len(engines()) > 1 or len(lost) > 1:
        return Remedy(wrong, [_('Write the baseline by hand.')], None)
    (_bind, engine), = engines()
    with engine.connect() as connection:
        modelled = are_modelled(config, tables(connection))
    text = (_('write the revision %s anew, from the models, which are as the database') if modelled else
            _('write the revision %s anew, from the database; where the models differ, db migrate will write the next one'))
    write_it = from_models if modelled else from_database
    return Remedy(wrong, [text % lost[0]], lambda: marked(config, lost[0], write_it))


def in_its_place(config, wrong, lost, known):
    """The remedy that lets the files hang together without the one that is lost, which databases have long applied."""
    followed = {parent for one in known for parent in one.parents + one.needs}
    newest = max((one for one in known if set(one.parents) & set(lost)), key=lambda one: one.created)
    ends = [one.revision for one in known if one.revision not in followed and not leads_to(one, newest, known)]
    parents = [ends[0] if ends and number == 0 else None for number, _one in enumerate(lost)]
    folder = os.path.join(config.get_main_option('script_location'), 'versions')
    paths = [os.path.join(folder, '%s_lost.py' % identifier) for identifier in lost]

    def do():
        for identifier, parent, path in zip(lost, parents, paths):
            write(path, EMPTY.format(revision=identifier, parent=parent))
    text = _('write an empty revision in its place: %s. A database that has applied the lost one goes on from there; one '
             'that has not would miss what it did.')
    return Remedy(wrong, [text % os.path.relpath(path) for path in paths], do)


def leads_to(one, other, known):
    """Whether a revision follows another, or is it."""
    by_id, waiting, seen = {each.revision: each for each in known}, [one.revision], set()
    while waiting:
        name = waiting.pop()
        if name == other.revision:
            return True
        if name not in seen:
            seen.add(name)
            waiting += list(by_id[name].parents) if name in by_id else []
    return False


def nothing():
    return _('Nothing can be done here: get the file from whoever wrote it.')


def versions(engine):
    """The revisions that a database is at."""
    with engine.connect() as connection:
        return current_revisions(connection)


def from_git(config, wrong, lost, known):
    """The remedy that brings the files back, with those that they follow; None where git does not have all of them."""
    folder = os.path.join(config.get_main_option('script_location'), 'versions')
    found, wanted, have = {}, list(lost), {one.revision for one in known}
    while wanted:
        identifier = wanted.pop()
        commit, name, text = in_history(folder, identifier)
        if text is None:
            return None
        found[os.path.join(folder, os.path.basename(name))] = (commit, text)
        have.add(identifier)
        wanted += [one for one in file_of(name, tree_of(text)).parents if one not in have and one not in wanted]

    def do():
        for path, (__, text) in found.items():
            write(path, text)
    return Remedy(wrong, [_('bring %(file)s back from the commit %(commit)s')
                          % {'file': os.path.relpath(path), 'commit': commit[:12]}
                          for path, (commit, text) in sorted(found.items())], do)


def in_history(folder, identifier):
    """The newest commit of any branch in which a file has a revision.

    :returns: the commit, the file's path in it, its text; None for each where there is none
    """
    pattern = ID % identifier
    for commit in git(folder, 'log', '--all', '--format=%H', '--extended-regexp', '-G' + pattern, '--', '.').split():
        for state in (commit, commit + '^'):  # one that removes it has it no more
            for place in git(folder, 'grep', '-lzE', pattern, state, '--', '.').split('\0')[:-1]:
                text = git(folder, 'show', '%s:./%s' % tuple(place.split(':', 1)))
                return (commit, place.partition(':')[2], text) if text else (None, None, None)
    return None, None, None


def git(folder, *words):
    """What git says; empty where it says no, or where there is no git.

    Of the options that give names of files, `-z` is to be used: else letters that are not ASCII's stand there as numbers.
    """
    try:
        done = subprocess.run(('git',) + words, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    except OSError:
        return ''
    return done.stdout.decode('utf-8', 'surrogateescape') if done.returncode == 0 else ''


def from_structure(config, wrong, lost, current):
    """The remedy that sets the version to the newest revision whose structure the database has."""
    advice = [nothing()]
    if not set(lost) <= set(current) or len(engines()) > 1:
        return Remedy(wrong, advice, None)
    revision = newest_match(config)
    if not revision:
        by_hand = _('Where you know which revision the database is at in truth, run in it: DELETE FROM %s, and then type: '
                    'python manage.py db stamp REVISION') % version_table()
        none = _('The database has the structure of none of the revisions that are there.')
        return Remedy(wrong, [none] + advice + [by_hand], None)
    return Remedy(wrong, [_('set the version to %s, whose structure the database has') % revision],
                  lambda: command.stamp(config, revision, purge=True))


def newest_match(config):
    """The newest revision whose structure the database has, told from a throw-away database that the revisions build."""
    from ... import databases
    from ..trial.shadow import changes, ours, shadows
    from ..trial.up_down_up import Trial
    (bind, engine), = engines()
    with engine.connect() as connection:
        left_out = ours(connection)
        real = {name: lines for name, lines in databases.of(engine).structure(connection).items() if name not in left_out}
    newest = None
    with shadows(copied=False) as found:
        trial = Trial(config, found)
        for revision in trial.revisions():
            if trial.step(revision, True):
                break
            if not changes(trial.structure(), real):
                newest = revision
    return newest

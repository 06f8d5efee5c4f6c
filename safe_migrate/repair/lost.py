"""A revision that the database or another file names and no file has: brought back from git, or told from the structure."""
import ast
import os
import subprocess

from alembic import command

from ..inspect.tables import current_revisions, engines
from ..language import _
from . import Remedy
from .files import file_of, files, write

ID = r'^revision *(:.*)?= *[\'"]%s[\'"]'


def remedy(config):
    """:returns: a `Remedy`, or None where every revision that is named has a file"""
    known = files(config)
    labels = {label for one in known for label in one.labels}
    named = {name for one in known for name in one.parents + one.needs} - labels
    current = [one for bind, engine in engines() for one in versions(engine)]
    lost = sorted((named | set(current)) - {one.revision for one in known})
    if not lost:
        return None
    wrong = (_('No file has the revision %s, which the database names.') if set(lost) & set(current) else
             _('No file has the revision %s, which another revision follows or needs.')) % ', '.join(lost)
    return from_git(config, wrong, lost, known) or from_structure(config, wrong, lost, current)


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
        wanted += [one for one in file_of(name, ast.parse(text)).parents if one not in have and one not in wanted]

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
            for place in git(folder, 'grep', '-lE', pattern, state, '--', '.').splitlines():
                return commit, place.partition(':')[2], git(folder, 'show', '%s:./%s' % tuple(place.split(':', 1)))
    return None, None, None


def git(folder, *words):
    """What git says; empty where it says no, or where there is no git."""
    try:
        done = subprocess.run(('git',) + words, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    except OSError:
        return ''
    return done.stdout.decode('utf-8', 'surrogateescape') if done.returncode == 0 else ''


def from_structure(config, wrong, lost, current):
    """The remedy that sets the version to the newest revision whose structure the database has."""
    advice = [_('Nothing can be done here: get the file from whoever wrote it.')]
    if not set(lost) <= set(current) or len(engines()) > 1:
        return Remedy(wrong, advice, None)
    revision = newest_match(config)
    if not revision:
        return Remedy(wrong, [_('The database has the structure of none of the revisions that are there.')] + advice, None)
    return Remedy(wrong, [_('set the version to %s, whose structure the database has') % revision],
                  lambda: command.stamp(config, revision, purge=True))


def newest_match(config):
    """The newest revision whose structure the database has, told from a throw-away database that the revisions build."""
    from ..inspect.database import database_of
    from ..trial.shadow import shadows
    from ..trial.structure import changes
    from ..trial.up_down_up import Trial
    (bind, engine), = engines()
    with engine.connect() as connection:
        real = database_of(engine.url).structure(connection)
    newest = None
    with shadows(copied=False) as found:
        trial = Trial(config, found)
        for revision in trial.revisions():
            if trial.step(revision, True):
                break
            if not changes(trial.structure(), real):
                newest = revision
    return newest

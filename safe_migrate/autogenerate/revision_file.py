"""A revision's file: it appears whole or not at all, it compiles, and no other file is lost for it.

Its message may be any text, and its id and label are such that they break nothing.
"""
import ast
import contextlib
import functools
import logging
import os
import re
import uuid
import warnings
from importlib.util import cache_from_source

import alembic.util
import click
from alembic.autogenerate.api import RevisionContext
from alembic.script import ScriptDirectory
from flask import current_app

from ..messages.autogenerate import (bad_identifier, cannot_write, known_identifier, no_python, no_template, of_label,
                                     of_revision, what_comes_next, written_already)
from ..options import changed_by
from ..translation.encoding import as_file_name, as_text

WRITTEN = []  # the files of the command that runs, for the one that takes them back


def whole(template_to_file):
    """Wrap Alembic's function that renders a template into a file.

    Alembic writes the file where it is to be, so that a full disk leaves a piece of it that breaks every later command;
    it has a hook for after that (`post_write_hooks`), and none before.

    :param template_to_file: takes the template's path, the file's path, its encoding, and the template's variables
    """
    @functools.wraps(template_to_file)
    def to_file(template_file, dest, output_encoding, **values):
        part = os.path.join(os.path.dirname(dest), '.%s.part' % uuid.uuid4().hex)

        def render(message):
            template_to_file(template_file, part, output_encoding, **dict(values, message=message))
            with open(part, 'rb+') as file:
                os.fsync(file.fileno())
                return file.read()
        try:
            if dest.endswith('.py'):
                write_revision(dest, values.get('message', ''), output_encoding, render)
            else:
                template_to_file(template_file, part, output_encoding, **values)
            os.replace(part, dest)
        except OSError as error:
            if error.filename == template_file:
                raise no_template(template_file, error.strerror) from error
            raise cannot_write(dest, error.strerror) from error
        finally:
            remove(part)
    to_file.is_whole = True
    return to_file


def write_revision(dest, message, encoding, render):
    """Render a script that compiles, and says the message; see `harmless`.

    :raises UserError: where there is a file already, or the script is no Python
    """
    if os.path.exists(dest):
        raise written_already(dest)
    try:
        read(render(message if plain(message, encoding) else harmless(message, encoding, render)))
    except (SyntaxError, ValueError) as error:
        raise no_python(dest, error) from error
    WRITTEN.append(dest)


def remove(path):
    with contextlib.suppress(OSError):
        os.remove(path)


def leave_nothing_behind(run):
    """Wrap a command that writes revisions, so that it leaves none when it fails, and says what comes next."""
    @functools.wraps(run)
    def all_or_nothing(**options):
        before = len(WRITTEN)
        try:
            answer = run(**options)
            if WRITTEN[before:]:
                click.echo(what_comes_next())
            return answer
        except BaseException as error:  # Flask-Migrate ends with SystemExit where Alembic says what is wrong
            if getattr(error, 'code', 1):
                for path in WRITTEN[before:]:
                    remove(path)
                    remove(cache_from_source(path))
            raise
        finally:
            del WRITTEN[before:]
    return all_or_nothing


# Where `db migrate` finds nothing, it writes nothing, also with an env.py from before Flask-Migrate 2.0.
# Those have no `process_revision_directives`, which takes an empty revision away. A codebase's own decides for itself.
# `RevisionContext` is not public; its two methods are the same in Alembic 1.4 and 1.14.

log = logging.getLogger('alembic.env')  # of which Flask-Migrate's env.py says the same words


def look(run_autogenerate):
    """Wrap the comparison, so that it is known whether the codebase decides."""
    @functools.wraps(run_autogenerate)
    def looking(self, rev, migration_context):
        self.is_decided = bool(migration_context.opts.get('process_revision_directives'))
        return run_autogenerate(self, rev, migration_context)
    looking.is_ours = True
    return looking


def write(generate_scripts):
    """Wrap the writing."""
    @functools.wraps(generate_scripts)
    def writing(self):
        found = [ops for script in self.generated_revisions for ops in script.upgrade_ops_list if not ops.is_empty()]
        if self.command_args['autogenerate'] and self.generated_revisions and not (found or self.is_decided):
            log.info('No changes in schema detected.')
            return iter(())
        return generate_scripts(self)
    return writing


def install():
    """Put both in the place of Alembic's own; `ScriptDirectory` takes its function from where it is put."""
    if not hasattr(alembic.util.template_to_file, 'is_whole'):
        alembic.util.template_to_file = whole(alembic.util.template_to_file)
    if not hasattr(RevisionContext.run_autogenerate, 'is_ours'):
        RevisionContext.run_autogenerate = look(RevisionContext.run_autogenerate)
        RevisionContext.generate_scripts = write(RevisionContext.generate_scripts)


# A revision's id and its branch label, which become part of a file's name and of Python: letters, digits, `_` and `.`.

REVISION = (of_revision, re.compile(r'\w+(\.\w+)*\Z'))
LABEL = (of_label, re.compile(r'\w+([.-]\w+)*\Z'))
LONGEST = 32  # characters, which is what Alembic's table `alembic_version` takes
SYMBOLS = {'head', 'heads', 'base', 'bases', 'current', 'none'}  # what Alembic reads as something else


def check(option, text, form):
    """:raises UserError: where the text is no identifier"""
    words, pattern = form
    if not pattern.match(text) or text.lower() in SYMBOLS | DEVICES or len(text) > LONGEST:
        raise bad_identifier(option, text, words(), LONGEST)


def check_unknown(option, text, known):
    """:raises UserError: where a revision or a branch has that name already"""
    if text in known:
        raise known_identifier(option, text)


def known_identifiers(directory):
    """The ids and the branch labels of all revisions; none where Alembic cannot read them, which the command then says."""
    try:
        config = current_app.extensions['migrate'].migrate.get_config(directory)
        revisions = list(ScriptDirectory.from_config(config).walk_revisions())
    except Exception:  # such as a file that is no Python
        return set()
    return {name for script in revisions for name in [script.revision] + list(script.branch_labels or ())}


def take_identifiers(run):
    """Wrap a command that writes a revision, so that it is refused a name that would break something."""
    @functools.wraps(run)
    def checked(rev_id=None, branch_label=None, directory=None, **options):
        given = [(option, text, form) for option, text, form in
                 (('--rev-id', rev_id, REVISION), ('--branch-label', branch_label, LABEL)) if text]
        for option, text, form in given:
            check(option, text, form)
        for option, text, _ in given:
            check_unknown(option, text, known_identifiers(directory))
        return run(rev_id=rev_id, branch_label=branch_label, directory=directory, **options)
    return checked


# A revision's message, in any language and under any locale: in the file as text, and in the file's name.

# Alembic's own rule, and its defaults.
WORD = re.compile(r'\w+')
SLUG_LENGTH = 40
FILE_TEMPLATE = '%(rev)s_%(slug)s'
# Of the 255 bytes that a file name may have; the rest is for the revision, a date and `.py`.
MOST_BYTES = 160
# What Windows takes for a device, whatever comes after a dot.
DEVICES = {'con', 'prn', 'aux', 'nul'} | {'%s%d' % (port, number) for port in ('com', 'lpt') for number in range(1, 10)}


def slug(message, length=SLUG_LENGTH):
    """The part of a revision's file name that its message makes, as Alembic makes it."""
    name = '_'.join(WORD.findall(message)).lower()
    return name if len(name) <= length else name[:length].rsplit('_', 1)[0] + '_'


def file_slug(message, template, length=SLUG_LENGTH):
    """The same, where need be changed into what every file system takes.

    :param template: Alembic's `file_template`
    """
    name = slug(message, length)
    if template.startswith('%(slug)s') and (not name or name in DEVICES):
        name += '_revision'
    while len(name.encode('utf-8', 'surrogatepass')) > MOST_BYTES:
        name = name[:-1]
    return as_file_name(name)


def file_named_after(message):
    """Within, a new revision's file gets a name that can be written on this file system."""
    def put_name(config):
        template = config.get_main_option('file_template') or FILE_TEMPLATE
        length = int(config.get_main_option('truncate_slug_length') or SLUG_LENGTH)
        name = file_slug(message, template, length)
        if name != slug(message, length):
            config.set_main_option('file_template', template.replace('%(slug)s', name).replace('%', '%%'))
        return config
    return changed_by(put_name)


def write_any_message(run):
    """Wrap a command that writes a revision, so that its message may be any text."""
    @functools.wraps(run)
    def with_text(message=None, **options):
        message = message and as_text(message)
        with file_named_after(message or ''):
            return run(message=message, **options)
    return with_text


# A message as it is put into a script: whatever it is, the script is the same Python, and says the message.

MARK = 'the_message_of_this_revision'
# What ends a docstring, is not read back, or is shown in another order than it is read (the bidirectional controls).
HARMFUL = r'\\\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069'
SURROGATE = '[\ud800-\udfff]'
IN_DOCSTRING = r'[%s]|"(?="|$)' % HARMFUL
IN_ONE_LINE = r'''[%s"'\n\t]''' % HARMFUL
SHORT = {'\\': r'\\', '"': r'\"', "'": r"\'", '\n': r'\n', '\r': r'\r', '\t': r'\t'}


def plain(message, encoding):
    """Whether a message is the same in every place where a template may put it."""
    return not re.search(IN_ONE_LINE, message) and message.encode(encoding, 'ignore').decode(encoding) == message


def escape(match):
    character = match.group()
    code = ord(character)
    return SHORT.get(character) or ('\\x%02x' if code < 256 else '\\u%04x') % code


def forms(message, encoding):
    """The message as it is, as a docstring holds it, as any string on one line does, and its words alone."""
    for text in (None if re.search('[%s]' % HARMFUL, message) else message,
                 re.sub(IN_DOCSTRING, escape, message), re.sub(IN_ONE_LINE, escape, message)):
        if text is not None:
            yield text.encode(encoding, 'backslashreplace').decode(encoding)
    yield ' '.join(re.findall(r'\w+', message)).encode(encoding, 'replace').decode(encoding)


def read(script):
    """What Python reads in a script.

    :param script: its bytes
    :returns: its syntax tree as text, without strings; and the strings
    :raises SyntaxError, ValueError: where it is no Python
    """
    with warnings.catch_warnings():
        warnings.simplefilter('ignore')
        tree = ast.parse(script)
        compile(tree, 'revision', 'exec')
    strings = []
    for node in ast.walk(tree):
        for field in ('s', 'value'):
            if isinstance(vars(node).get(field), str):
                strings.append(vars(node)[field])
                setattr(node, field, '')
    return ast.dump(tree), strings


def harmless(message, encoding, render):
    """The first form of a message whose script is the same Python as with another message, and says the message.

    Where a template makes something else of the message, the first one with which it is the same Python.

    :param encoding: the script's
    :param render: takes a message and returns the script's bytes
    :raises SyntaxError, ValueError: where the script is no Python whatever the message
    """
    message = re.sub(SURROGATE, '\ufffd', message)  # which Python 3.13 takes in no docstring
    shape, strings = read(render(MARK))
    wanted = [text.replace(MARK, message) for text in strings]
    same = []
    for form in forms(message, encoding):
        try:
            found = read(render(form))
        except (SyntaxError, ValueError):
            continue
        if found == (shape, wanted):
            return form
        if found[0] == shape:
            same.append(form)
    return same[0] if same else ''

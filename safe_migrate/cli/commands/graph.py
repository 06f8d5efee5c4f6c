"""`db history --graph`: the revisions drawn, with their branches and merges and where the database stands."""
import functools

import click
from flask import current_app

from ...translation.language import _
from ..lines import BadValue

FORMATS = ('text', 'mermaid', 'svg')


def draw(run):
    """Wrap `db history`, which without these options is Flask-Migrate's."""
    @functools.wraps(run)
    def drawn(graph=False, format=None, **options):
        if not graph and not format:
            return run(**options)
        config = current_app.extensions['migrate'].migrate.get_config(options.get('directory'))
        click.echo('\n'.join(picture(config, format or 'text', options.get('rev_range'))))
    return drawn


def picture(config, format, rev_range):
    """The lines of the picture.

    :param config: Alembic's configuration
    :param format: one of FORMATS
    :param rev_range: as `db history --rev-range` takes it, or None
    """
    from alembic.script import ScriptDirectory

    from ...operations import graph
    found = list(graph.nodes(ScriptDirectory.from_config(config), where_databases_stand(config), checked(rev_range)))
    return {'text': graph.lines, 'mermaid': graph.mermaid, 'svg': graph.svg}[format](found)


def checked(rev_range):
    """:raises UserError: where it is no range"""
    from ...messages import UserError
    if rev_range and rev_range.count(':') != 1:
        raise UserError(_('The range %s has no colon in it.') % rev_range,
                        _('Give it as [start]:[end], such as fcc71ef3b1ac: for all from there on.'))
    return rev_range


def where_databases_stand(config):
    """Pairs of a revision and the name of the database that is at it; without a database the picture is drawn as well."""
    from sqlalchemy.exc import DBAPIError

    from ...codebase.environment import bind_of, visit
    try:
        found = visit(config, lambda context, heads: [(head, bind_of(context)) for head in heads])
    except DBAPIError:
        click.echo(_('The database was not reached, so the picture does not say where it stands.'), err=True)
        return []
    return [(head, _('database %s') % bind if bind else _('database')) for heads in found for head, bind in heads]


def format_name(text):
    """The value of `--format`.

    :raises ValueError: for any other
    """
    if text not in FORMATS:
        raise BadValue(_('%(format)r is none of %(formats)s') % {'format': text, 'formats': ', '.join(FORMATS)})
    return text


def add(line):
    """Give `db history` its options on a command line.

    :param line: one of `lines.LINES`
    """
    line.add_switch('history', '--graph', _('Draw the revisions, and where the database stands'))
    line.add_option('history', ('--format',), type=format_name, help=_(
        'text (the default), mermaid or svg: how --graph draws it'))

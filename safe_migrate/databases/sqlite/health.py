"""SQLite: whether the file can be read to its end."""
from ...translation.language import _
from ..base import Finding


def damaged_file(connection):
    """:source: https://www.sqlite.org/pragma.html#pragma_quick_check, which says `ok` where nothing is wrong"""
    said = connection.execute('PRAGMA quick_check(1)').scalar()
    if said != 'ok':
        yield Finding(_('The database file is damaged: %s') % ' '.join(said.split()),
                      _('Bring a copy of it back; the client sqlite3 can save what is readable: .recover'))


RULES = (damaged_file,)

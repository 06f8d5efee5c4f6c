"""What is said alike of what several databases refuse."""
from ..translation.language import _

IS_THERE = _('Did create_all() make it, or another branch? python manage.py db status tells where the database stands; '
             'where it is at the '
             'revision in truth, type: python manage.py db stamp REVISION')
IS_NOT_THERE = _('Look at it with python manage.py db tables: was it changed by hand? python manage.py db status tells '
                 'which revisions there are.')
MEND_ROWS = _('Mend the rows, or let the revision mend them first: op.execute("UPDATE ...") before this operation.')
ROOM = _("Make room on the server's disk, and type the same command again.")
SYNTAX = _('Look at the SQL in op.execute() or in a server_default: is it meant for another database?')
REFUSED = (_('The database refused a statement'),
           _('To see the statement and the whole traceback, add --debug to the command.'))

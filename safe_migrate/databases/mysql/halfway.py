"""MySQL and MariaDB: what an interrupted upgrade or downgrade has left in a database, for a plan on a copy of its structure.

There `db downgrade` takes back what is applied of an upgrade.
"""
from ...checks import halfway
from ...journal.journal import is_being_undone
from ...messages import upgrade as explain
from .locks import Server
from .resume import RELATIVE
from .undo import Undo


class Halfway(halfway.Halfway):
    """An interrupted revision of which something is applied, or may be."""

    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.is_undoing = is_being_undone([one for one, _effect in self.rows])

    def is_taken_back(self, is_upgrade):
        return self.row['direction'] == 'upgrade' and not is_upgrade

    def first_of(self, steps):
        if self.is_undoing:
            raise explain.undo_interrupted(self.row)
        return super().first_of(steps)

    def take_back(self, connection):
        """Take it back on a copy.

        :param connection: SQLAlchemy's, to the copy
        :raises UserError: where that cannot be done
        """
        rows = [one for one, effect in self.rows if self.took_effect(one, effect)]
        undo = Undo(None, Server(connection), None, rows)
        obstacles = not self.is_undoing and undo.obstacles()
        if obstacles:
            raise explain.undo_impossible(self.row, rows, obstacles)
        undo.run_on(connection)

    @staticmethod
    def steps_left(target, take):
        """The steps of a downgrade behind that, which is one of them.

        :param target: as `db downgrade` takes it
        :param take: gives Alembic's steps
        """
        if target == '-1':
            return []
        return take()[:-1] if RELATIVE.match(target) else take()

"""Whether an interrupted statement took effect, where nothing in the database tells: asked on a terminal alone."""
from ..messages import Unanswered, prompts
from ..messages import upgrade as explain
from ..messages.progress import paused

SKIP, REDO = 'skip', 'redo'


class Silent:
    """Does not ask, and so does not go on."""

    def took_effect(self, row):
        """Whether a statement took effect.

        :param row: the journal's
        :raises UserError: where that is not known
        """
        raise explain.effect_unknown(row)


class Terminal(Silent):
    """Asks who sits at the terminal. Without an answer it does not go on either."""

    def took_effect(self, row):
        with paused():
            prompts.say(explain.effect_unknown(row).message.splitlines()[0])
        try:
            return prompts.choose(explain.took_effect(), (SKIP, REDO)) == SKIP
        except Unanswered as unanswered:
            error = explain.effect_unknown(row)
            error.exit_code = unanswered.exit_code
            raise error from None


class Given(Silent):
    """Was told on the command line.

    :param choice: SKIP or REDO
    """

    def __init__(self, choice):
        self.choice = choice

    def took_effect(self, row):
        return self.choice == SKIP


def asker(choice):
    """Who answers.

    :param choice: what `--resume` says, or None
    """
    if choice:
        return Given(choice)
    return Terminal() if prompts.at_terminal() else Silent()

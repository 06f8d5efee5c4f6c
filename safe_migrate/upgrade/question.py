"""Whether an interrupted statement took effect, where nothing in the database tells: the command line says it, or who sits
at the terminal."""
from ..messages import Unanswered, prompts
from ..messages import upgrade as explain
from ..messages.progress import paused

SKIP, REDO = 'skip', 'redo'


def took_effect(row, choice, prompter=None):
    """Whether a statement took effect.

    :param row: the journal's
    :param choice: what `--resume` says, or None
    :param prompter: a `prompts.Prompter` that is asked without one
    :raises UserError: where that is not known
    """
    prompter = prompter or prompts.prompter()
    try:
        answer = choice or prompter.choose(lambda: asked(row), (SKIP, REDO))
    except Unanswered as unanswered:
        error = explain.effect_unknown(row)
        error.exit_code = unanswered.exit_code
        raise error from None
    if answer is None:
        raise explain.effect_unknown(row)
    return answer == SKIP


def asked(row):
    """The question, behind what it is about."""
    with paused():
        prompts.say(explain.effect_unknown(row).message.splitlines()[0])
    return explain.took_effect()

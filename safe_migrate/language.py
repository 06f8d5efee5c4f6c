"""The language of what a user is told."""


def _(text):
    """A text in the user's language.

    :param text: in English, before anything is put into it with `%`
    """
    return text

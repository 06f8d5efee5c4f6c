"""Answers that were given beforehand and fit nothing are refused: at once, or after the last of several databases."""


def check(answers):
    """
    :param answers: of one kind, `rename.Answers` or `fill.Values`, those of each database
    :raises UserError: for the first that was used in none
    """
    for key in answers[0].given if answers else ():
        if not any(key in one.used for one in answers):
            raise answers[0].unknown(key)


class Waiting:
    """The answers of a command that looks at several databases, one after the other."""

    def __init__(self):
        self.kinds = {}

    def add(self, one):
        self.kinds.setdefault(type(one), []).append(one)

    def check(self):
        """:raises UserError: for an answer that fits nothing in any of them"""
        for answers in self.kinds.values():
            check(answers)

"""A column's type for which SQLAlchemy has none: written into a script as the database says it."""
from sqlalchemy.types import TypeDecorator, UserDefinedType


class Raw(UserDefinedType):
    """A type that is a text.

    :param text: as the database writes it, such as `inet6`
    """

    cache_ok = True

    def __init__(self, text):
        self.text = text

    def get_col_spec(self, **_):
        return self.text

    @property
    def written(self):
        """The type as an expression in a script, which needs nothing of ours."""
        return "type('Raw', (sa.types.UserDefinedType,), {'get_col_spec': lambda self, **kw: %r})()" % self.text


class Rewritten(TypeDecorator):
    """A type that is written into a script with something more.

    :param type_: the type itself
    :param rewrite: takes its text in a script, and returns another
    """

    cache_ok = True

    def __init__(self, type_, rewrite):
        self.impl, self.rewrite = type_, rewrite

    def copy(self, **_):
        return Rewritten(self.impl, self.rewrite)

"""A column's type for which SQLAlchemy has none: written into a script as the database says it."""
from sqlalchemy.types import UserDefinedType


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

"""Parts of a script that are rendered here, behind the codebase's own `render_item`."""


class Renderers:
    """Alembic's option `render_item`: the codebase's own comes first, then ours.

    :param codebases: the `render_item` that the codebase has set, or None
    :ivar ours: functions by kind (`type`, `server_default` ...), each called with the object and the autogenerate context
    """

    def __init__(self, codebases):
        self.codebases, self.ours, self.inside = codebases, {}, []

    def __call__(self, kind, item, autogen_context):
        """:returns: Python text, or False for Alembic's own rendering"""
        rendered = self.codebases(kind, item, autogen_context) if self.codebases else False
        if rendered is not False or kind not in self.ours or any(item is one for one in self.inside):
            return rendered
        self.inside.append(item)  # ours may ask for Alembic's own rendering of it
        try:
            return self.ours[kind](item, autogen_context)
        finally:
            self.inside.pop()


def rendered_by(autogen_context, kind, function):
    """Let a kind of object be rendered by a function of ours.

    :param kind: as in Alembic's `render_item`
    :param function: takes the object and the autogenerate context, and returns Python text, or False for Alembic's own

    :source: https://alembic.sqlalchemy.org/en/latest/autogenerate.html#affecting-the-rendering-of-types-themselves
    """
    before = autogen_context.opts.get('render_item')
    if not isinstance(before, Renderers):
        autogen_context.opts['render_item'] = before = Renderers(before)
    before.ours[kind] = function

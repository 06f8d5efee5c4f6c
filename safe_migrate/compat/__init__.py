"""What the pinned releases need on a newer Python, and what older codebases still write.

Importing this package is enough: each module below puts one thing right, once, for the whole process.
Nothing here changes what a command does; with it, what worked when the codebase was written works again.
"""
from . import deprecations

deprecations.silence()

# these import what warns
from . import argument_parser, dialects, inside_flask, moved, standard_library  # noqa: E402

standard_library.restore()
argument_parser.restore()
moved.install()
dialects.install()
inside_flask.take_options_in_place()

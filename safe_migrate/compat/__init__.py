"""What the pinned releases need on a newer Python, and what older codebases still write.

Importing this package is enough: each module below puts one thing right, once, for the whole process.
Nothing here changes what a command does; with it, what worked when the codebase was written works again.
"""
from . import deprecations

deprecations.silence()

from . import argument_parser, flask_ext, getargspec, moved, mysql_driver, standard_library  # noqa: E402  these warn

standard_library.restore()
getargspec.restore()
argument_parser.restore()
flask_ext.install()
moved.install()
mysql_driver.prefer_pymysql()

"""What the pinned releases need on a newer Python, and what older codebases still write.

Importing this package is enough: each module below puts one thing right, once, for the whole process.
Nothing here changes what a command does; with it, what worked when the codebase was written works again.
"""
from . import deprecations

deprecations.silence()

# these import what warns
from . import (  # noqa: E402
    argument_parser, flask_ext, getargspec, moved, mysql_driver, postgres_address, reserved_words, standard_library)

standard_library.restore()
getargspec.restore()
argument_parser.restore()
flask_ext.install()
moved.install()
mysql_driver.prefer_pymysql()
postgres_address.take()
reserved_words.add()

"""What only Python 2 has: names, methods and modules that a file of that time still uses, and what stands for them now."""
import ast
import re
from typing import NamedTuple


class Leftover(NamedTuple):
    """What only Python 2 has."""

    line: int
    name: str
    instead: str  # what to write


NAMES = {'unicode': 'str', 'basestring': 'str', 'unichr': 'chr', 'raw_input': 'input', 'xrange': 'range',
         'long': 'int',
         'reload': 'importlib.reload', 'reduce': 'functools.reduce', 'execfile': 'runpy.run_path',
         'cmp': '(a > b) - (a < b)',
         'file': 'open'}
METHODS = {'has_key': 'key in mapping', 'iteritems': 'items', 'itervalues': 'values', 'iterkeys': 'keys'}
MODULES = {'urllib2': 'urllib.request', 'urlparse': 'urllib.parse', 'httplib': 'http.client', 'cookielib': 'http.cookiejar',
           'HTMLParser': 'html.parser', 'ConfigParser': 'configparser', 'StringIO': 'io', 'cStringIO': 'io',
           'Queue': 'queue',
           'cPickle': 'pickle', 'SocketServer': 'socketserver', 'commands': 'subprocess', '__builtin__': 'builtins',
           'Tkinter': 'tkinter', 'thread': '_thread', 'md5': 'hashlib', 'sha': 'hashlib', 'sets': 'set'}
SET_ENCODING = 'setdefaultencoding'  # of sys, which Python 3 needs no more

# A line that Python 3 cannot read: print and exec without brackets, errors and what is raised with a comma, `<>`, backticks,
# 0777 and ur''.
LINE = re.compile(r"""^\s*(?:print\s*(?:$|[^\s(=.,)\]])|print\s+\(.*\)\s*[%,]|exec\s+[^\s(=]"""
                  r"""|except\s+[\w.]+\s*,|except\s*\(.*\)\s*,|raise\s+[\w.]+\s*,)|<>|^[^'"#]*`|^[^'"#]*\b0\d|\bur['"]""")


def is_line(text):
    """Whether a line that does not compile is one of Python 2."""
    return LINE.search(text or '') is not None


def leftovers(tree):
    """What a file that compiles still uses and does not define by itself.

    :param tree: its syntax tree
    :returns: a list of `Leftover`, in the order of the lines
    """
    own = defined(tree)
    found = [one for node in ast.walk(tree) for one in of_node(node, own)]
    return sorted(set(found))


def of_node(node, own):
    """What one node of the tree uses.

    :param own: the names that the file defines or imports
    """
    if isinstance(node, ast.Name) and node.id in NAMES and node.id not in own:
        yield Leftover(node.lineno, node.id, NAMES[node.id])
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in METHODS:
        if not (isinstance(node.func.value, ast.Name) and node.func.value.id in own & {'six', 'utils'}):
            yield Leftover(node.func.lineno, node.func.attr, METHODS[node.func.attr])


def defined(tree):
    """Every name that a file assigns, imports, or takes as an argument."""
    found = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load)}
    for node in ast.walk(tree):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            found |= {one.asname or one.name.partition('.')[0] for one in node.names}
        elif isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            found.add(node.name)
        elif isinstance(node, ast.arg):
            found.add(node.arg)
    return found

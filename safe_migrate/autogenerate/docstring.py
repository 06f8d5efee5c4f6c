"""A message as it is put into a script: whatever it is, the script is the same Python, and says the message."""
import ast
import re
import warnings

MARK = 'the_message_of_this_revision'
# What ends a docstring, is not read back, or is shown in another order than it is read (the bidirectional controls).
HARMFUL = r'\\\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069'
SURROGATE = '[\ud800-\udfff]'
IN_DOCSTRING = r'[%s]|"(?="|$)' % HARMFUL
IN_ONE_LINE = r'''[%s"'\n\t]''' % HARMFUL
SHORT = {'\\': r'\\', '"': r'\"', "'": r"\'", '\n': r'\n', '\r': r'\r', '\t': r'\t'}


def plain(message, encoding):
    """Whether a message is the same in every place where a template may put it."""
    return not re.search(IN_ONE_LINE, message) and message.encode(encoding, 'ignore').decode(encoding) == message


def escape(match):
    character = match.group()
    code = ord(character)
    return SHORT.get(character) or ('\\x%02x' if code < 256 else '\\u%04x') % code


def forms(message, encoding):
    """The message as it is, as a docstring holds it, as any string on one line does, and its words alone."""
    for text in (None if re.search('[%s]' % HARMFUL, message) else message,
                 re.sub(IN_DOCSTRING, escape, message), re.sub(IN_ONE_LINE, escape, message)):
        if text is not None:
            yield text.encode(encoding, 'backslashreplace').decode(encoding)
    yield ' '.join(re.findall(r'\w+', message)).encode(encoding, 'replace').decode(encoding)


def read(script):
    """What Python reads in a script.

    :param script: its bytes
    :returns: its syntax tree as text, without strings; and the strings
    :raises SyntaxError, ValueError: where it is no Python
    """
    with warnings.catch_warnings():
        warnings.simplefilter('ignore')
        tree = ast.parse(script)
        compile(tree, 'revision', 'exec')
    strings = []
    for node in ast.walk(tree):
        for field in ('s', 'value'):
            if isinstance(vars(node).get(field), str):
                strings.append(vars(node)[field])
                setattr(node, field, '')
    return ast.dump(tree), strings


def harmless(message, encoding, render):
    """The first form of a message whose script is the same Python as with another message, and says the message.

    Where a template makes something else of the message, the first one with which it is the same Python.

    :param encoding: the script's
    :param render: takes a message and returns the script's bytes
    :raises SyntaxError, ValueError: where the script is no Python whatever the message
    """
    message = re.sub(SURROGATE, '\ufffd', message)  # which Python 3.13 takes in no docstring
    shape, strings = read(render(MARK))
    wanted = [text.replace(MARK, message) for text in strings]
    same = []
    for form in forms(message, encoding):
        try:
            found = read(render(form))
        except (SyntaxError, ValueError):
            continue
        if found == (shape, wanted):
            return form
        if found[0] == shape:
            same.append(form)
    return same[0] if same else ''

"""What a statement that reads may call, which may do more than read. It is looked for in the text, as there are many
of them: what stands in a string is found, too."""
import re

CALLED = re.compile(r'"((?:[^"]|"")+)"\s*\(|\b([^\W\d][\w$]*)\s*\(')
INTO = re.compile(r'\bINTO\b', re.IGNORECASE)


def called(text):
    """The names before a bracket, as PostgreSQL's catalog has them: those of functions, and words such as `IN`."""
    return {quoted.replace('""', '"') or plain.lower() for quoted, plain in CALLED.findall(text)}


def has_into(text):
    """Whether it may be a `SELECT ... INTO table`."""
    return bool(INTO.search(text))

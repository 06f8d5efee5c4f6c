"""The tables that the revisions of a repository have created, as far as their files tell."""
import ast

from ..sql import MYSQL, SQLITE, parse
from .python import assigned, called, parsed, text_of

# What makes a table or gives it another name: which argument is the name, and its keyword.
MAKERS = {'create_table': (0, 'table_name'), 'rename_table': (1, 'new_table_name'), 'Table': (0, 'name')}
# A text is read as each database would, whichever the revision is for: a name may stand in any quotes.
SYNTAXES = (MYSQL, MYSQL._replace(ansi_quotes=True), SQLITE)


def created_by(script):
    """The tables that any revision has created or renamed to.

    :param script: Alembic's `ScriptDirectory`
    :returns: a set of (schema or None, name), in lower case; of a name that is not known without running the revision,
        each text in its file that could be one
    """
    trees = [parsed(revision.path) for revision in script.walk_revisions() if revision.path.endswith('.py')]
    return {(schema and schema.lower(), name.lower()) for tree in trees if tree for schema, name in tables_in(tree)}


def tables_in(tree):
    """The (schema, name) of each table that a revision creates."""
    names = {name: text_of(value) for name, value in map(assigned, ast.walk(tree)) if value is not None}
    texts = [text for text in map(text_of, ast.walk(tree)) if text]
    for node in ast.walk(tree):
        if called(node) in MAKERS:
            name, schema = arguments(node, *MAKERS[called(node)])
            found = [text_of(name, names)] if text_of(name, names) else texts
            yield from ((text_of(schema, names), text) for text in found)
        elif assigned(node)[0] == '__tablename__' and text_of(assigned(node)[1]):
            yield None, text_of(assigned(node)[1])
    for text in texts:
        yield from in_sql(text)


def arguments(call, position, keyword):
    """The expressions of a call's table and of its schema, None where there is none."""
    keywords = {each.arg: each.value for each in call.keywords}
    name = call.args[position] if len(call.args) > position else keywords.get(keyword)
    return name, keywords.get('schema')


def in_sql(text):
    """The (schema, name) of each table that a text's statements create, or rename to."""
    if not any(word in text.lower() for word in ('table', 'rename')):
        return
    for part in [part for syntax in SYNTAXES for part in parse(text, syntax).parts]:
        is_made = part.action == 'CREATE TABLE' and not part.is_temporary
        yield from part.tables if is_made else [new for _old, new in part.renames]

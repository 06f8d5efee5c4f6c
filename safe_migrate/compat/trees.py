"""The syntax tree of a source. What Python warns of in it, such as of an escape from 3.12 on, it says itself when it imports
the file, and a second time would be one too many."""
import ast
import warnings


def tree_of(source, path='<unknown>'):
    """:raises SyntaxError, ValueError: as `ast.parse` does"""
    with warnings.catch_warnings():
        warnings.simplefilter('ignore')
        return ast.parse(source, path)

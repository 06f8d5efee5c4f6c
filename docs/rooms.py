"""The picture in architecture.md: which room of `safe_migrate/` imports which, as Mermaid draws it.

    python docs/rooms.py
"""
import ast
import os

PACKAGE = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), 'safe_migrate')
DATABASES = ('databases.mysql', 'databases.sqlite', 'databases.postgresql')
# From the top down: each imports only what is below it. A database's folder knows the rooms under it, and they know
# `databases` alone, which finds it by its name.
ROOMS = (('',), ('cli',), ('operations',), DATABASES, ('bin',), ('checks',), ('upgrade',), ('autogenerate',), ('journal',),
         ('codebase',), ('databases',), ('schema',), ('messages',), ('translation',), ('sql',),
         ('options', 'compat', 'needs'))


def sources():
    """Each module of the package by its name, such as `upgrade.run`, with its path; the package itself is ''."""
    found = {}
    for folder, __, files in os.walk(PACKAGE):
        for name in files:
            if name.endswith('.py'):
                path = os.path.join(folder, name)
                parts = os.path.relpath(path, PACKAGE)[:-3].split(os.sep)
                found['.'.join(parts[:-1] if parts[-1] == '__init__' else parts)] = path
    return found


def parsed(path):
    with open(path, encoding='utf-8') as file:
        return ast.parse(file.read())


def imported(name, known):
    """What a module imports of the package, inside its functions too.

    :param known: see `sources`
    :returns: triples of a module, the name that is taken of it, or None of a module itself, and the name it has from then on
    """
    path = known[name]
    package = [part for part in name.split('.') if part]
    package = package if path.endswith('__init__.py') else package[:-1]
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.ImportFrom) and node.level:
            base = package[:len(package) - node.level + 1] + (node.module.split('.') if node.module else [])
            for alias in node.names:
                inner = '.'.join(base + [alias.name])
                yield (inner, None, alias.asname or alias.name) if inner in known else ('.'.join(base), alias.name, None)


def imports():
    """The modules that each module imports, by its name."""
    known = sources()
    return {name: {other for other, __, __ in imported(name, known)} - {name} for name in known}


def room_of(name):
    """A module's room, and its place from the top."""
    return max(((room, place) for place, rooms in enumerate(ROOMS) for room in rooms
                if (name + '.').startswith(room and room + '.')), key=lambda found: len(found[0]))


def picture():
    """The rooms and their arrows; one that is there by way of another room is left out."""
    names = {room: room.replace('.', '/') or 'safe_migrate' for rooms in ROOMS for room in rooms if room != 'needs'}
    arrows = {(room_of(name)[0], room_of(other)[0]) for name, others in imports().items() for other in others}
    arrows = {pair for pair in arrows if pair[0] != pair[1] and set(pair) <= set(names)}
    below = {room: {to for start, to in arrows if start == room} for room in names}

    def reached(room):
        return below[room] | {far for near in below[room] for far in reached(near)}
    lines = ['graph TD'] + ['    %s["%s"]' % (room.replace('.', '_') or 'root', names[room]) for room in names]
    for start, to in sorted(arrows):
        if not any(to in reached(other) for other in below[start] - {to}):
            lines.append('    %s --> %s' % (start.replace('.', '_') or 'root', to.replace('.', '_')))
    return '\n'.join(lines)


if __name__ == '__main__':
    print(picture())

"""Revisions that use the application's session, engine and transactions, on the stock tool and on ours, side by side.

    venv/bin/python benchmarks/revisions.py [--kill] [sqlite | mysql] [words of a name ...]

For each row of `tests/revisions.py` and each database: whether the stock tool succeeds, whether ours does, and whether they
leave the same. With `--kill` each is killed before every statement that reaches the driver, and run again; those that come
before a revision's first are the same for all, and the first row's stand for them. The server is the one in TEST_MYSQL_URL,
or a private one.
"""
import os
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), 'tests'))
from revisions import BEFORE, REVISIONS  # noqa: E402
from servers import available_server  # noqa: E402
from side_by_side import Bench  # noqa: E402


def rows(words):
    found = [(name, kinds, code, None, None) for name, kinds, code in REVISIONS]
    found += [(name, kinds, code, before, after) for name, kinds, before, code, after in BEFORE]
    kinds = [word for word in words if word in ('sqlite', 'mysql')]
    found = [(row[0], [kind for kind in row[1] if kind in (kinds or row[1])]) + row[2:] for row in found]
    words = [word for word in words if word not in kinds]
    return [row for row in found if not words or any(word in row[0] for word in words)]


def verdict(stock, ours):
    if stock[0]:
        return 'stock fails; ' + ('ours passes' if not ours[0] else 'ours fails')
    return 'WORSE' if ours[0] else 'same' if stock[1] == ours[1] else 'DIFFERS'


def compare(bench, words):
    """Print the table.

    :returns: how many rows are worse than the stock tool
    """
    worse = []
    for name, kinds, code, before, after in rows(words):
        for kind in kinds:
            stock, ours = (bench.once(tool, kind, code, before, after) for tool in ('stock', 'ours'))
            said = verdict(stock, ours)
            print('%-7s %-60s %s' % (kind, name, said), flush=True)
            if said in ('WORSE', 'DIFFERS'):
                worse.append(name)
                print('\n'.join('        ' + line for line in ours[2].strip().splitlines()[-4:]))
                if not ours[0]:
                    print('        stock: %s\n        ours:  %s' % (stock[1], ours[1]))
            elif words and stock[0]:
                print('\n'.join('        ' + line for line in stock[2].strip().splitlines()[-4:]))
    print('%d rows, %d worse than the stock tool' % (sum(len(row[1]) for row in rows(words)), len(worse)))
    return len(worse)


def kill(bench, words):
    """Kill each row everywhere.

    :returns: how many were applied twice, or not wholly
    """
    wrong, total, stopped, seen = 0, 0, 0, set()
    for name, kinds, code, before, _after in rows(words):
        for kind in kinds if not before else ():
            status, expected, text = bench.once('ours', kind, code)
            if status:
                print('%-7s %-60s fails without a kill' % (kind, name), flush=True)
                continue
            outcomes = list(bench.killed(kind, code, expected, everywhere=kind not in seen))
            seen.add(kind)
            counted = {one: sum(outcome == one for _, outcome, _ in outcomes) for one in ('once', 'stopped', 'wrong')}
            print('%-7s %-60s %s' % (kind, name, counted), flush=True)
            for number, outcome, text in outcomes:
                if outcome == 'wrong' or outcome == 'stopped' and words:
                    print('        %d %s: %s' % (number, outcome, '\n        '.join(text.strip().splitlines()[-6:])))
            wrong, total, stopped = wrong + counted['wrong'], total + len(outcomes), stopped + counted['stopped']
    print('%d kills: %d stopped with a reason, %d wrong' % (total, stopped, wrong))
    return wrong


def main(words):
    killing = '--kill' in words
    words = [word for word in words if word != '--kill']
    with tempfile.TemporaryDirectory() as folder, available_server() as server:
        bench = Bench(folder, server)
        try:
            return (kill if killing else compare)(bench, words)
        finally:
            bench.close()


if __name__ == '__main__':
    sys.exit(bool(main(sys.argv[1:])))

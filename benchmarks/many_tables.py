"""How long `db migrate` takes on 500 tables of which one column has changed, beside the stock tool with `compare_type`.

    venv/bin/python benchmarks/many_tables.py [rounds] [tables]

The two take turns, each command a process of its own; the ratios are of the fastest runs and of the medians.
"""
import os
import statistics
import sys
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(ROOT, 'tests'))
from changes.change import HEADER, model  # noqa: E402
from changes.trial import Tool, Workshop, begin  # noqa: E402
from servers import available_server  # noqa: E402

LINES = ['name = db.Column(db.String(50), nullable=False, index=True)', 'price = db.Column(db.Numeric(10, 2))',
         'kind = db.Column(db.String(20), server_default="x")', 'made = db.Column(db.DateTime)', 'note = db.Column(db.Text)',
         'before_id = db.Column(db.Integer, db.ForeignKey("table%d.id"))']
HOOK = 'process_revision_directives=process_revision_directives,'


def models(count):
    return HEADER + ''.join(model('table%d' % number, *[line.replace('%d', str(number - number % 10)) for line in LINES])
                            for number in range(count))


def seconds(trial):
    """The seconds of one `db migrate`, whose revision is taken away again."""
    before = trial.revisions()
    start = time.perf_counter()
    trial.db('migrate', status=0)
    taken = time.perf_counter() - start
    name, = set(trial.revisions()) - set(before)
    os.remove(trial.path('migrations', 'versions', name))
    return taken


def prepared(trial, count):
    begin(trial, models(count), ())
    trial.replace('models.py', models(count).replace('db.String(50)', 'db.String(80)', 1))
    return trial


def measure(name, server, rounds, count):
    stock = Workshop(Tool(safeguarded=False, cold=True, env=lambda text: text.replace(HOOK, HOOK + ' compare_type=True,')),
        server)
    ours = Workshop(Tool(cold=True), server)
    try:
        with stock.trial(name) as first, ours.trial(name) as second:
            trials = prepared(first, count), prepared(second, count)
            pairs = [[seconds(trial) for trial in trials] for _ in range(rounds + 1)][1:]  # the first fills the caches
    finally:
        stock.close()
        ours.close()
    without, with_it = zip(*pairs)
    print('%-8s %8.2fs %8.2fs %8.2f %8.2f' % (
        name, min(without), min(with_it), min(with_it) / min(without),
        statistics.median(with_it) / statistics.median(without)), flush=True)


def main(rounds=7, count=500):
    print('%-8s %9s %9s %8s %8s   (%d tables, %d rounds)' % ('', 'stock', 'this', 'fastest', 'median', count, rounds))
    with available_server() as server:
        for name in ['sqlite'] + ['mariadb'] * bool(server):
            measure(name, server, rounds, count)


if __name__ == '__main__':
    main(*map(int, sys.argv[1:]))

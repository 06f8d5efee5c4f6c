"""`db history --graph`: the revisions drawn, with their branches and merges and where the database stands."""
import xml.etree.ElementTree

import pytest

pytestmark = pytest.mark.long

FIRST, SECOND = 'fcc71ef3b1ac', '423cbaf36ad7'
SVG = '{http://www.w3.org/2000/svg}'


def graph(project, *options):
    return project.manage('db', 'history', '--graph', *options).out.splitlines()


@pytest.fixture
def branched(project):
    """The project with a branch from its first revision, merged, with a head behind it."""
    add(project, 'aaaa', FIRST, '另一个 "分支" & <b>')
    project.manage('db', 'merge', '--rev-id', 'bbbb', '-m', 'together', SECOND, 'aaaa')
    add(project, 'cccc', 'bbbb', 'last')
    return project


def add(project, identifier, parent, message):
    project.manage('db', 'revision', '--rev-id', identifier, '--head', parent, '--splice', '-m', message)


def test_a_line_of_revisions_is_drawn_with_where_the_database_stands(migrated):
    assert graph(migrated) == ['*  423cbaf36ad7 (head)  create student', '*  fcc71ef3b1ac  create user']
    migrated.manage('db', 'upgrade', FIRST)
    assert graph(migrated)[1] == '*  fcc71ef3b1ac (database)  create user'


def test_branches_and_merges_are_lines(branched):
    branched.manage('db', 'upgrade')
    lines = graph(branched)
    assert lines[:3] == ['*  cccc (head, database)  last', '*  bbbb  together', '|\\']
    assert [line[:3] for line in lines[3:5]] == ['* |', '| *']
    assert lines[5:] == ['|/', '*  fcc71ef3b1ac  create user']


def test_three_branches_come_together_one_after_the_other(project):
    add(project, 'aaaa', FIRST, 'a')
    add(project, 'bbbb', FIRST, 'b')
    lines = graph(project)
    assert sum('(head)' in line for line in lines) == 3
    assert lines[-3:] == ['|_|/', '|/', '*  fcc71ef3b1ac  create user']


def test_a_range_is_drawn_alone(branched):
    assert [line.split()[1] for line in graph(branched, '--rev-range', 'bbbb:')] == ['cccc', 'bbbb']
    result = branched.manage('db', 'history', '--graph', '-r', 'bbbb', status=1)
    assert 'colon' in result.err and 'Traceback' not in result.err


def test_mermaid_has_the_same_revisions_and_arrows(branched):
    text = branched.manage('db', 'history', '--format', 'mermaid').out
    assert text.startswith('flowchart TD\n') and text.count(' --> ') == 5
    assert '["aaaa<br/>另一个 #quot;分支#quot; &amp; &lt;b&gt;"]' in text


def test_svg_is_a_drawing_of_the_same(branched):
    root = xml.etree.ElementTree.fromstring(branched.manage('db', 'history', '--format', 'svg').out)
    assert len(root.findall(SVG + 'circle')) == 5 and len(root.findall(SVG + 'path')) == 5
    assert 'aaaa  另一个 "分支" & <b>' in [one.text for one in root.findall(SVG + 'text')]


def test_without_a_database_the_revisions_are_drawn_as_well(project):
    project.settings['DB_URI'] = 'mysql+pymysql://root:sEcret@127.0.0.1:1/nowhere'
    result = project.manage('db', 'history', '--graph')
    assert result.out.startswith('*  423cbaf36ad7 (head)') and 'was not reached' in result.err
    assert 'sEcret' not in result.err


def test_without_these_options_it_is_flask_migrates_own(branched):
    assert 'fcc71ef3b1ac -> aaaa' in branched.manage('db', 'history').out
    assert branched.manage('db', 'history', '--format', 'png', status=2).out == ''


def test_no_revision_is_drawn_as_nothing(new):
    new.manage('db', 'init')
    assert [line for line in graph(new) if line] == []

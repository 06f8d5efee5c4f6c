"""The pinned releases: all of them, and no others."""
import os
import re
import subprocess
import sys

import pytest
from conftest import ROOT
from packaging.requirements import Requirement

SETS = ['requirements.txt', 'requirements-sqlalchemy14.txt']
TESTS, POSTGRESQL = 'requirements-tests.txt', 'requirements-postgresql.txt'
# What an environment is made with, and this project itself; requirements.txt need not name it.
TOOLS = {'pip', 'wheel', 'distribute', 'pkg-resources', 'safe-migrate'}


def plain(name):
    return re.sub(r'[-_.]+', '-', name).lower()


def lines(file):
    with open(os.path.join(ROOT, file), encoding='ascii') as text:
        return [line.strip() for line in text if line.strip() and not line.startswith('#')]


def pins(file):
    """The releases that a file names for the Python that runs."""
    named = [Requirement(line) for line in lines(file)]
    return {plain(each.name): str(each.specifier)[2:] for each in named if not each.marker or each.marker.evaluate()}


def installed():
    listed = subprocess.run([sys.executable, '-m', 'pip', 'list', '--format=freeze'], stdout=subprocess.PIPE,
                            stderr=subprocess.DEVNULL, check=True).stdout.decode()
    found = dict(line.split('==') for line in listed.split() if '==' in line)
    return {plain(name): release for name, release in found.items() if plain(name) not in TOOLS}


@pytest.mark.parametrize('file', SETS + [TESTS, POSTGRESQL])
def test_every_line_names_one_exact_release(file):
    assert not [line for line in lines(file) if not re.match(r'^[\w.-]+==[\w.]+(; .+)?$', line)]


def test_one_set_is_installed_and_in_ci_nothing_that_it_does_not_name():
    found = installed()
    if not os.environ.get('CI'):
        named = set().union(*map(pins, SETS + [TESTS]))
        found = {name: release for name, release in found.items() if name in named}
    assert found in [dict(pins(TESTS), **pins(file)) for file in SETS]


@pytest.mark.parametrize('file', SETS + [POSTGRESQL])
def test_a_package_that_the_tests_need_too_has_one_release(file):
    both = set(pins(TESTS)) & set(pins(file))
    assert both or file in SETS
    assert {name: pins(TESTS)[name] for name in both} == {name: pins(file)[name] for name in both}


def test_a_set_is_a_constraints_file_too_which_names_no_extras():
    assert not [line for file in SETS for line in lines(file) if '[' in line]


def test_the_pins_are_within_what_the_package_needs():
    from safe_migrate.needs import RELEASES, parts
    for file in SETS:
        named = pins(file)
        assert not [name for name, __, first, below in RELEASES
                    if not parts(first) <= parts(named[plain(name)]) < parts(below)]


def test_no_pin_shuts_out_what_codebases_use_beside_it():
    """boto3, by botocore, takes no python-dateutil 3."""
    named = [line.split(';')[0].strip() for file in SETS for line in lines(file) if line.startswith('python-dateutil')]
    assert named and all(Requirement('python-dateutil<3').specifier.contains(line.partition('==')[2]) for line in named)


def test_they_agree_with_one_another():
    assert subprocess.run([sys.executable, '-m', 'pip', 'check']).returncode == 0


def test_the_second_set_differs_only_in_what_the_manual_says():
    first, second = ({line.split(';')[0] for line in lines(file)} for file in SETS)
    with open(os.path.join(ROOT, 'docs', 'pins.md'), encoding='utf-8') as file:
        manual = file.read()
    assert not [pin for pin in second - first if '`%s`' % pin not in manual]

"""PostgreSQL: an upgrade is killed at every statement, and twenty begin at once, again and again."""
import pytest
from errors.complaint import revise
from test_concurrency import applied, together
from test_postgresql import STUDENT
from test_postgresql_applied import ALL, counted, killed_at, set_back, student  # noqa: F401  the fixture

pytestmark = pytest.mark.exhaustive


def test_a_revision_killed_at_any_statement_is_finished_by_the_next_upgrade(student, postgresql, tmp_path):  # noqa: F811
    revise(student, ALL, follows=STUDENT)
    total, unbroken = counted(student, postgresql, tmp_path)
    killed_at(student, postgresql, range(1, total + 1), unbroken)


def test_twenty_upgrades_at_once_ten_times(student, postgresql):  # noqa: F811
    revise(student, ALL, follows=STUDENT)
    for _ in range(10):
        results = together(student, 20, 'upgrade')
        assert [result.status for result in results] == [0] * 20 and len(applied(results)) == 1, results
        set_back(postgresql)

import os

import pytest

from models.cores import quota_cores, usable_cores


@pytest.mark.parametrize(
    ("cpu_max", "cores"),
    [("max 100000\n", None), ("200000 100000\n", 2), ("150000 100000\n", 2), ("10000 100000", 1)],
)
def test_a_containers_quota_is_read_in_cores(cpu_max, cores):
    assert quota_cores(cpu_max) == cores


def test_there_is_at_least_one_core_and_no_more_than_the_machine_has():
    assert 1 <= usable_cores() <= (os.cpu_count() or 1)

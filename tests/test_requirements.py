"""What is imported is asked for, and what is asked for is pinned."""

from __future__ import annotations

import re
import sys
from importlib import metadata
from pathlib import Path

import pytest

from tests.test_architecture import ALLOWED, files_of, imports_of

ROOT = Path(__file__).parents[1]


def names(file: str) -> dict[str, str]:
    """A requirements file → each project's name, in its plain form, and the rest of its line."""
    lines = (ROOT / file).read_text(encoding="utf-8").splitlines()
    found = [re.match(r"([A-Za-z0-9][\w.-]*)(.*)", line) for line in lines]
    return {plain(match[1]): match[2] for match in found if match}


def plain(project: str) -> str:
    return re.sub(r"[-_.]+", "-", project).lower()


def projects_of(paths: list[Path]) -> dict[str, set[str]]:
    """Files → each module they import that is neither Python's nor ours: who publishes it."""
    ours = {*ALLOWED, "tests", "bench"}
    modules = {module.partition(".")[0] for path in paths for module in imports_of(path)}
    publishers = metadata.packages_distributions()
    return {
        module: {plain(project) for project in publishers.get(module, ())}
        for module in modules - ours - set(sys.stdlib_module_names)
    }


def test_every_import_is_of_a_project_that_is_asked_for_itself() -> None:
    asked_for = names("requirements.in").keys()
    imported = projects_of([path for room in ALLOWED for path in files_of(room)])
    assert {m: p for m, p in imported.items() if not p & asked_for} == {}


def test_every_import_of_the_tests_is_of_a_project_that_is_asked_for() -> None:
    asked_for = names("requirements-dev.in").keys() | names("requirements.txt").keys()
    imported = projects_of([*(ROOT / "tests").rglob("*.py")])
    assert {m: p for m, p in imported.items() if not p & asked_for} == {}


@pytest.mark.parametrize("kind", ["requirements", "requirements-dev"])
def test_all_that_is_asked_for_is_pinned(kind: str) -> None:
    pins = names(f"{kind}.txt")
    assert names(f"{kind}.in").keys() - pins.keys() == set()
    assert [name for name, pin in pins.items() if not re.match(r"==[\w.]+$", pin)] == []


def test_what_both_files_pin_they_pin_alike() -> None:
    run, dev = names("requirements.txt"), names("requirements-dev.txt")
    assert {name for name in run.keys() & dev.keys() if run[name] != dev[name]} == set()


def test_a_range_lets_the_next_great_version_wait() -> None:
    without_bound = {n for n, asked in names("requirements.in").items() if "<" not in asked}
    assert without_bound == {"xllamacpp"}  # numbered by date

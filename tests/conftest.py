"""What holds for all tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from operator import eq

import pytest

from tests import servers
from tests.scored import Agree, Understood, score


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the browser's tests last: Playwright keeps an event loop running from its first on."""
    items.sort(key=lambda item: "browser" in item.path.parts)


@pytest.fixture
def scored(
    request: pytest.FixtureRequest, record_property: Callable[[str, object], None]
) -> Callable[..., None]:
    """`scored("named", years_named)`: a list of the file of cases beside the test holds its floor.

    What the list says and what is understood are compared, or `agree` does.
    """
    file = request.path.with_name(request.path.stem.removeprefix("test_") + ".toml")

    def scored(name: str, understood: Understood, agree: Agree = eq) -> None:
        found = score(file, name, understood, agree)
        record_property("score", str(found))
        found.hold()

    return scored


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how much of every list of cases is understood, and what is not."""
    reports = (r for kind in ("passed", "failed") for r in terminalreporter.getreports(kind))
    told = [
        str(value)
        for report in reports
        if report.when == "call"
        for name, value in report.user_properties
        if name == "score"
    ]
    if told:
        terminalreporter.section("understood")
        terminalreporter.write_line("\n".join(sorted(told)))


@pytest.fixture(scope="session")
def postgres() -> Iterator[servers.Postgres]:
    """One PostgreSQL server for all tests that want one."""
    if why := servers.postgres_missing():
        pytest.skip(why)
    with servers.postgres() as server:
        yield server

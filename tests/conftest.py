"""What holds for all tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests import servers


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the browser's tests last: Playwright keeps an event loop running from its first on."""
    items.sort(key=lambda item: "browser" in item.path.parts)


@pytest.fixture(scope="session")
def postgres() -> Iterator[servers.Postgres]:
    """One PostgreSQL server for all tests that want one."""
    if why := servers.postgres_missing():
        pytest.skip(why)
    with servers.postgres() as server:
        yield server

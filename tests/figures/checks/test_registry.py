"""A check is added by writing it: it registers itself, with what it is called."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from figures.audit import audit
from figures.checks import registry
from figures.checks.registry import Outcome, Reading, check, check_names, checks, suspicion
from records import Kind, Severity
from tests.figures.checks.audit_reports import identity, report


@pytest.fixture
def own_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a test registers is gone when it ends."""
    checks()
    monkeypatch.setattr(registry, "_checks", dict(registry._checks))
    names = dict(registry._names)
    monkeypatch.setattr(registry, "_names", names)


@pytest.mark.usefixtures("own_registry")
def test_a_decorated_function_is_run_and_named() -> None:
    @check("unlucky", zh="不吉利的数", en="an unlucky number")
    def no_fours(reading: Reading) -> Iterator[Outcome]:
        at = reading.text.find("44")
        if at >= 0:
            words = "“44”不吉利。", "“44” is unlucky."
            span = reading.sentence_at(at)
            yield suspicion(reading.report, "unlucky", Severity.NOTE, "44", "", words, span)

    (found,) = audit(report("共44个项目。"), identity(2023, Kind.OTHER))
    assert (found.check, found.evidence[0].text) == ("unlucky", "共44个项目。")
    assert check_names()["unlucky"].en == "an unlucky number"


@pytest.mark.usefixtures("own_registry")
def test_an_id_is_named_once() -> None:
    with pytest.raises(ValueError, match="'rate' is named twice"):
        check("rate", zh="又一个比率", en="another rate")


def test_every_check_has_a_name_in_both_languages() -> None:
    assert len(checks()) > 25
    assert all(name.zh and name.en for name in check_names().values())

"""The catalogue of indicators: one entry is all that a new one needs, and slips in it are told."""

from __future__ import annotations

from importlib.resources import files

import pytest

from figures.indicators.catalogue import CATALOGUE, catalogue_from

KEPT = (files("figures.indicators") / "catalogue.toml").read_text("utf-8")
MEETINGS = """
[[amount]]
id = "meetings"
zh = "会议费"
en = "Meetings"
prose = '会议费'
row = '会议费'
question = '会议费|meetings'
"""


def with_meetings(entry: str = MEETINGS) -> str:
    tried = KEPT.replace('"project",\n]', '"project", "meetings",\n]', 1)
    return (
        tried.replace('"project", "income",\n]', '"project", "income", "meetings",\n]', 1) + entry
    )


def test_an_indicator_is_added_by_its_entry_alone() -> None:
    added = catalogue_from(with_meetings())
    assert added.names["meetings_budget"] == ("会议费预算数", "Meetings: budget", "万元")
    assert added.names["meetings_executed"].zh == "会议费执行数"
    for wordings in (added.amounts_in_prose, added.amounts_in_rows, added.amounts_in_questions):
        named = [name for name, pattern in wordings if pattern.search("会议费")]
        assert named == ["meetings"]
    assert added.names.keys() - CATALOGUE.names.keys() == {"meetings_budget", "meetings_executed"}


def test_an_entry_that_is_never_tried_is_refused() -> None:
    with pytest.raises(ValueError, match=r"tried\.prose.*'meetings'"):
        catalogue_from(KEPT + MEETINGS)


def test_two_indicators_of_one_id_are_refused() -> None:
    with pytest.raises(ValueError, match=r"names: .*'meetings_budget'"):
        catalogue_from(with_meetings(MEETINGS * 2))


def test_a_wording_that_is_no_regular_expression_is_named() -> None:
    with pytest.raises(ValueError, match="meetings: prose is not right"):
        catalogue_from(with_meetings(MEETINGS.replace("prose = '会议费'", "prose = '(会议费'")))

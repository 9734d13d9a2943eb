"""What a person writes of a report's identity, and what follows from it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.said import as_said, text_of, value_of
from records import Coverage, Kind
from tests.vectorstore.made import made

TEXT = "云岭市青禾县水利局（以下简称“县水利局”）负责全县水利工作。"


@pytest.mark.parametrize(
    ("side", "written", "value"),
    [
        ("year", "2023年度", 2023),
        ("year", " ", None),
        ("figure_years", "2024、2022，2023", (2022, 2023, 2024)),
        ("figure_years", "", ()),
        ("place", "广东省/广州市/增城区", ("广东省", "广州市", "增城区")),
        ("place", "广州市增城区", ("广东省", "广州市", "增城区")),
        ("place", "云岭市 青禾县", ("云岭市", "青禾县")),
        ("place", "", ()),
        ("kind", "统计公报", Kind.STATISTICS),
        ("coverage", "单位本级", Coverage.UNIT),
        ("coverage", "", Coverage.UNKNOWN),
        ("project", " 河道整治 ", "河道整治"),
    ],
)
def test_a_side_is_read_as_it_is_written(side, written, value):
    assert value_of(side, written) == value


@pytest.mark.parametrize(("side", "written"), [("year", "去年"), ("kind", "小说")])
def test_what_is_no_such_side_is_refused(side, written):
    with pytest.raises(ValueError, match=written):
        value_of(side, written)


@given(st.sets(st.integers(1949, 2100)), st.sampled_from(Kind), st.sampled_from(Coverage))
def test_what_is_shown_of_a_side_is_read_as_the_same(years, kind, coverage):
    sides = {"figure_years": tuple(sorted(years)), "kind": kind, "coverage": coverage}
    for name, value in sides.items():
        assert value_of(name, text_of(value)) == value


def test_nothing_said_changes_nothing():
    report = made().report
    assert as_said(report, {}, TEXT) == report


def test_with_another_department_its_short_names_follow():
    report = as_said(made().report, {"department": "云岭市青禾县水利局"}, TEXT)
    assert "县水利局" in report.identity.short_names
    assert report.confirmed == ("department",)
    assert report.as_read == made().report.as_read


def test_with_another_year_figures_of_its_own_year_follow():
    report = made(year=2022).report
    assert as_said(report, {"year": 2021}, TEXT).identity.figure_years == (2021,)
    both = {"year": 2021, "figure_years": (2020, 2022)}
    assert as_said(report, both, TEXT).identity.figure_years == (2020, 2022)


def test_with_another_place_its_code_follows():
    report = as_said(made().report, {"place": ("广州市", "增城区")}, TEXT)
    assert report.identity.place == ("广东省", "广州市", "增城区")
    assert report.identity.place_code == "440118"


def test_a_place_that_was_said_is_not_taken_from_the_departments_name():
    said = {"place": ("云岭市", "赤水县"), "department": "云岭市青禾县水利局"}
    assert as_said(made().report, said, TEXT).identity.place == ("云岭市", "赤水县")


def test_what_was_said_before_stays_said():
    first = as_said(made().report, {"year": 2021}, TEXT)
    second = as_said(first, {"project": "河道整治"}, TEXT)
    assert (second.identity.year, second.identity.project) == (2021, "河道整治")
    assert second.confirmed == ("year", "project")

"""What is a version of what, and what stands side by side."""

from __future__ import annotations

from dataclasses import replace

import pytest

from records import SIDES, Coverage, Kind
from tests.identities import identity_of
from vectorstore.rules import versions
from vectorstore.sides import sides_of, with_sides

WATER = identity_of(
    "2024年单位预算公开",
    2024,
    "云岭市青禾县水务局",
    place=("云岭市", "青禾县"),
    kind=Kind.BUDGET,
    coverage=Coverage.DEPARTMENT,
)
CITY = identity_of(
    "中卫市2025年预算执行情况",
    2025,
    "",
    place=("宁夏回族自治区", "中卫市"),
    kind=Kind.BUDGET_EXECUTION,
    place_code="640500",
    coverage=Coverage.AREA,
)


def test_another_title_is_another_version_of_the_same():
    assert versions(WATER, replace(WATER, title="2024年预算（修订）", short_names=("水务局",)))


@pytest.mark.parametrize(
    "other",
    [
        {"year": 2023},
        {"kind": Kind.FINAL_ACCOUNTS},
        {"department": "云岭市青禾县水文站"},
        {"coverage": Coverage.UNIT},
        {"coverage": Coverage.PROJECT, "project": "河道整治"},
    ],
)
def test_what_tells_reports_apart_lets_them_stand_side_by_side(other):
    assert not versions(WATER, replace(WATER, **other))


def test_two_projects_of_one_body_and_year_are_two_reports():
    projects = [
        replace(WATER, kind=Kind.PROJECT_EVALUATION, coverage=Coverage.PROJECT, project=name)
        for name in ("河道整治", "农村饮水")
    ]
    assert not versions(*projects)


def test_a_city_and_its_own_level_are_two_reports():
    assert not versions(CITY, replace(CITY, coverage=Coverage.GOVERNMENT))
    assert versions(CITY, replace(CITY, title="另一稿"))


def test_different_places_are_never_versions():
    other = replace(CITY, place=("河北省", "承德市"), place_code="130800")
    assert not versions(CITY, other)
    assert not versions(replace(CITY, department="财政局"), replace(other, department="财政局"))


def test_a_place_that_says_more_is_the_same_place():
    assert versions(WATER, replace(WATER, place=("青禾县",)))
    assert versions(WATER, replace(WATER, place=()))
    assert not versions(WATER, replace(WATER, place=("云岭市", "赤水县")))


@pytest.mark.parametrize(
    "unknown", [{"year": None}, {"kind": Kind.OTHER}, {"department": "", "place": ()}]
)
def test_where_something_is_not_known_nothing_is_a_version(unknown):
    identity = replace(WATER, **unknown)
    assert not versions(identity, replace(identity, title="又一份"))


@pytest.mark.parametrize("names", [(), ("year",), ("place", "kind", "coverage"), SIDES])
def test_a_side_that_is_kept_comes_back_as_it_was(names):
    one = identity_of("甲", None, "水务局", (), ("某市", "某区"), coverage=Coverage.UNIT)
    other = identity_of("乙", 2023, "教育局", kind=Kind.BUDGET, project="校舍", higher="某市")
    changed = with_sides(other, sides_of(one, names))
    rest = set(SIDES) - {*names}
    assert sides_of(changed, names) == sides_of(one, names)
    assert sides_of(changed, rest) == sides_of(other, rest)

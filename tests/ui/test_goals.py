"""The page of goals and results."""

from __future__ import annotations

from pathlib import Path

import pytest

from goals.kept import matrix_of
from ingest.pipeline import put, read
from tests.ui.drawn import opened
from ui.access import AccessDenied, Role, User
from ui.goals import confirm
from ui.services import Services
from vectorstore.reviews import Mark

WORDS = """云岭市青禾县交通运输局2021年度部门整体支出绩效自评报告
一、绩效目标
年度目标为：改造危桥23座；新增新能源公交车60辆。
二、绩效目标完成情况
改造危桥20座，未完成的3座因征地没有谈妥推迟。
新增新能源公交车60辆。
"""


def added(services: Services, folder: Path):
    path = folder / "2021.txt"
    path.write_text(WORDS, encoding="utf-8")
    return put(services.library, services.corpus, read(path, path.name), by="test").report


def test_an_empty_shelf_says_what_to_do(services: Services) -> None:
    assert "添加" in str(opened("goals").info[0].value)


def test_each_goal_stands_beside_what_was_done_for_it(services: Services, tmp_path: Path) -> None:
    added(services, tmp_path)
    at = opened("goals")
    assert not at.exception
    table = at.dataframe[0].value
    assert list(table["target"]) == ["23座", "60辆"]
    assert list(table["actual"]) == ["20座", "60辆"]
    assert "改造危桥20座" in table["done"][0]


def test_only_an_auditor_says_what_a_match_is(services: Services, tmp_path: Path) -> None:
    report = added(services, tmp_path)
    line = matrix_of(services.library, report.id).lines[0]
    reader = User("li", "", Role.READER)
    with pytest.raises(AccessDenied):
        confirm(services, reader, report, line, "改造危桥20座", Mark.DISMISSED)
    auditor = User("wang", "", Role.AUDITOR)
    confirm(services, auditor, report, line, "改造危桥20座", Mark.DISMISSED)
    [mark] = services.library.goal_matches.marks(report.id)
    assert (mark.by, mark.goal) == ("wang", line.goal.name)

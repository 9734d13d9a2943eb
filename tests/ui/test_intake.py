"""Files brought to the shelf: read, chosen, put in, whatever they are called."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from ingest.arriving import recalled
from tests.ui.pretend import services_in
from ui import shelf
from ui.access import LOCAL, AccessDenied, Role, User
from ui.intake import Choice, Intake, Item, State

REPORT = """2022年度广州市增城区水务局部门整体支出绩效自评报告
一、基本情况
（一）部门概况
广州市增城区水务局负责全区河道管理工作。
二、预算执行情况
2022年全年预算数为1,000.00万元，全年执行数为990.00万元，执行率为99.00%。
"""


def brought(*files: tuple[str, str]) -> Intake:
    intake = Intake([(name, text.encode()) for name, text in files], partial(shelf.read, LOCAL))
    intake.wait(60)
    return intake


def put(services, intake: Intake, **choices: Choice) -> None:
    chosen = {int(n): choice for n, choice in choices.items()}
    intake.put(chosen, partial(shelf.put, services, LOCAL))
    intake.wait(60)


ADD = Choice({}, replacing=False, add=True)


def test_a_report_is_read_looked_at_and_put_in(tmp_path: Path) -> None:
    services = services_in(tmp_path)
    intake = brought(("2022_水务局_绩效自评报告.txt", REPORT))
    (item,) = intake.items
    assert item.state is State.UNDERSTOOD
    assert item.reading.identity.year == 2022
    put(services, intake, **{"0": Choice({"year": 2021}, replacing=False, add=True)})
    (report,) = services.library.reports()
    assert report.identity.year == 2021
    assert report.corrected
    assert intake.items[0].outcome.report.id == report.id
    assert shelf.original(services, LOCAL, report).read_text(encoding="utf-8") == REPORT
    intake.discard()


def test_a_file_that_comes_again_is_shown_as_it_was_corrected(tmp_path: Path) -> None:
    services = services_in(tmp_path)
    intake = brought(("甲.txt", REPORT))
    as_read = intake.items[0].reading.identity
    said = Choice({"department": "广州市增城区水利局"}, replacing=False, add=True)
    put(services, intake, **{"0": said})
    (report,) = services.library.reports()
    shelf.remove(services, LOCAL, report.id)
    again = brought(("甲.txt", REPORT))
    known = recalled(services.library, services.corpus, again.items[0].reading)
    assert known.identity == report.identity
    assert known.confirmed == ("department",)
    assert "区水利局" in known.identity.short_names
    # What the person says now counts, even where it is what was read in the first place.
    put(services, again, **{"0": Choice({"department": as_read.department}, False, True)})
    (report,) = services.library.reports()
    assert report.identity == as_read
    known = recalled(services.library, services.corpus, again.items[0].reading)
    assert known.identity == as_read


def test_a_new_version_replaces_only_when_chosen(tmp_path: Path) -> None:
    services = services_in(tmp_path)
    put(services, brought(("甲.txt", REPORT)), **{"0": ADD})
    newer = REPORT.replace("990.00", "991.00")
    intake = brought(("乙.txt", newer))
    (old,) = services.library.reports()
    assert shelf.version_of(services, intake.items[0].reading.identity) == old
    put(services, intake, **{"0": ADD})
    assert intake.items[0].state is State.FAILED
    assert services.library.reports() == [old]
    intake = brought(("乙.txt", newer))
    put(services, intake, **{"0": Choice({}, replacing=True, add=True)})
    (report,) = services.library.reports()
    assert report.id != old.id


@pytest.mark.parametrize(
    "name", ["../../x.txt", "/etc/passwd", "C:\\x.txt", "<script>alert(1)</script>.txt", "a" * 900]
)
def test_a_file_name_is_only_a_name(name: str, tmp_path: Path) -> None:
    services = services_in(tmp_path)
    intake = brought((name, REPORT))
    assert intake.items[0].name == name
    put(services, intake, **{"0": ADD})
    (report,) = services.library.reports()
    inside = shelf.original(services, LOCAL, report).resolve()
    assert inside.is_relative_to((tmp_path / "corpus").resolve())
    outside = {p for p in tmp_path.rglob("*") if p.is_file()} - set(
        (tmp_path / "corpus").rglob("*")
    )
    assert all(p.is_relative_to(tmp_path / "home") for p in outside)


def test_what_cannot_be_read_says_why_and_the_others_go_on(tmp_path: Path) -> None:
    services = services_in(tmp_path)
    intake = brought(("空.txt", ""), ("2022_水务局_绩效自评报告.txt", REPORT))
    assert [item.state for item in intake.items] == [State.FAILED, State.UNDERSTOOD]
    assert intake.items[0].failure.worded("zh")
    put(services, intake, **{"1": ADD})
    assert len(services.library.reports()) == 1


def test_a_file_left_out_stays_out(tmp_path: Path) -> None:
    services = services_in(tmp_path)
    intake = brought(("2022_水务局_绩效自评报告.txt", REPORT))
    put(services, intake, **{"0": replace(ADD, add=False)})
    assert intake.items[0].state is State.LEFT
    assert services.library.reports() == []


def test_who_may_not_change_the_shelf_cannot_by_way_of_files(tmp_path: Path) -> None:
    reader = User("reader@example.org", "", Role.READER)
    intake = Intake([("a.txt", REPORT.encode())], partial(shelf.read, reader))
    intake.wait(60)
    assert isinstance(intake.items[0].failure, AccessDenied)


def test_the_time_left_follows_from_what_went_before() -> None:
    item = Item("a", Path("a"), State.ADDING, "embed", done=25, total=100, since=10.0)
    assert item.seconds_left(20.0) == 30.0
    assert replace(item, done=0).seconds_left(20.0) is None

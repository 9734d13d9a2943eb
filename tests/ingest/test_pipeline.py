"""A file's journey onto the shelf, and what becomes of it there."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from ingest.corpus import Corpus
from ingest.loaded import UnreadableFile
from ingest.pipeline import Status, correct, on_shelf, put, read, remove
from ingest.sync import plan
from ingest.telling import described
from records import Candidate, Coverage, Kind, Trait, Unsure, Witness
from tests.fakes import PredictableEmbedder
from vectorstore.library import Library
from vectorstore.rules import DuplicateReportError
from vectorstore.settings import StoreSettings

REPORT = """{year}年度滨江市水务局部门整体支出绩效自评报告

一、基本情况

（一）部门整体收支情况

1. 预算执行情况

{year}年市水务局全年预算数为{budget}万元，全年执行数为900.00万元，执行率为{rate}%。

二、存在的主要问题

绩效目标申报不够全面。
"""


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    return Corpus(tmp_path / "home" / "corpus")


@pytest.fixture
def library(tmp_path: Path):
    home = tmp_path / "home"
    settings = StoreSettings(home=home)
    library = Library.open(settings, PredictableEmbedder())
    yield library
    library.close()


def written(
    path: Path, year: int = 2022, budget: str = "1,000.00", rate: str = "90.00", more: str = ""
) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text(REPORT.format(year=year, budget=budget, rate=rate) + more, encoding="utf-8")
    return path


def add(library: Library, corpus: Corpus, path: Path, **options):
    return put(library, corpus, read(path, path.name), by="curator", **options)


def test_a_report_is_found_once_it_is_added(
    library: Library, corpus: Corpus, tmp_path: Path
) -> None:
    outcome = add(library, corpus, written(tmp_path / "水务局.txt"))
    identity = outcome.report.identity
    assert outcome.status is Status.ADDED
    assert (identity.year, identity.department) == (2022, "滨江市水务局")
    assert identity.kind is Kind.SELF_EVALUATION
    (hit, *_) = library.keywords("预算执行率", 5)
    assert "90.00%" in library.passages([hit.passage_id])[hit.passage_id].text
    assert corpus.files() == [corpus.folder / "水务局.txt"]


def test_adding_the_same_bytes_twice_does_nothing(
    library: Library, corpus: Corpus, tmp_path: Path
) -> None:
    path = written(tmp_path / "水务局.txt")
    first = add(library, corpus, path)
    before = library.passage_counts()
    again = add(library, corpus, written(tmp_path / "另一个名字.txt"))
    assert again.status is Status.UNCHANGED
    assert again.report == first.report == on_shelf(library, path)
    assert library.passage_counts() == before
    assert len(corpus.files()) == 1


def test_a_changed_file_replaces_its_report(
    library: Library, corpus: Corpus, tmp_path: Path
) -> None:
    old = add(library, corpus, written(tmp_path / "水务局.txt"))
    new = add(
        library, corpus, written(tmp_path / "水务局.txt", more="三、下一步改进措施\n\n加强。\n")
    )
    assert new.status is Status.REPLACED
    assert [r.id for r in library.reports()] == [new.report.id] != [old.report.id]
    assert [p.name for p in corpus.files()] == ["水务局.txt"]
    assert "改进措施" in corpus.files()[0].read_text(encoding="utf-8")


def test_another_version_of_a_report_replaces_it_only_when_told_to(
    library: Library, corpus: Corpus, tmp_path: Path
) -> None:
    add(library, corpus, written(tmp_path / "初稿.txt"))
    final = written(tmp_path / "定稿.txt", budget="1,200.00", rate="75.00")
    with pytest.raises(DuplicateReportError, match=r"定稿\.txt.*初稿\.txt"):
        add(library, corpus, final)
    assert [p.name for p in corpus.files()] == ["初稿.txt"]
    outcome = add(library, corpus, final, replacing=True)
    assert outcome.status is Status.REPLACED
    assert [r.id for r in library.reports()] == [outcome.report.id]
    assert [p.name for p in corpus.files()] == ["定稿.txt"]


def test_another_year_stands_beside_it(library: Library, corpus: Corpus, tmp_path: Path) -> None:
    add(library, corpus, written(tmp_path / "a" / "水务局.txt", year=2021))
    add(library, corpus, written(tmp_path / "b" / "水务局.txt", year=2022))
    assert sorted(r.identity.year or 0 for r in library.reports()) == [2021, 2022]
    assert len(corpus.files()) == 2


def test_a_removed_report_takes_its_file_and_everything_else_with_it(
    library: Library, corpus: Corpus, tmp_path: Path
) -> None:
    report = add(library, corpus, written(tmp_path / "水务局.txt")).report
    remove(library, corpus, report.id)
    assert library.reports() == []
    assert library.keywords("预算执行率", 5) == []
    assert library.indicators() == library.findings() == {}
    assert corpus.files() == []


def test_a_report_whose_figures_disagree_has_a_finding(
    library: Library, corpus: Corpus, tmp_path: Path
) -> None:
    report = add(library, corpus, written(tmp_path / "水务局.txt", rate="95.00")).report
    findings = [kept.finding for kept in library.findings([report.id])[report.id]]
    assert [f.stated for f in findings] == ["95.00%"]


def test_a_correction_survives_reading_the_file_again(
    library: Library, corpus: Corpus, tmp_path: Path
) -> None:
    path = written(tmp_path / "水务局.txt")
    report = add(library, corpus, path).report
    identity = replace(report.identity, year=2023, figure_years=(2023,))
    assert correct(library, report.id, {"year": 2023}, "curator").identity == identity
    again = add(library, corpus, written(path, more="三、下一步改进措施\n\n加强。\n"))
    assert again.status is Status.REPLACED
    assert again.report.identity == identity
    assert {i.year for i in library.indicators()[again.report.id]} >= {2022}


def test_a_correction_given_with_the_file_counts_before_it_is_compared(
    library: Library, corpus: Corpus, tmp_path: Path
) -> None:
    add(library, corpus, written(tmp_path / "一.txt"))
    other = written(tmp_path / "二.txt", budget="1,200.00", rate="75.00")
    reading = read(other, other.name)
    said = {"department": "滨江市水务局河道所"}
    outcome = put(library, corpus, reading, by="curator", said=said)
    assert outcome.status is Status.ADDED
    assert outcome.report.identity.department == "滨江市水务局河道所"
    assert outcome.report.confirmed == ("department",)


def test_a_units_budget_and_two_projects_stand_beside_their_departments(
    library: Library, corpus: Corpus, tmp_path: Path
) -> None:
    add(library, corpus, written(tmp_path / "部门.txt"))
    aside = (
        {"coverage": Coverage.UNIT},
        {"coverage": Coverage.PROJECT, "project": "河道整治"},
        {"coverage": Coverage.PROJECT, "project": "农村饮水"},
    )
    for n, said in enumerate(aside):
        path = written(tmp_path / f"{n}.txt", budget=f"{1100 + n}.00")
        assert add(library, corpus, path, said=said).status is Status.ADDED
    again = written(tmp_path / "又一份.txt", budget="1,300.00")
    with pytest.raises(DuplicateReportError, match=r"又一份\.txt.*0\.txt"):
        add(library, corpus, again, said=aside[0])
    assert len(library.reports()) == 4


def test_with_a_department_corrected_its_short_names_follow_and_find_it(
    library: Library, corpus: Corpus, tmp_path: Path
) -> None:
    report = add(library, corpus, written(tmp_path / "水务局.txt")).report
    after = correct(library, report.id, {"department": "滨江市水利局"}, "curator")
    assert "市水利局" in after.identity.short_names
    assert not any("水务" in name for name in after.identity.short_names)
    assert library.report(report.id) == after


def test_what_was_confirmed_is_not_asked_about_again(
    library: Library, corpus: Corpus, tmp_path: Path
) -> None:
    reading = read(written(tmp_path / "水务局.txt"), "水务局.txt")
    named = (
        Candidate("滨江市水务局", Witness.TITLE, "滨江市水务局部门整体支出绩效自评报告", 0.4),
        Candidate("滨江市水利局", Witness.LABEL, "填报单位：滨江市水利局", 0.4),
    )
    unsure = replace(reading, traits=(Trait("department", named, agreed=False),))
    report = put(library, corpus, unsure, by="curator").report
    assert [trait.name for trait in report.asked_about] == ["department"]
    assert library.report(report.id) == report
    after = correct(library, report.id, {"department": "滨江市水务局"}, "curator")
    assert (after.asked_about, after.corrected) == ((), False)
    remove(library, corpus, report.id)
    assert put(library, corpus, unsure, by="curator").report.asked_about == ()


def test_a_file_in_the_corpus_folder_stays_where_it_is(library: Library, corpus: Corpus) -> None:
    corpus.folder.mkdir(parents=True)
    path = written(corpus.folder / "2022" / "水务局.txt")
    report = add(library, corpus, path).report
    assert report.source == "2022/水务局.txt"
    assert corpus.files() == [path]


def test_a_name_that_leads_out_of_the_folder_leads_nowhere(
    library: Library, corpus: Corpus, tmp_path: Path
) -> None:
    path = written(tmp_path / "upload")
    outcome = put(library, corpus, read(path, "../../x"), by="curator")
    assert [p.parent for p in corpus.files()] == [corpus.folder]
    assert corpus.path(outcome.report.source).exists()


def test_an_empty_file_is_refused_with_its_reason(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("\n \n", encoding="utf-8")
    with pytest.raises(UnreadableFile, match="文件是空的"):
        read(tmp_path / "empty.txt", "empty.txt")


def test_a_file_that_is_not_there_is_refused_with_its_reason(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="打不开"):
        read(tmp_path / "none.txt", "none.txt")


def test_a_sync_finds_what_is_new_changed_gone_and_unchanged(
    library: Library, corpus: Corpus, tmp_path: Path
) -> None:
    kept = add(library, corpus, written(tmp_path / "2020.txt", year=2020)).report
    gone = add(library, corpus, written(tmp_path / "2021.txt", year=2021)).report
    changed = add(library, corpus, written(tmp_path / "2022.txt", year=2022)).report
    files = {Path("2020.txt"): kept.id, Path("2022.txt"): "other", Path("2023.txt"): "new"}
    todo = plan(files, library.reports())
    assert todo.unread == (Path("2022.txt"), Path("2023.txt"))
    assert todo.unchanged == (kept,)
    assert todo.gone == (gone,)
    assert changed not in todo.gone


def last_year_findings(library: Library, report_id: str) -> list[str]:
    kept = library.findings([report_id]).get(report_id, ())
    return [k.finding.stated for k in kept if k.finding.check == "last-year"]


def test_a_report_is_held_against_last_years_whichever_comes_first(
    library: Library, corpus: Corpus, tmp_path: Path
) -> None:
    said = "2021年市水务局全年预算数为980.00万元，全年执行数为900.00万元。\n"
    this = add(library, corpus, written(tmp_path / "2022.txt", year=2022, more=said)).report
    assert last_year_findings(library, this.id) == []
    last = add(library, corpus, written(tmp_path / "2021.txt", year=2021)).report
    assert last_year_findings(library, this.id) == ["980.00万元"]
    remove(library, corpus, last.id)
    assert last_year_findings(library, this.id) == []


def test_what_of_a_file_was_not_read_stays_with_its_report(library, corpus, tmp_path):
    path = tmp_path / "2022年云杉区园林管理局绩效自评报告.txt"
    path.write_bytes(
        "云杉区园林管理局2022年度绩效自评报告\n一、基本情况\n预算执行率95.00%。\n".encode()
        + b"\xff\n"
    )
    outcome = put(library, corpus, read(path, path.name), by="curator")
    (notice,) = library.report(outcome.report.id).notices
    assert notice.why is Unsure.REPLACED
    assert described(library, outcome.report)["notices"][0]["why"] == "replaced"


def test_a_unit_is_held_against_its_department_whichever_comes_first(
    library: Library, corpus: Corpus, tmp_path: Path
) -> None:
    said = "2023年云杉区园林管理局{whose}支出预算{amount}万元，比上年持平。\n"
    unit = tmp_path / "云杉区园林管理局本级2023年单位预算.txt"
    unit.write_text(
        "云杉区园林管理局（本级）2023年单位预算\n一、收支情况\n"
        + said.format(whose="本级", amount="980.00"),
        "utf-8",
    )
    whole = tmp_path / "云杉区园林管理局2023年部门预算.txt"
    whole.write_text(
        "云杉区园林管理局2023年部门预算\n一、收支情况\n" + said.format(whose="", amount="900.00"),
        "utf-8",
    )

    def found() -> list[str]:
        kept = library.findings([own.id]).get(own.id, ())
        return [k.finding.recomputed for k in kept if k.finding.check == "more-than-department"]

    own = add(library, corpus, unit).report
    assert found() == []
    department = add(library, corpus, whole).report
    assert found() == ["900.00万元"]
    remove(library, corpus, department.id)
    assert found() == []

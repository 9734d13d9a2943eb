"""Which report a file is: heads in forty manners, reports read by a person, and the witnesses."""

import csv
import tomllib
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ingest.identity.bodies import body_in_title, full_name, named_as_a_whole, speaker
from ingest.identity.called import short_names, with_derived
from ingest.identity.identify import identify
from ingest.identity.kinds import kind_in, project_in
from ingest.identity.sources import lines_of
from ingest.identity.weigh import weigh
from ingest.identity.years import years
from ingest.load import load
from ingest.load.text import read_text
from ingest.loaded import Line, Loaded, Page
from ingest.structure import structure
from records import Candidate, Coverage, Identity, Kind, Trait, Witness
from tests.identities import identity_of

HERE = Path(__file__).parent
HEADS = tomllib.loads((HERE / "heads.toml").read_text(encoding="utf-8"))["head"]
SIDES = (
    *("title", "place", "department", "higher", "project"),
    *("kind", "coverage", "year", "figure_years"),
)
BODY = (
    "本年度坚持过紧日子要求，严格执行各项财经纪律，按照轻重缓急安排支出，确保重点工作的资金需要。\n"
    "各项任务完成较好。\n"
    "在管理方面，修订完善了内部控制、资产管理和采购管理等制度，明确了审批权限和流程，事后有监督。\n"
) * 5


def identified(loaded: Loaded, path: str) -> tuple[dict[str, object], dict[str, Trait]]:
    identity, traits = identify(structure(loaded), path, lines_of(loaded))
    read = {side: getattr(identity, side) for side in SIDES}
    read |= {"place": "/".join(identity.place), "figure_years": [*identity.figure_years]}
    return read, {trait.name: trait for trait in traits}


def read(*lines: str, name: str = "report.txt") -> tuple[Identity, int]:
    """Lines of a file → its identity, and how many of its sides are agreed."""
    loaded = Loaded("text", (Page(1, tuple(Line(line) for line in lines)),))
    identity, traits = identify(structure(loaded), name, lines_of(loaded))
    return identity, sum(trait.agreed for trait in traits)


@pytest.mark.parametrize("body", [BODY, ""], ids=["in a report", "alone"])
@pytest.mark.parametrize("head", HEADS, ids=[head["about"] for head in HEADS])
def test_a_head_says_which_report_it_is(head, body):
    loaded = read_text(Path(head["file"]), head["text"] + body)
    said, traits = identified(loaded, head["file"])
    wanted = {side: head.get(side, "") for side in ("higher", "project")}
    wanted |= {side: head[side] for side in SIDES if side in head}
    assert {side: said[side] for side in wanted} == wanted
    asked = {name for name, trait in traits.items() if not trait.agreed}
    assert set(head.get("asks", [])) <= asked
    assert len(asked) <= len(head.get("asks", [])) + 1  # more would tire whoever is asked


def test_reports_are_what_a_person_read_them_to_be():
    wrong, unasked = [], []
    with (HERE / "identities.tsv").open(encoding="utf-8", newline="") as table:
        rows = list(csv.DictReader(table, delimiter="\t"))
    for row in rows:
        path = HERE.parents[1] / row.pop("file")
        said, traits = identified(load(path), path.name)
        for side, value in row.items():
            if str(said[side]) != value:
                wrong.append((path.name, side, said[side]))
                if traits[side].agreed:
                    unasked.append(wrong[-1])
    assert len({name for name, *_ in wrong}) <= 0.05 * len(rows), wrong
    assert not unasked


def test_the_corpus_report_says_what_it_is(corpus_report):
    loaded = load(corpus_report)
    identity, traits = identify(structure(loaded), "a.txt", lines_of(loaded))
    assert identity.title == (
        "2022年度广州市增城区政务服务数据管理局(增城开发区政务服务数据管理局)部门整体支出绩效自评报告"
    )
    assert (identity.year, identity.kind) == (2022, Kind.SELF_EVALUATION)
    assert identity.department == "广州市增城区政务服务数据管理局"
    assert (identity.district, identity.place_code) == ("广东省广州市增城区", "440118")
    assert identity.coverage is Coverage.DEPARTMENT
    assert {"区政数局", "增城区政数局"} <= set(identity.short_names)
    assert all(trait.agreed for trait in traits)


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("海陵市财政局2023年度部门预算", Kind.BUDGET),
        ("海陵市审计局2023年度部门决算", Kind.FINAL_ACCOUNTS),
        ("2023年度海陵市财政局预算绩效自评报告", Kind.SELF_EVALUATION),
        ("海陵市2023年度市级预算执行和其他财政收支的审计工作报告", Kind.AUDIT),
        ("2023年度旧区改造项目财政支出绩效评价报告", Kind.PROJECT_EVALUATION),
        ("海陵市水务局部门整体支出财政重点绩效评价报告", Kind.FISCAL_EVALUATION),
        ("关于2022年预算执行情况和2023年预算草案的报告", Kind.BUDGET_EXECUTION),
        ("关于2022年决算和2023年上半年预算执行情况的报告", Kind.FINAL_ACCOUNTS),
        ("海陵市2023年国民经济和社会发展统计公报", Kind.STATISTICS),
        ("海陵市国民经济和社会发展第十四个五年规划", None),
        ("海陵市财政局2023年工作总结", None),
    ],
)
def test_the_kind_is_in_the_title(title, kind):
    assert kind_in(title) is kind


@pytest.mark.parametrize(
    ("title", "project"),
    [
        ("关于2023年度农村公路养护项目绩效评价报告", "农村公路养护项目"),
        ("海陵市图书馆2023年度免费开放项目支出绩效自评报告", "免费开放项目"),
        ("海陵市2022—2024年产业扶持专项资金财政重点绩效评价报告", "产业扶持专项资金"),
        ("2024年度海陵市教育局部门整体支出绩效自评报告", ""),
        ("海陵市教育局2024年度项目支出绩效自评报告", ""),
        ("海陵市教育局2024年部门预算", ""),
    ],
)
def test_a_projects_name_is_in_the_title(title, project):
    assert project_in(title) == project


def test_years_are_read_as_they_are_written():
    assert years("二〇二二年度部门决算，二○二一年") == [2022, 2021]
    assert years("2022—2024年产业扶持资金") == [2022, 2023, 2024]
    assert years("文号12022号，电话20231234") == []


@pytest.mark.parametrize(
    "words",
    ["政府债务", "会议通知", "第一部分", "海陵明德会计师事务所", "各项工作"],
)
def test_a_piece_of_a_sentence_is_no_body(words):
    assert named_as_a_whole(words) is None
    assert body_in_title(words) is None


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("县财政局局长", "南漳县财政局"),
        ("南漳县代县长", "南漳县人民政府"),
        ("襄阳市审计局党组书记、局长", "襄阳市审计局"),
        ("高某某", None),
        ("评价组组长", None),
    ],
)
def test_who_speaks_holds_an_office_in_a_body(words, name):
    body = speaker(words)
    assert (body and full_name(body, ("湖北省", "襄阳市", "南漳县"))) == name


def test_a_full_name_begins_as_the_body_is_called_officially():
    def named(words: str, *place: str) -> str:
        body = named_as_a_whole(words)
        assert body is not None
        return full_name(body, place)

    assert named("增城区教育局") == "广州市增城区教育局"
    assert named("湖北省襄阳市南漳县教育局") == "南漳县教育局"
    assert named("市教育局", "海陵市", "河东区") == "海陵市教育局"
    assert named("区教育局", "海陵市", "河东区") == "海陵市河东区教育局"
    assert named("河东区教育局", "海陵市", "河东区") == "海陵市河东区教育局"


@pytest.mark.parametrize(
    ("stated", "text"),
    [
        ("海陵市河东区人民政府桥头街道办事处", "略。"),
        ("河东区人民政府桥头街道办事处", "海陵市河东区人民政府桥头街道办事处是派出机关。"),
        ("桥头街道办事处", "海陵市河东区人民政府桥头街道办事处是派出机关。"),
    ],
)
def test_one_department_has_one_name_over_the_years(stated, text):
    identity, _ = read(
        "海陵市河东区2025年区级部门预算", f"预算主管部门：{stated}", "一、概况", text
    )
    assert identity.department == "海陵市河东区人民政府桥头街道办事处"


def test_a_street_is_known_by_its_short_names():
    identity, _ = read("2024年预算", "预算主管部门：海陵市河东区人民政府桥头街道办事处")
    assert {"桥头街道", "桥头街道办", "桥头街道办事处"} <= set(identity.short_names)
    assert identity.district == "海陵市河东区"


def test_short_names_that_the_text_introduces_are_taken():
    text = "海陵市发展和改革委员会（以下简称“市发展改革委”）主管全市经济工作。"
    names = short_names("海陵市发展和改革委员会", text)
    assert {"市发展改革委", "市发改委", "海陵发改委"} <= set(names)
    assert "海陵市发展和改革委员会" not in names


def test_what_follows_from_a_body_follows_its_correction():
    wrong = identity_of("2023年部门决算", 2023, "海陵市教育局", ("市教育局",), ("海陵市",))
    corrected = with_derived(
        identity_of("2023年部门决算", 2023, "广州市增城区教育局", wrong.short_names, wrong.place),
        "略。",
    )
    assert corrected.place == ("广东省", "广州市", "增城区")
    assert corrected.place_code == "440118"
    assert "区教育局" in corrected.short_names
    assert "市教育局" not in corrected.short_names
    assert with_derived(corrected, "略。") == corrected


def test_what_only_the_file_name_says_is_less_sure():
    from_text, sure = read("2023年度海陵市水务局部门决算", "一、概况", "略。")
    from_name, unsure = read("一、概况", "主管供水工作。", name="2023_海陵市水务局_部门决算.docx")
    assert (from_name.year, from_name.department) == (from_text.year, from_text.department)
    assert from_name.kind is Kind.FINAL_ACCOUNTS
    assert 0 < unsure < 0.6 * len(SIDES) < sure


def test_a_text_that_says_nothing_is_not_guessed_at():
    identity, sure = read("会议通知", "请准时参加。")
    assert (identity.year, identity.department, identity.kind) == (None, "", Kind.OTHER)
    assert sure < 0.6 * len(SIDES)


def test_witnesses_that_contradict_each_other_are_not_agreed():
    def candidate(value: str, source: Witness, weight: float) -> Candidate:
        return Candidate(value, source, value, weight)

    title, label = candidate("甲", Witness.TITLE, 0.6), candidate("乙", Witness.LABEL, 0.5)
    assert weigh("year", [title])[1].agreed
    value, trait = weigh("year", [label, title])
    assert (value, trait.agreed) == ("甲", False)
    said_often = [candidate("甲", Witness.TEXT, 0.2)] * 5
    assert not weigh("year", said_often)[1].agreed
    assert weigh("year", [])[0] == ""


@given(
    st.text(alphabet="2023年度海陵市县教育局关于的报告绩效自评预决算（）：\n 。、", max_size=120)
)
def test_any_text_has_an_identity_and_its_evidence(text):
    assume(text.strip())
    loaded = Loaded("text", (Page(1, tuple(map(Line, filter(str.strip, text.split("\n"))))),))
    identity, traits = identify(structure(loaded), "a.txt", lines_of(loaded))
    assert {trait.name for trait in traits} == {*SIDES}
    for trait in traits:
        weights = [c.weight for c in trait.candidates]
        assert all(0 <= weight <= 1 for weight in weights)
    assert identity.department == "" or identity.short_names is not None

"""Ninety reports of fifteen bodies, alike but for their figures, and the questions about them.

Five places, real and invented; three bodies in each; three years; a self-evaluation and a budget.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

from figures.indicators import indicators
from ingest.chunk import PASSAGE_LIMIT, text_to_passages
from ingest.loaded import Line, Loaded, Page
from ingest.structure import structure
from records import Kind, Provenance, Report
from tests.identities import identity_of
from vectorstore.library import Library

TODAY = date(2024, 11, 28)
PLACES = {
    "增城": (("广东省", "广州市", "增城区"), "局"),
    "中卫": (("宁夏回族自治区", "中卫市"), "局"),
    "青川": (("四川省", "广元市", "青川县"), "局"),
    "锦屿": (("锦屿市",), "局"),
    "福建": (("福建省",), "厅"),
}
BODIES = {
    "交通": ("交通运输", "公路养护和公交运营", "公交站亭破损较多"),
    "环境": ("生态环境", "空气和水质监测", "监测设备老化"),
    "民政": ("民政", "养老和社会救助", "养老床位不足"),
}
YEARS = (2022, 2023, 2024)
QUESTIONS = Path(__file__).with_name("questions.tsv")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the whole of the answer's bodies (增城交通) and years.

    `expected` is a body, several, `ask` where it has to be asked which, or `absent` and the words
    that have to be said. `before` is what was asked first, in the same conversation, or "".
    """

    before: str
    question: str
    expected: tuple[str, ...]
    years: tuple[int, ...]


def questions() -> list[Asked]:
    """The questions of the file."""
    lines = QUESTIONS.read_text(encoding="utf-8").splitlines()
    return [_asked(line) for line in lines if line and not line.startswith("#")]


def _asked(line: str) -> Asked:
    expected, years, before, question = line.split("\t")
    return Asked(
        before, question, tuple(expected.split()), tuple(int(y) for y in years.split() if y != "-")
    )


def department(body: str) -> str:
    """增城交通 → 广州市增城区交通运输局."""
    place, field = body[:2], body[2:]
    path, rank = PLACES[place]
    return f"{''.join(path[-2:])}{BODIES[field][0]}{rank}"


def figure(body: str, year: int, what: str) -> Decimal:
    """A figure in 万元 that no other body, year or thing has."""
    seed = int(sha256(f"{body}{year}{what}".encode()).hexdigest()[:8], 16)
    return Decimal(100_000 + seed % 800_000) / 100


def reports() -> list[tuple[Report, tuple[str, ...]]]:
    """All reports, with their paragraphs."""
    bodies = [f"{place}{field}" for place in PLACES for field in BODIES]
    return [
        made
        for body in bodies
        for year in YEARS
        for made in (_evaluation(body, year), _budget(body, year))
    ]


def _evaluation(body: str, year: int) -> tuple[Report, tuple[str, ...]]:
    field, duty, problem = BODIES[body[2:]]
    budget = figure(body, year, "预算")
    spent = (budget * Decimal("0.95")).quantize(Decimal("0.01"))
    return _report(body, year, Kind.SELF_EVALUATION), (
        f"{year}年度{department(body)}部门整体支出绩效自评报告",
        "一、基本情况",
        "（一）部门概况",
        f"本部门负责{duty}等{field}工作。",
        "（二）预算执行情况",
        f"{year}年，全年预算数为{budget}万元，全年执行数为{spent}万元。",
        "二、存在的主要问题",
        f"{problem}，涉及资金{figure(body, year, '问题')}万元。",
        "三、下一步工作计划",
        f"{year + 1}年拟投入{figure(body, year, '计划')}万元，解决{problem}的问题。",
    )


def _budget(body: str, year: int) -> tuple[Report, tuple[str, ...]]:
    return _report(body, year, Kind.BUDGET), (
        f"{department(body)}{year}年部门预算",
        "一、收入预算",
        f"{year}年收入预算为{figure(body, year, '收入')}万元。",
        "二、“三公”经费预算",
        f"{year}年“三公”经费预算数为{figure(body, year, '三公')}万元。",
    )


def _report(body: str, year: int, kind: Kind) -> Report:
    name = f"{year}年{department(body)}{kind}"
    identity = identity_of(name, year, department(body), place=PLACES[body[:2]][0], kind=kind)
    return Report(
        id=sha256(name.encode()).hexdigest(),
        identity=identity,
        as_read=identity,
        traits=(),
        confirmed=(),
        source=f"{name}.txt",
        page_count=1,
        ingested_at=datetime(2026, 1, 1, tzinfo=UTC),
        ingested_by="测试",
        provenance=Provenance("text", PASSAGE_LIMIT, "predictable"),
    )


def put_all(library: Library) -> None:
    """Put all of them on a shelf."""
    for report, paragraphs in reports():
        text = structure(Loaded("text", (Page(1, tuple(Line(p) for p in paragraphs)),)))
        stated = indicators(text, report.identity.year)
        library.add(report, text, text_to_passages(text, report.id), stated, ())

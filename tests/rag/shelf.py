"""Reports that the tests of this room put on a shelf."""

from dataclasses import replace
from datetime import UTC, date, datetime
from hashlib import sha256

from ingest.chunk import PASSAGE_LIMIT, text_to_passages
from ingest.loaded import Line, Loaded, Page
from ingest.structure import structure
from records import Kind, Provenance, Report
from tests.identities import identity_of
from vectorstore.library import Library

TODAY = date(2025, 6, 1)
DATA_BUREAU = "广州市增城区政务服务数据管理局"
WANLI = "上海市普陀区人民政府万里街道办事处"
WELFARE = "上海市普陀区社会福利院"


def report(
    department: str,
    year: int | None,
    kind: Kind = Kind.BUDGET,
    short_names: tuple[str, ...] = (),
) -> Report:
    name = f"{year}年{department}{kind}报告"
    identity = identity_of(name, year, department, short_names, kind=kind)
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
        provenance=Provenance("text", 400, "demo"),
    )


SHELF = (
    report(DATA_BUREAU, 2022, Kind.SELF_EVALUATION, ("区政数局", "增城区政数局", "政数局")),
    report(WANLI, 2023),
    report(WANLI, 2024),
    report(WANLI, 2025),
    report(WELFARE, 2024, short_names=("福利院",)),
)


def put(library: Library, about: Report, *paragraphs: str) -> Report:
    """A report made of paragraphs, headings among them, read as any other and put on the shelf."""
    loaded = Loaded("text", (Page(1, tuple(Line(p) for p in paragraphs)),))
    text = structure(loaded)
    provenance = Provenance("text", PASSAGE_LIMIT, library.embedding_model)
    about = replace(about, provenance=provenance)
    return library.add(about, text, text_to_passages(text, about.id), (), ())

"""Small reports for the shelf, made of sentences."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal

from records import (
    Evidence,
    Finding,
    Indicator,
    Kind,
    Passage,
    Provenance,
    Report,
    ReportText,
    Section,
    Severity,
)
from tests.identities import identity_of
from vectorstore.library import Library


@dataclass(frozen=True)
class Made:
    """All the parts of one report, as reading its file would give them."""

    report: Report
    text: ReportText
    passages: list[Passage]
    indicators: list[Indicator]
    findings: list[Finding]

    def onto(self, library: Library, **more) -> Report:
        return library.add(
            self.report, self.text, self.passages, self.indicators, self.findings, **more
        )

    def called(self, source: str) -> Made:
        return replace(self, report=replace(self.report, source=source))


def made(
    department: str = "水务局",
    year: int = 2022,
    sentences: tuple[str, ...] = ("全年预算执行率为99.47%。", "完成河道整治12公里。"),
    kind: Kind = Kind.SELF_EVALUATION,
    source: str | None = None,
    model: str = "predictable",
    limit: int = 400,
) -> Made:
    body = "".join(f"{sentence}\n" for sentence in sentences)
    report_id = hashlib.sha256(f"{department}{year}{kind}{body}".encode()).hexdigest()
    identity = identity_of(f"{year}年{department}{kind}报告", year, department, (), ("某区",), kind)
    report = Report(
        id=report_id,
        identity=identity,
        as_read=identity,
        traits=(),
        confirmed=(),
        source=source or f"{year}_{department}_{kind}.txt",
        page_count=1,
        ingested_at=datetime(2026, 3, 1, 8, 0, tzinfo=UTC),
        ingested_by="curator@example.org",
        provenance=Provenance("text", limit, model),
    )
    passages, start = [], 0
    for ordinal, sentence in enumerate(sentences):
        end = start + len(sentence) + 1
        passages.append(
            Passage(
                id=f"{report_id[:24]}-{ordinal}",
                report_id=report_id,
                ordinal=ordinal,
                headings=("一、基本情况",),
                context="",
                first_page=1,
                last_page=1,
                start=start,
                end=end,
                text=body[start:end],
                sentences=((start, end),),
                table=None,
            )
        )
        start = end
    evidence = Evidence(0, len(sentences[0]), 1, sentences[0])
    return Made(
        report,
        ReportText(body, (0,), (Section(("一、基本情况",), 0, len(body)),), ()),
        passages,
        [Indicator("execution_rate", year, Decimal("99.47"), "%", "99.47%", evidence)],
        [Finding("rate", Severity.ERROR, "99.47%", "99.43%", "相除", "divide", (evidence,))],
    )

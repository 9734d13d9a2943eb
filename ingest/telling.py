"""The shelf and what was done to it → JSON and lines for the command line."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from ingest.batch import Failure, Summary
from records import Coverage, HowRead, Identity, Notice, Report, ReportText, undecided
from vectorstore.jobs import Pace
from vectorstore.library import Library


def tell(library: Library, summary: Summary, as_json: bool) -> int:
    """Print what became of every file → the exit code: 1 where one is not on the shelf."""
    if as_json:
        document = {
            "reports": [
                {"file": o.name, "status": o.status, **described(library, o.report)}
                for o in summary.outcomes
            ],
            "removed": [{"id": r.id, "title": r.identity.title} for r in summary.removed],
            "failed": [failure_fields(f) for f in summary.failures],
        }
        print(json.dumps(document, ensure_ascii=False, indent=2))
    else:
        for outcome in summary.outcomes:
            print(f"{outcome.status:10}{line(outcome.report)}  {outcome.name}")
        for report in summary.removed:
            print(f"{'removed':10}{report.source}")
    for outcome in summary.outcomes:
        if asked := [trait.name for trait in outcome.report.asked_about]:
            print(
                f"请核对 to be looked at: {outcome.name}: {', '.join(asked)} "
                f"(python -m ingest show {outcome.report.id[:12]})",
                file=sys.stderr,
            )
        if notices := outcome.report.notices:
            print(
                f"有未读或不确定之处 not read or unsure: {outcome.name}: {len(notices)} "
                f"(python -m ingest show {outcome.report.id[:12]})",
                file=sys.stderr,
            )
    for failure in summary.failures:
        print(f"未入库 not added: {failure.name}: {failure.why}", file=sys.stderr)
    return 1 if summary.failures else 0


def failure_fields(failure: Failure) -> dict[str, str]:
    """A file that is not on the shelf → which, and why in both languages, for JSON."""
    why = failure.why
    return {"file": failure.name, "reason": why.worded("zh"), "reason_en": why.worded("en")}


def pace_line(pace: Pace) -> str:
    """How far the queue is → one line."""
    parts = [
        f"完成 done {pace.done:,}",
        f"失败 failed {pace.failed:,}",
        f"等待 waiting {pace.waiting:,}",
        f"在读 being read {pace.working:,} ({pace.workers} workers)",
    ]
    if pace.files_a_second is not None:
        parts.append(f"{pace.files_a_second:.2f} 份/秒 files/s")
    if pace.seconds_left:
        minutes, seconds = divmod(round(pace.seconds_left), 60)
        parts.append(f"剩余 left {minutes // 60}:{minutes % 60:02}:{seconds:02}")
    return " · ".join(parts)


def with_notices(text: ReportText, report: Report) -> Iterator[str]:
    """All that was read of a report, line by line, with the notices at their places.

    What has no place in the text is told where its page begins.
    """
    for page in range(1, report.page_count + 1):
        read = f" ({report.pages[page - 1]})" if report.pages else ""
        yield f"──── 第{page}页 page {page}{read} ────"
        own = [n for n in report.notices if n.start is None and n.page == page]
        start, end = text.page_span(page)
        yield from (_told(notice) for notice in own)
        while start < end:
            after = text.text.find("\n", start, end) + 1 or end
            yield text.text[start:after].rstrip("\n")
            told = [n for n in report.notices if n.start is not None and start <= n.start < after]
            yield from (_told(notice) for notice in told)
            start = after


def _told(notice: Notice) -> str:
    return f"    ⚠ {notice_line(notice)}"


def notice_line(notice: Notice) -> str:
    """A place that was not read, or not surely → why and where, with what was read there."""
    where = f"p.{notice.page} {notice.place}".strip()
    text = " ".join(notice.text.split())
    return f"{notice.why}: {where}" + (f": {text}" if text else "")


def line(report: Report) -> str:
    """A report → which it is, on one line; ? stands where nothing is known."""
    i = report.identity
    whose = i.department or i.district or "?"
    narrower = [] if i.coverage is Coverage.UNKNOWN else [str(i.coverage)]
    narrower += [i.project] if i.project else []
    return "  ".join([str(i.year or "?"), str(i.kind), whose, *narrower])


def described(library: Library, report: Report) -> dict[str, Any]:
    """A report on the shelf → what is known of it, for JSON."""
    i: Identity = report.identity
    return {
        "id": report.id,
        "title": i.title,
        "year": i.year,
        "figure_years": list(i.figure_years),
        "place": list(i.place),
        "place_code": i.place_code,
        "department": i.department,
        "higher": i.higher,
        "coverage": i.coverage,
        "project": i.project,
        "short_names": list(i.short_names),
        "kind": i.kind,
        "corrected": report.corrected,
        "confirmed": list(report.confirmed),
        "undecided": {
            trait.name: [asdict(candidate) for candidate in trait.candidates]
            for trait in undecided(report.traits, report.confirmed)
        },
        "pages": report.page_count,
        "pages_read": {
            way: [n for n, read in enumerate(report.pages, start=1) if read is way]
            for way in HowRead
        },
        "tables": report.table_count,
        "notices": [asdict(notice) for notice in report.notices],
        "passages": library.passage_counts()[report.id],
        "findings": len(library.findings([report.id]).get(report.id, ())),
        "source": report.source,
        "parser": report.provenance.parser,
        "ingested_at": report.ingested_at.isoformat(timespec="seconds"),
        "ingested_by": report.ingested_by,
    }

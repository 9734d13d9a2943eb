"""Reports in the catalogue: put in, taken out and read, inside a transaction of the caller."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import Connection, Table, delete, func, insert, select, update

from models.embedder import Vectors
from records import (
    Evidence,
    Finding,
    Indicator,
    Passage,
    Report,
    ReportText,
    Severity,
)
from vectorstore import schema
from vectorstore.catalogue import next_generation
from vectorstore.documents import from_json, to_json
from vectorstore.findings import KeptFinding, kept_findings
from vectorstore.vectors import pack, unpack

# Well under the number of variables any database takes in one statement.
_AT_ONCE = 500

_SAID = ("check", "stated", "recomputed", "calculation_zh", "calculation_en")
"""What a finding says, in the columns of these names."""


@dataclass(frozen=True, slots=True)
class Entry:
    """All that is kept of one report.

    `vectors` is (passages, d); `sentence_vectors` has one (sentences, d) for each passage.
    """

    report: Report
    text: ReportText
    passages: Sequence[Passage]
    indicators: Sequence[Indicator]
    findings: Sequence[Finding]
    vectors: Vectors
    sentence_vectors: Sequence[Vectors]


@dataclass(frozen=True, slots=True)
class Addition:
    """A report that is to come onto the shelf, in place of the report of the id `replaces`."""

    entry: Entry
    replaces: str | None


@dataclass(frozen=True, slots=True)
class ShelvedReport:
    """A report on the shelf; `serial` tells two versions with one id apart.

    `changed` tells apart what one version has been taken to be.
    """

    report: Report
    serial: int
    changed: int
    passage_count: int


def put(connection: Connection, entry: Entry) -> None:
    """One report into the catalogue; the generation moves on."""
    report_id = entry.report.id
    _put_report(connection, entry)
    rows: list[tuple[Table, list[dict[str, object]]]] = [
        (schema.report_texts, [{"document": to_json(entry.text)}]),
        (
            schema.passages,
            [{"id": p.id, "ordinal": p.ordinal, "document": to_json(p)} for p in entry.passages],
        ),
    ]
    for table, values in rows:
        if values:
            connection.execute(insert(table), [{"report_id": report_id, **row} for row in values])
    put_vectors(connection, report_id, entry.passages, entry.vectors, entry.sentence_vectors)
    put_figures(connection, report_id, entry.indicators, entry.findings)


def _put_report(connection: Connection, entry: Entry) -> None:
    now = next_generation(connection)
    connection.execute(
        insert(schema.reports).values(
            id=entry.report.id,
            serial=now,
            changed=now,
            source=entry.report.source,
            passage_count=len(entry.passages),
            document=to_json(entry.report),
        )
    )


def put_vectors(
    connection: Connection,
    report_id: str,
    passages: Sequence[Passage],
    vectors: Vectors,
    sentence_vectors: Sequence[Vectors],
) -> None:
    """The vectors of a report's passages and sentences, in place of those it had.

    The report counts as another version of itself from here on: what is kept in memory of its
    vectors no longer holds.
    """
    for table in (schema.report_vectors, schema.sentence_vectors):
        connection.execute(delete(table).where(table.c.report_id == report_id))
    whole = {"report_id": report_id, "dimension": vectors.shape[1], "vectors": pack(vectors)}
    connection.execute(insert(schema.report_vectors), [whole])
    of_sentences = [
        {"report_id": report_id, "passage_id": passage.id, "vectors": pack(of_passage)}
        for passage, of_passage in zip(passages, sentence_vectors, strict=True)
    ]
    if of_sentences:
        connection.execute(insert(schema.sentence_vectors), of_sentences)
    connection.execute(
        update(schema.reports)
        .where(schema.reports.c.id == report_id)
        .values(serial=next_generation(connection))
    )


def put_figures(
    connection: Connection,
    report_id: str,
    indicators: Sequence[Indicator],
    findings: Sequence[Finding],
) -> None:
    """The indicators and findings of a report, in place of those it had."""
    table = schema.indicators
    connection.execute(delete(table).where(table.c.report_id == report_id))
    rows = [
        {
            "report_id": report_id,
            "position": i,
            "name": indicator.name,
            "year": indicator.year,
            "value": indicator.value,
            "unit": indicator.unit,
            "as_written": indicator.as_written,
            **_place(indicator.evidence),
        }
        for i, indicator in enumerate(indicators)
    ]
    if rows:
        connection.execute(insert(table), rows)
    put_findings(connection, report_id, findings)


def put_findings(connection: Connection, report_id: str, findings: Sequence[Finding]) -> None:
    """The findings of a report, in place of those it had."""
    for table in (schema.findings, schema.finding_places):
        connection.execute(delete(table).where(table.c.report_id == report_id))
    rows: list[dict[str, object]] = []
    places: list[dict[str, object]] = []
    for i, kept in enumerate(kept_findings(report_id, findings)):
        key = {"report_id": report_id, "position": i}
        said = {name: getattr(kept.finding, name) for name in _SAID}
        rows.append({**key, "id": kept.id, "severity": kept.finding.severity.value, **said})
        for place, evidence in enumerate(kept.finding.evidence):
            places.append({**key, "place": place, **_place(evidence)})
    if rows:
        connection.execute(insert(schema.findings), rows)
    if places:
        connection.execute(insert(schema.finding_places), places)


def _place(evidence: Evidence) -> dict[str, object]:
    return {
        "start": evidence.start,
        "end": evidence.end,
        "page": evidence.page,
        "text": evidence.text,
    }


def take_out(connection: Connection, report_id: str) -> None:
    """One report, and all that hangs on it, out of the catalogue; the generation moves on."""
    connection.execute(delete(schema.reports).where(schema.reports.c.id == report_id))
    next_generation(connection)


def put_identity(connection: Connection, report: Report) -> None:
    """A report on the shelf with another identity; the generation moves on."""
    connection.execute(
        update(schema.reports)
        .where(schema.reports.c.id == report.id)
        .values(document=to_json(report), changed=next_generation(connection))
    )


def standing(
    connection: Connection, known: Mapping[str, ShelvedReport] | None = None
) -> dict[str, ShelvedReport]:
    """The reports on the shelf by their ids; those that are `known`, and as they were, as known.

    To parse every report anew at each change would make adding the thousandth a hundred times as
    slow as adding the tenth.
    """
    known, table = known or {}, schema.reports
    query = select(table.c.id, table.c.serial, table.c.changed).order_by(table.c.serial)
    rows = connection.execute(query).all()
    there = {i: known[i] for i, *now in rows if i in known and _is_same(known[i], *now)}
    for some in _groups(row.id for row in rows if row.id not in there):
        for row in connection.execute(select(table).where(table.c.id.in_(some))):
            report = from_json(Report, row.document)
            there[row.id] = ShelvedReport(report, row.serial, row.changed, row.passage_count)
    return {row.id: there[row.id] for row in rows}


def passage_counts(connection: Connection) -> dict[str, int]:
    """How many passages each report on the shelf has."""
    query = select(schema.reports.c.id, schema.reports.c.passage_count)
    return {row.id: row.passage_count for row in connection.execute(query)}


def sources(connection: Connection) -> dict[str, str]:
    """Where the file of each report on the shelf lies in the corpus folder, by the report's id."""
    query = select(schema.reports.c.id, schema.reports.c.source)
    return {row.id: row.source for row in connection.execute(query)}


def _is_same(known: ShelvedReport, serial: int, changed: int) -> bool:
    return (known.serial, known.changed) == (serial, changed)


def text(connection: Connection, report_id: str) -> ReportText | None:
    """A report's cleaned text, None where it is not on the shelf."""
    table = schema.report_texts
    query = select(table.c.document).where(table.c.report_id == report_id)
    document = connection.execute(query).scalar_one_or_none()
    return None if document is None else from_json(ReportText, document)


def passages(connection: Connection, ids: Collection[str]) -> dict[str, Passage]:
    """Those of the passages that are on the shelf, by their ids."""
    table = schema.passages
    found = {}
    for some in _groups(ids):
        for row in connection.execute(select(table).where(table.c.id.in_(some))):
            found[row.id] = from_json(Passage, row.document)
    return found


def passages_of(connection: Connection, report_id: str) -> list[Passage]:
    """The passages of one report, in order."""
    table = schema.passages
    query = select(table.c.document).where(table.c.report_id == report_id).order_by(table.c.ordinal)
    return [from_json(Passage, document) for document in connection.execute(query).scalars()]


def vectors_of(
    connection: Connection, report_ids: Collection[str]
) -> Iterator[tuple[str, list[str], Vectors]]:
    """Reports → of each its id, the ids of its passages, their vectors (n, d)."""
    for some in _groups(report_ids):
        ids = passage_ids_of(connection, some)
        for report_id, vectors in bare_vectors_of(connection, some):
            yield report_id, ids.get(report_id, []), vectors


def passage_ids_of(connection: Connection, report_ids: Collection[str]) -> dict[str, list[str]]:
    """Reports → of each that has any, the ids of its passages in order."""
    table = schema.passages
    ids: dict[str, list[str]] = {}
    for some in _groups(report_ids):
        rows = connection.execute(
            select(table.c.report_id, table.c.id)
            .where(table.c.report_id.in_(some))
            .order_by(table.c.report_id, table.c.ordinal)
        )
        for row in rows:
            ids.setdefault(row.report_id, []).append(row.id)
    return ids


def bare_vectors_of(
    connection: Connection, report_ids: Collection[str]
) -> Iterator[tuple[str, Vectors]]:
    """Reports → of each its id, and its passages' vectors (n, d) in order."""
    table = schema.report_vectors
    for some in _groups(report_ids):
        for row in connection.execute(select(table).where(table.c.report_id.in_(some))):
            yield row.report_id, unpack(row.vectors, row.dimension)


def sentence_vectors(connection: Connection, passage_ids: Collection[str]) -> dict[str, Vectors]:
    """Those of the passages that are on the shelf → one vector for each of their sentences."""
    table, whole = schema.sentence_vectors, schema.report_vectors
    query = select(table.c.passage_id, table.c.vectors, whole.c.dimension).join(
        whole, whole.c.report_id == table.c.report_id
    )
    found = {}
    for some in _groups(passage_ids):
        for row in connection.execute(query.where(table.c.passage_id.in_(some))):
            found[row.passage_id] = unpack(row.vectors, row.dimension)
    return found


def indicators(
    connection: Connection,
    report_ids: Collection[str],
    names: Collection[str] | None = None,
    years: Collection[int] | None = None,
) -> dict[str, tuple[Indicator, ...]]:
    """Reports → of each that states any, its indicators in order.

    Those of `names`, and those that are of `years` or do not say of which; None asks for all.
    """
    table = schema.indicators
    columns = [column for column in table.c if column.name != "position"]
    query = select(*columns).order_by(table.c.report_id, table.c.position)
    if names is not None:
        query = query.where(table.c.name.in_(names))
    if years is not None:
        query = query.where(table.c.year.in_(years) | table.c.year.is_(None))
    found: dict[str, list[Indicator]] = {}
    for some in _groups(report_ids):
        rows = connection.execute(query.where(table.c.report_id.in_(some)))
        for report_id, name, year, value, unit, as_written, *place in rows:
            indicator = Indicator(name, year, value, unit, as_written, Evidence(*place))
            found.setdefault(report_id, []).append(indicator)
    return {report_id: tuple(stated) for report_id, stated in found.items()}


def years_stated(connection: Connection) -> dict[str, dict[int | None, int]]:
    """How many figures each report on the shelf states, by the year that they are of."""
    table = schema.indicators
    query = select(table.c.report_id, table.c.year, func.count()).group_by(
        table.c.report_id, table.c.year
    )
    found: dict[str, dict[int | None, int]] = {}
    for report_id, year, count in connection.execute(query):
        found.setdefault(report_id, {})[year] = count
    return found


def findings(
    connection: Connection, report_ids: Collection[str]
) -> dict[str, tuple[KeptFinding, ...]]:
    """Reports → of each that has any, its findings in order."""
    table, places = schema.findings, schema.finding_places
    found: dict[str, list[KeptFinding]] = {}
    for some in _groups(report_ids):
        evidence: dict[tuple[str, int], list[Evidence]] = {}
        query = select(places).where(places.c.report_id.in_(some)).order_by(places.c.place)
        for row in connection.execute(query):
            stands = Evidence(row.start, row.end, row.page, row.text)
            evidence.setdefault((row.report_id, row.position), []).append(stands)
        query = select(table).where(table.c.report_id.in_(some))
        for row in connection.execute(query.order_by(table.c.report_id, table.c.position)):
            said = {name: getattr(row, name) for name in _SAID}
            stands_at = tuple(evidence.get((row.report_id, row.position), ()))
            finding = Finding(severity=Severity(row.severity), evidence=stands_at, **said)
            found.setdefault(row.report_id, []).append(KeptFinding(row.id, row.report_id, finding))
    return {report_id: tuple(of_report) for report_id, of_report in found.items()}


def finding_counts(connection: Connection) -> dict[str, int]:
    """How many findings each report on the shelf has, those with none left out."""
    table = schema.findings
    query = select(table.c.report_id, func.count().label("n")).group_by(table.c.report_id)
    return {row.report_id: row.n for row in connection.execute(query)}


def _groups(ids: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(ids)
    while group := list(islice(rest, _AT_ONCE)):
        yield group

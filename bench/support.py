"""`python -m bench.support`: of claims worded by hand, which the checks take for supported.

Each is given with the sentences that it is made from, as the chat model's wording is. Those that
hold should be taken, those that say something else with the same words and numbers should not.
"""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from ingest.chunk import PASSAGE_LIMIT, text_to_passages
from ingest.pipeline import read
from models.embedder import Embedder
from models.embedding import load_embedder
from models.settings import ModelSettings
from rag.check.attribution import attribute
from rag.check.verification import verified
from rag.evidence.basis import Basis
from rag.records import EvidenceSentence, Found
from rag.text import language_of
from reader.reports import DATA
from records import Passage, Provenance, Report

CLAIMS = Path(__file__).with_name("claims") / "claims.jsonl"


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence about a report, the verbatim sentences it is made from, and whether it holds.

    `kind` says how it was turned if it does not: year, direction, part for whole …
    """

    report: str
    sources: tuple[str, ...]
    text: str
    holds: bool
    kind: str


def main() -> int:
    """Prints the share of the claims taken for supported, by kind; exit code 0."""
    embedder = load_embedder(ModelSettings.from_environ(os.environ))
    taken: Counter[str] = Counter()
    every: Counter[str] = Counter()
    for claim in _claims():
        stood = is_taken(claim, embedder)
        for group in (claim.kind, "holds" if claim.holds else "does not hold"):
            every[group] += 1
            taken[group] += stood
    for group, count in sorted(every.items()):
        print(f"{group:32} {taken[group]:4} of {count:4}  {taken[group] / count:.2f}")
    return 0


def is_taken(claim: Claim, embedder: Embedder) -> bool:
    """Whether all of a claim stands after the checks that a chat model's wording goes through."""

    def meaning(text: str, others: Sequence[str]) -> list[float]:
        return [float(c) for c in embedder.passages(others) @ embedder.passages([text])[0]]

    bases = [_basis(claim.report, source, n) for n, source in enumerate(claim.sources, start=1)]
    language = language_of(claim.text)
    sentences = [
        verified(sentence, bases, language)
        for sentence in attribute(claim.text, bases, "", meaning)
    ]
    return bool(sentences) and all(sentence.supported for sentence in sentences)


def _claims() -> Iterator[Claim]:
    for line in CLAIMS.read_text("utf-8").splitlines():
        said = json.loads(line)
        yield Claim(
            said["report"], tuple(said["source"]), said["claim"], said["supported"], said["kind"]
        )


@cache
def _report(name: str) -> tuple[Report, tuple[Passage, ...]]:
    path = DATA / f"{name}.txt"
    reading = read(path, path.name)
    report = Report(
        id=reading.report_id,
        identity=reading.identity,
        as_read=reading.identity,
        traits=reading.traits,
        confirmed=(),
        source=path.name,
        page_count=reading.page_count,
        ingested_at=datetime.now(UTC),
        ingested_by="bench",
        provenance=Provenance(reading.parser, PASSAGE_LIMIT, ""),
    )
    return report, tuple(text_to_passages(reading.text, report.id))


def _basis(name: str, source: str, n: int) -> Basis:
    """A verbatim sentence of a report → it as evidence."""
    report, passages = _report(name)
    wanted = _letters(source)
    passage = next((p for p in passages if wanted in _letters(p.text)), None)
    if passage is None:
        raise ValueError(f"{name} has no passage with: {source}")
    spans = [
        (start, end)
        for start, end in passage.sentences
        if _shared(_letters(passage.text[start - passage.start : end - passage.start]), wanted)
    ]
    start, end = spans[0][0], spans[-1][1]
    text = passage.text[start - passage.start : end - passage.start]
    return Basis(
        EvidenceSentence(n, start, end, text, 1.0), Found(n, passage, report, 1.0), None, None
    )


def _shared(one: str, other: str) -> bool:
    return bool(one) and (one in other or other in one)


def _letters(text: str) -> str:
    return "".join(c for c in text if c.isalnum())


if __name__ == "__main__":
    sys.exit(main())

"""A sentence and what it cites → a verdict on every number, year and name in it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from figures.claims import (
    NameVerdict,
    NumberVerdict,
    SourceText,
    verification,
    verify_names,
    verify_numbers,
)
from figures.quantities import QuantityKind
from rag.attribute import Attributed
from rag.basis import Basis
from rag.linking import link
from rag.records import AnswerSentence, Citation, Standing, Verdict
from rag.same_thing import tells_the_same, turns_round
from rag.wording import evened
from records import Identity

_DIGITS = re.compile(r"[a-z\-]*\d[\d,.\-]*\d|[a-z\-]*\d")
_LIST_NUMBER = re.compile(r"^\s*[（(]?\d{1,2}[)）.．、]")
_STANDING = {
    verification.Verdict.FOUND: Standing.FOUND,
    verification.Verdict.DERIVED: Standing.DERIVED,
    verification.Verdict.DOUBTFUL: Standing.MISSING,
    verification.Verdict.MISSING: Standing.MISSING,
}


def verified(sentence: Attributed, evidence: Sequence[Basis], language: str) -> AnswerSentence:
    """An attributed sentence and all the evidence → the sentence with its verdicts.

    What it cites is looked in first; evidence that bears out one of its numbers is cited too. A
    number that its source says of something else counts as missing. A sentence with a number
    that is nowhere, or told of another thing than in its source, is not supported.
    """
    order = [*sentence.cited, *(b for b in evidence if b not in sentence.cited)]
    verdicts = verdicts_on(sentence.text, order, language)
    cited = list(sentence.citations)
    for verdict in verdicts:
        if verdict.kind == "number" and verdict.standing is not Standing.MISSING:
            place = verdict.citation
            if place and all(
                (c.n, c.start, c.end) != (place.n, place.start, place.end) for c in cited
            ):
                cited.append(place)
    borne_out = all(v.standing is not Standing.MISSING for v in verdicts)
    borne_out = borne_out and tells_the_same(sentence.text, evidence)
    borne_out = borne_out and not turns_round(sentence.text, sentence.cited)
    return AnswerSentence(
        sentence.text,
        tuple(cited),
        bool(cited) and sentence.supported and borne_out,
        verdicts,
    )


def verdicts_on(text: str, evidence: Sequence[Basis], language: str) -> tuple[Verdict, ...]:
    """A sentence and the evidence for it, first that which it cites → its verdicts."""
    sources: list[SourceText] = []
    places: list[Citation] = []
    for basis in evidence:
        for source in basis.sources():
            sources.append(source)
            places.append(basis.citation)
    found = [_verdict(v, places, language) for v in verify_numbers(text, sources)]
    found += _other_digits(text, [v.written for v in found], evidence)
    names = (_name_verdict(v, places, evidence) for v in verify_names(text, sources))
    return (*found, *names)


def _verdict(verdict: NumberVerdict, places: Sequence[Citation], language: str) -> Verdict:
    quantity = verdict.quantity
    return Verdict(
        kind="year" if quantity.kind is QuantityKind.DATE else "number",
        written=quantity.as_written,
        standing=_STANDING[verdict.verdict],
        citation=None if verdict.source is None else places[verdict.source],
        calculation=verdict.explanation_en if language == "en" else verdict.explanation_zh,
    )


def _other_digits(
    text: str, verified_already: Sequence[str], evidence: Sequence[Basis]
) -> list[Verdict]:
    """Digits that are no quantity (a house number, a code) must stand in a source as they are."""
    left = _LIST_NUMBER.sub("", text)
    for written in sorted(verified_already, key=len, reverse=True):
        left = left.replace(written, " ")
    known = evened("".join(f"{b.evidence.text}\n{b.context}\n" for b in evidence))
    runs = dict.fromkeys(_DIGITS.findall(evened(left)))
    return [Verdict("number", run, Standing.MISSING, None) for run in runs if run not in known]


def _name_verdict(
    verdict: NameVerdict, places: Sequence[Citation], evidence: Sequence[Basis]
) -> Verdict:
    """市监局 is nowhere in the text, and names the department whose report it is."""
    if verdict.source is not None:
        return Verdict("name", verdict.name, Standing.FOUND, places[verdict.source])
    named = (b for b in evidence if _goes_by(verdict.name, b.found.report.identity))
    whose = next(named, None)
    if whose is None:
        return Verdict("name", verdict.name, Standing.MISSING, None)
    return Verdict("name", verdict.name, Standing.FOUND, whose.citation)


def _goes_by(name: str, department: Identity) -> bool:
    named = link(name, [department])
    return bool(named.departments or named.places) and not named.absent

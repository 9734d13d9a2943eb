"""What is said beside an answer, or in its place: absence, whose it is, doubts of the audit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from languages import N_, translate
from rag.evidence.basis import Basis
from rag.messages import listed, report_name, whose
from rag.records import EvidenceSentence, Found, State, Understood, of_whom, years_held
from rag.text import normalised, one_line, shortened
from records import Finding, Report, Severity, Unsure, uncertain_at
from vectorstore.snapshot import Snapshot

_OFFICE_OF_A_PLACE = re.compile(r"[省市区县州旗][^省市区县州旗]{3,}$")
_MOST_NAMED = 5
_MOST_DRAWN_FROM = 12
"""More than a quotation has sentences; of figures each row says whose it is."""


def refusal(shelf: Snapshot, understood: Understood, state: State) -> str:
    """How sure the reader is → what to tell the asker; '' where it is answered."""
    language = understood.language
    if not shelf.reports():
        return translate(language, "There are no reports on the shelf yet. Add some, then ask.")
    if not any(c.isalnum() for c in understood.standalone):
        return translate(language, "Please write what you want to ask.")
    if understood.nobody:
        near = (
            (translate(language, "The reports do not say so directly; the nearest they have is:"),)
            if state is State.NEAR
            else ()
        )
        return " ".join((nobody(shelf, understood), *near))
    if state is State.ANSWERED:
        return ""
    if state is State.NEAR:
        return translate(language, "The reports do not say so directly; the nearest they have is:")
    if understood.absent_years and not understood.scope.years:
        return absent_years(shelf, understood)
    return translate(language, "The reports do not say.")


def nobody(shelf: Snapshot, understood: Understood) -> str:
    """Who is asked about is not there, or may be one of several → what there is."""
    language = understood.language
    said = []
    if understood.absent_departments:
        said.append(absent_departments(shelf, understood))
    if understood.choices:
        names = [choice.label for choice in understood.choices]
        more = "…" if len(names) > _MOST_NAMED else ""
        said.append(
            translate(
                language,
                "It may be one of these that is meant: {choices}. Please choose one.",
                choices=listed(language, names[:_MOST_NAMED]) + more,
            )
        )
    return " ".join(said)


_READ_AS = N_("“{word}” is read as {years}.")
_READ_AS_NEWEST = N_(
    "If “{word}” is {years}, there is no report of it; the newest there is was used here."
)


def reading_notes(understood: Understood) -> tuple[str, ...]:
    """How words for years were read that depend on when one asks: 去年 as 2025."""
    held = {*understood.scope.years, *understood.absent_years}
    return tuple(
        translate(
            understood.language,
            _READ_AS if held & {*years} else _READ_AS_NEWEST,
            word=word,
            years=_stretch(years),
        )
        for word, years in understood.read_as
    )


def _stretch(years: Sequence[int]) -> str:
    return str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"


def absence_notes(shelf: Snapshot, understood: Understood) -> tuple[str, ...]:
    """What was asked about beside what there is, and is not on the shelf."""
    notes = []
    if understood.absent_years:
        notes.append(absent_years(shelf, understood))
    if understood.absent_departments:
        notes.append(absent_departments(shelf, understood))
    return tuple(notes)


def whose_note(understood: Understood, reports: Sequence[Report], on_shelf: int) -> tuple[str, ...]:
    """The reports an answer rests on, named unless the question itself named body and year.

    So too where another year's report tells what the year's own does not; never where only one
    report was `on_shelf`.
    """
    scope, language = understood.scope, understood.language
    expected = all(r.identity.year in scope.years for r in reports)
    if (scope.years and understood.names_whose and expected) or not reports:
        return ()
    if on_shelf < 2:
        return ()
    about = dict.fromkeys(_named_for(understood, report) for report in reports)
    return (
        translate(
            language,
            "This is from {report}.",
            report=listed(language, list(about)[:_MOST_DRAWN_FROM]),
        ),
    )


def _named_for(understood: Understood, report: Report) -> str:
    """A report's name, with the years asked about where its own is another."""
    name, year = report_name(report, understood.language), report.identity.year
    held = [str(y) for y in understood.scope.years if y in report.identity.figure_years]
    if year is None or year in understood.scope.years or not held:
        return name
    years = listed(understood.language, held)
    return translate(
        understood.language, "{report}, what it has of {years}", report=name, years=years
    )


def quotation_note(understood: Understood, reports: Sequence[Report]) -> tuple[str, ...]:
    """To who asks in English: that what is quoted is the report's own Chinese."""
    if understood.language != "en" or not reports:
        return ()
    about = dict.fromkeys(report_name(report, "en") for report in reports)
    named = listed("en", list(about)[:_MOST_NAMED])
    return (translate("en", "The report states (in Chinese) as quoted: {report}.", report=named),)


def absent_years(shelf: Snapshot, understood: Understood) -> str:
    """Years were asked about that are not there → what there is."""
    language, scope = understood.language, understood.scope
    reports = of_whom(shelf.reports(), replace(scope, years=(), kinds=()))
    there = sorted({y for r in reports for y in years_held(r.identity)})
    named = listed(language, list(scope.whose))
    return translate(
        language,
        "There is no report{whose} for {years} on the shelf; there is {there}.",
        whose=translate(language, " of {named}", named=named) if named else "",
        years=listed(language, [str(y) for y in understood.absent_years]),
        there=listed(language, [str(y) for y in there]) or "–",
    )


def absent_departments(shelf: Snapshot, understood: Understood) -> str:
    """Departments were asked about that are not there → what there is."""
    language = understood.language
    absent = listed(language, list(understood.absent_departments))
    if understood.scope.unsaid:
        return translate(
            language,
            "No report says that it is of {departments}; those that name nobody were looked in.",
            departments=absent,
        )
    there = list(dict.fromkeys(whose(r.identity) for r in shelf.reports()))
    named = listed(language, there[:_MOST_NAMED]) + ("…" if len(there) > _MOST_NAMED else "")
    return translate(
        language,
        "There is no report of {departments} on the shelf; there are reports of {there}.",
        departments=absent,
        there=named or "–",
    )


_AS_GOOD = 0.7
"""The share of the best sentence's probability from which another report's may as well be meant."""
_MOST = 3
_LONGEST = 60
"""Characters of a sentence told in a note; the whole of it is among the passages."""


def alternatives(
    understood: Understood, evidence: Sequence[Basis], cited: Sequence[Report]
) -> tuple[str, ...]:
    """Evidence and the reports an answer cites → what others say that may as well be meant.

    () where department and year are named, or where nothing is cited: a refusal says what is near.
    """
    scope = understood.scope
    if (scope.years and scope.whose) or not cited or not evidence:
        return ()
    best = max(basis.evidence.probability or 0.0 for basis in evidence)
    told = {normalised(basis.text) for basis in evidence if basis.found.report in cited}
    others: dict[str, str] = {}
    for basis in evidence:
        report, probability = basis.found.report, basis.evidence.probability
        if (
            probability is not None
            and probability >= _AS_GOOD * best
            and report not in cited
            and normalised(basis.text) not in told
        ):
            others.setdefault(report_name(report, understood.language), basis.text)
    return tuple(
        translate(
            understood.language,
            "{report} has: “{text}”",
            report=name,
            text=shortened(one_line(text), _LONGEST),
        )
        for name, text in list(others.items())[:_MOST]
    )


def names_absent(understood: Understood, text: str, report: Report) -> bool:
    """Whether a text of a report names one of those that are asked about and are not there.

    Of 临坝县审计局 a report of 临坝县 says 县审计局.
    """
    return any(_names(name, text, report) for name in understood.absent_departments)


def _names(name: str, text: str, report: Report) -> bool:
    if name in text:
        return True
    office = _OFFICE_OF_A_PLACE.search(name)
    if office is None:
        return False
    place = name[: office.start() + 1]
    whose_it_is = report.identity.district + report.identity.department
    return place in whose_it_is and office[0] in text


def mentions_of_absent(
    understood: Understood, found: Sequence[Found], evidence: Sequence[EvidenceSentence]
) -> tuple[str, ...]:
    """Evidence for a question about somebody who is not there → what others' reports say of them.

    Each is marked as what it is: another's report that mentions the name.
    """
    reports = {f.n: f.report for f in found}
    told = dict.fromkeys(
        translate(
            understood.language,
            "{report} mentions “{name}”: “{text}”",
            report=report_name(reports[sentence.n], understood.language),
            name=name,
            text=shortened(one_line(sentence.text), _LONGEST),
        )
        for name in understood.absent_departments
        for sentence in evidence
        if _names(name, sentence.text, reports[sentence.n])
    )
    return tuple(told)[:_MOST]


_MOST_DOUBTS = 2


def audit_notes(
    shelf: Snapshot, said: str, evidence: Sequence[Basis], language: str
) -> tuple[str, ...]:
    """What an answer says and the places it rests on → what the audit holds against its figures.

    Only where the figure at fault is one that the answer gives, and only what is an error or may
    be one.
    """
    plain = normalised(said).replace(",", "")
    reports = dict.fromkeys(basis.found.report.id for basis in evidence)
    findings = shelf.findings(reports)
    notes: dict[str, None] = {}
    for report_id in reports:
        places = [b.evidence for b in evidence if b.found.report.id == report_id]
        for kept in findings.get(report_id, ()):
            finding = kept.finding
            if finding.severity is Severity.NOTE or not _stands_in(finding, plain):
                continue
            if any(e.start < p.end and p.start < e.end for e in finding.evidence for p in places):
                words = finding.calculation(language)
                notes[translate(language, "The audit notes: {calculation}", calculation=words)] = (
                    None
                )
    return tuple(notes)[:_MOST_DOUBTS]


def _stands_in(finding: Finding, plain: str) -> bool:
    stated = normalised(finding.stated).replace(",", "")
    return bool(stated) and stated in plain


_LONGEST_PLACE = 40
"""Characters that say which place is meant."""


_UNSURE = {
    Unsure.PICTURE_READ: N_("read from a picture by OCR"),
    Unsure.NO_VALUE: N_("a formula without a value"),
    Unsure.COMPUTED: N_("a formula's value, computed here"),
    Unsure.FONT: N_("a font that does not say its characters"),
    Unsure.STAMP: N_("under a stamp or watermark"),
    Unsure.FAINT: N_("hardly legible"),
    Unsure.REPLACED: N_("bytes that are no characters"),
    Unsure.CHANGES: N_("inserted by a tracked change"),
}
"""Why what stands in the text may be read wrongly; what was left out has no place there."""


def reading_doubts(evidence: Sequence[Basis], language: str) -> tuple[str, ...]:
    """The places an answer rests on → which of them were not read surely, and why."""
    notes: dict[str, None] = {}
    for basis in evidence:
        place = basis.evidence
        unsure = uncertain_at(basis.found.report, place.start, place.end)
        reasons = list({translate(language, _UNSURE[n.why]): None for n in unsure})
        if reasons:
            text = shortened(one_line(place.text), _LONGEST_PLACE)
            notes[
                translate(
                    language,
                    "“{text}” was not read surely ({why}): compare the original.",
                    text=text,
                    why=listed(language, reasons),
                )
            ] = None
    return tuple(notes)[:_MOST_DOUBTS]

"""A question → the passages that may answer it, out of the reports that hold what it asks."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice, zip_longest

from figures.indicators.naming import role_of
from figures.quantities import quantities
from figures.statements import statements
from models.embedder import Embedder, Vectors
from rag.question.linking import link
from rag.records import (
    EvidenceSentence,
    Found,
    Intent,
    Scope,
    Understood,
    in_scope,
    of_whom,
    years_held,
)
from rag.settings import USUAL, RagSettings
from rag.text import cut, half_width
from records import Kind, Passage, Report
from vectorstore.hits import Hit
from vectorstore.snapshot import Snapshot
from vectorstore.terms import terms

_EXECUTED = re.compile(
    r"执行(?!率|情况)|决算|实际(?:支出|执行|完成|使用|花)|花了|用了|支出了"
    r"|\bexecuted|\bspent\b|\bactual",
    re.I,
)
_PLANNED = (Kind.BUDGET, Kind.BUDGET_EXECUTION, Kind.WORK_REPORT)
"""Kinds whose own year was still to come when they were written."""
_AHEAD = re.compile(r"下一?年|明年|次年|下一步|下一阶段|改进|整改|打算|计划|安排|建议|措施|草案")
_BEFORE = re.compile(r"上一?年|去年|上年度")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?=\s*年|\s*[-—–~至到]|[预决执]|$)")


_TAKES_STOCK = re.compile(r"截[至止]到?\s*(20\d\d)\s*年(?P<another>.*(?<!\d)20\d\d\s*年)?", re.S)


def reports_of_other_years(asked: Understood, reports: Iterable[Report]) -> list[Report]:
    """A question → the reports of other years that hold what it asks of its years.

    None where the years' own reports can tell all of it: those written when the year was over.
    """
    years = {*asked.scope.years}
    if not years:
        return []
    every = of_whom(reports, replace(asked.scope, years=(), kinds=()))
    held = {(_whose(r), r.identity.year) for r in every if r.identity.kind not in _PLANNED}
    spent = _EXECUTED.search(asked.standalone) is not None
    return [
        r
        for r in every
        if r.identity.year is not None
        and r.identity.year not in years
        and any(
            (year in years_held(r.identity, asked.plans) or (spent and r.identity.year == year + 1))
            and ((_whose(r), year) not in held or asked.plans)
            for year in years
        )
    ]


def _whose(report: Report) -> str:
    return report.identity.department or report.identity.district


def of_the_years(
    asked: Understood, found: Sequence[Found], evidence: Sequence[EvidenceSentence]
) -> list[EvidenceSentence]:
    """Evidence, best first → what is said of the years asked about.

    Of reports of other years nothing else is left, and what states only other years' figures is
    left out of the years' own, unless nothing else is there. Where what was spent is asked for,
    what states it of these years comes first.
    """
    years = {*asked.scope.years}
    if not years:
        return list(evidence)
    by_number = {f.n: f for f in found}
    kept = [s for s in evidence if _is_of(years, asked.plans, by_number[s.n], s)]
    own = [s for s in kept if not _is_only_of_others(years, by_number[s.n], s)]
    kept = own or kept
    if not _EXECUTED.search(asked.standalone) or all(_is_own(years, by_number[s.n]) for s in kept):
        return kept
    spent = [s for s in kept if _tells_spending(years, by_number[s.n], s)]
    return [*spent, *(s for s in kept if s not in spent)]


def _is_own(years: set[int], found: Found) -> bool:
    return found.report.identity.year is None or found.report.identity.year in years


def _is_of(years: set[int], plans: bool, found: Found, sentence: EvidenceSentence) -> bool:
    if _is_own(years, found) or years & years_said(found, sentence):
        return True
    year = found.report.identity.year
    if not plans or year is None or max(years_held(found.report.identity)) + 1 not in years:
        return False
    return _AHEAD.search(" ".join((*found.passage.headings, sentence.text))) is not None


def _is_only_of_others(years: set[int], found: Found, sentence: EvidenceSentence) -> bool:
    """Whether a sentence states figures, and of other years than those asked about alone."""
    said = _years_in(sentence.text, found.report.identity.year)
    if not said or said & years:
        return False
    stated = statements(sentence.text, found.report.identity.year)
    return bool(stated) and not any(s.year in years for s in stated)


def years_said(found: Found, sentence: EvidenceSentence) -> set[int]:
    """The years that a sentence says it is of, else its table's columns, else what is over it."""
    year = found.report.identity.year
    if said := _years_in(sentence.text, year):
        return said
    over = (found.passage.context, *reversed(found.passage.headings))
    own = set() if year is None else {year}
    return next((said for text in over if (said := _years_in(text, year))), own)


def year_over(headings: Sequence[str], year: int | None) -> int | None:
    """The year that the headings over a place say, the innermost first; else the report's own."""
    said = (_years_in(heading, year) for heading in reversed(headings))
    return next((min(years) for years in said if len(years) == 1), year)


def _years_in(text: str, year: int | None) -> set[int]:
    said = {q.year for q in quantities(text) if q.year} | {int(y) for y in _YEAR.findall(text)}
    if year is not None and _BEFORE.search(text):
        said.add(year - 1)
    return said


def _tells_spending(years: set[int], found: Found, sentence: EvidenceSentence) -> bool:
    return any(
        s.year in years and role_of(s.inherited + s.own) == "executed"
        for s in statements(sentence.text, found.report.identity.year)
    )


def about_absent_years(
    asked: Understood, found: Sequence[Found], evidence: Sequence[EvidenceSentence]
) -> tuple[EvidenceSentence, ...]:
    """Evidence → what of it states something of a year that has no report.

    The year has to stand in the sentence, or over the columns of its table, with a number of that
    year where one is asked for. Another year's figure is no answer.
    """
    by_number = {f.n: f for f in found}
    return tuple(s for s in evidence if _states_of(asked, by_number[s.n], s))


def _states_of(asked: Understood, found: Found, sentence: EvidenceSentence) -> bool:
    years = {*asked.absent_years}
    if _as_of(found, sentence) in years:
        return True
    over = "" if found.passage.table is None else f"{found.passage.context}\n"
    dated = any(q.year in years for q in quantities(over + sentence.text))
    if asked.intent is not Intent.FIGURE or found.passage.table is not None:
        return dated
    return dated and any(
        s.year in years for s in statements(sentence.text, found.report.identity.year)
    )


def _as_of(found: Found, sentence: EvidenceSentence) -> int | None:
    """截止2022年12月31日，流动资产…。固定资产…: the year at whose end a paragraph takes stock."""
    before = found.passage.text[: sentence.start - found.passage.start]
    taken = list(_TAKES_STOCK.finditer(before.rpartition("\n")[2]))
    return int(taken[-1][1]) if taken and not taken[-1]["another"] else None


# Measured on several question sets: `bench/README.md`.
_SECTION = 0.2
_SAME = 0.92
_LATER = 2
_BEST = 3
_TOGETHER = 2
_ALONG = 3

Scores = Mapping[str, float]
"""Scores by passage id."""


def scaled(hits: Sequence[Hit]) -> dict[str, float]:
    """Hits → scores from 1 for the best to 0 for the last."""
    if not hits:
        return {}
    low, high = min(h.score for h in hits), max(h.score for h in hits)
    return {h.passage_id: (h.score - low) / (high - low) if high > low else 1.0 for h in hits}


def mixed(*searches: tuple[Scores, float]) -> dict[str, float]:
    """(scores, share) of several searches → their weighted sums; what one lacks counts 0."""
    together: dict[str, float] = {}
    for scores, share in searches:
        for passage_id, score in scores.items():
            together[passage_id] = together.get(passage_id, 0.0) + share * score
    return together


def best_first(scores: Scores) -> list[str]:
    """Scores → passage ids, the highest first."""
    return sorted(scores, key=lambda passage_id: (-scores[passage_id], passage_id))


def lifted_by_section(scores: Scores, passages: Mapping[str, Passage]) -> dict[str, float]:
    """Scores → scores with a share of the best in the same section, still from 0 to 1.

    What stands beside a good passage, under the same headings, is likelier to go on about it.
    """
    best: dict[tuple[str, tuple[str, ...]], float] = {}
    for passage_id, score in scores.items():
        section = _section(passages[passage_id])
        best[section] = max(score, best.get(section, 0.0))
    return {
        passage_id: (score + _SECTION * best[_section(passages[passage_id])]) / (1 + _SECTION)
        for passage_id, score in scores.items()
    }


def with_their_section(
    ranked: Sequence[tuple[Passage, float]],
) -> list[tuple[Passage, float]]:
    """Passages, the best first → the same, the rest of the best section right behind the best.

    Where two of the best three stand under the same headings, what else was found there comes
    next, in reading order, as many as a prompt has room for.
    """
    best, others = list(ranked[:_BEST]), ranked[_BEST:]
    sections = Counter(_section(passage) for passage, _ in best if passage.headings)
    section, count = next(iter(sections.most_common(1)), (None, 0))
    if count < _TOGETHER:
        return list(ranked)
    along = [one for one in others if _section(one[0]) == section][:_ALONG]
    behind = [one for one in others if one not in along]
    return [*best, *sorted(along, key=lambda one: one[0].ordinal), *behind]


def near_duplicates_later(passages: Iterable[Passage]) -> Iterator[Passage]:
    """Passages, the best first → the same, those that repeat one of another report moved down.

    The budget of a department and of its unit are near copies; one of them is enough at first.
    """
    seen: list[tuple[str, frozenset[str]]] = []
    waiting: deque[tuple[int, Passage]] = deque()
    for passage in passages:
        words = frozenset(terms(passage.text))
        if any(passage.report_id != i and _likeness(words, w) >= _SAME for i, w in seen):
            waiting.append((len(seen) + _LATER, passage))
            continue
        seen.append((passage.report_id, words))
        yield passage
        while waiting and waiting[0][0] <= len(seen):
            yield waiting.popleft()[1]
    for _, passage in waiting:
        yield passage


def _section(passage: Passage) -> tuple[str, tuple[str, ...]]:
    return passage.report_id, passage.headings


def _likeness(a: frozenset[str], b: frozenset[str]) -> float:
    """The share of terms in common (Jaccard)."""
    together = len(a | b)
    return len(a & b) / together if together else 1.0


@dataclass(frozen=True, slots=True)
class Query:
    """`vector` is the question's, of shape (dimension,); `words` are looked for as keywords."""

    understood: Understood
    vector: Vectors
    words: str


def query_of(understood: Understood, embedder: Embedder, reports: Sequence[Report]) -> Query:
    """A question as understood, and the reports it was understood by → its query.

    A department that is looked in anyway is no keyword: each of its passages is its own, those
    that say so no more than others. What reports call things is looked for as well.
    """
    asked = question = " ".join(understood.parts)
    if understood.scope.whose:
        identities = [report.identity for report in reports]
        asked = cut(half_width(asked), link(half_width(asked), identities).spans)
    words = " ".join((asked, *understood.search_terms))
    return Query(understood, embedder.question(question), words)


def retrieve(
    shelf: Snapshot, query: Query, k: int = 8, settings: RagSettings = USUAL
) -> tuple[Found, ...]:
    """A query → at most `k` passages, the best first; `score` is from 0 to 1.

    Where several years or departments are asked about, each has its share. Of near-duplicate
    passages (the same budget in a department's and in its unit's report) the best comes first.
    """
    reports = {r.id: r for r in shelf.reports()}
    groups = _groups(query, list(reports.values()))
    ranked = [_ranked(shelf, query, group, settings) for group in groups]
    in_turn = [one for row in zip_longest(*ranked) for one in row if one is not None]
    scores = {passage.id: score for passage, score in in_turn}
    best = near_duplicates_later(passage for passage, _ in in_turn)
    return tuple(
        Found(n, passage, reports[passage.report_id], scores[passage.id])
        for n, passage in enumerate(islice(best, k), start=1)
    )


def _groups(query: Query, reports: Sequence[Report]) -> list[Collection[str] | None]:
    """The reports to look in, those together that compete for one share of the passages."""
    scope = query.understood.scope
    if scope == Scope():
        return [None]
    about = [*in_scope(reports, scope), *reports_of_other_years(query.understood, reports)]
    several = len(scope.years) > 1 or len(scope.whose) > 1
    over_years = query.understood.intent is Intent.COMPARISON and bool(scope.whose)
    if several or over_years:
        groups: dict[tuple[int | None, str], list[str]] = {}
        for report in about:
            of = report.identity
            groups.setdefault((of.year, of.department or of.district), []).append(report.id)
        return list(groups.values()) or [[]]
    return [[r.id for r in dict.fromkeys(about)]]


def _ranked(
    shelf: Snapshot, query: Query, group: Collection[str] | None, settings: RagSettings
) -> list[tuple[Passage, float]]:
    """One group's passages, the best first: by meaning and keywords, then by their sentences."""
    first = mixed(
        (scaled(shelf.dense(query.vector, settings.depth, group)), settings.meaning_weight),
        (scaled(shelf.keywords(query.words, settings.depth, group)), settings.keyword_weight),
    )
    ids = best_first(first)[: settings.looked_into]
    passages = shelf.passages(ids)
    closest = [
        Hit(passage_id, "", float((vectors @ query.vector).max()))
        for passage_id, vectors in shelf.sentence_vectors(ids).items()
        if len(vectors)
    ]
    second = mixed(
        ({i: first[i] for i in ids if i in passages}, 1.0),
        ({i: s for i, s in scaled(closest).items() if i in passages}, settings.sentence_weight),
    )
    scores = lifted_by_section(second, passages)
    return with_their_section([(passages[i], scores[i]) for i in best_first(scores)])

"""Evidence → what of it is quoted as the answer, and the quotation's sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from figures.quantities import QuantityKind, quantities
from figures.statements import statements
from languages import translate
from rag.evidence.basis import Basis
from rag.messages import listed, whose
from rag.records import AnswerSentence, Intent, Standing, Understood, Verdict
from rag.text import normalised, numbers_in, shortened

_QUOTED = {Intent.FIGURE: 3, Intent.OTHER: 4, Intent.GOAL: 5, Intent.PROBLEM: 5, Intent.LIST: 8}
_MOST_QUOTED = 8
_MOST_SIBLINGS = 12
_NEAR = 0.6
"""The share of the best piece's probability from which another is quoted beside it."""
_BESIDE = 0.3
"""The same for what stands right before or behind a quoted piece: 执行率只有75%。原因是…… Set on
`development` (`reader/data/split.toml`)."""

_ITEM = re.compile(
    r"\s*(?:(?P<is>[一二三四五六七八九十]{1,3}是)|(?P<box>[（(]\d{1,2}[）)])"
    r"|(?P<han>[（(][一二三四五六七八九十]{1,3}[）)])|(?P<dot>\d{1,2}[.．、])|(?P<ring>[①-⑳]))"
)
_FIRST = re.compile(r"\s*(?:[（(]?[1一][）)]|1[.．、]|一是|①)")
_LED_IN = re.compile(r"[：:，]\s*一是")
"""确定五项重点任务：一是…… is the first item, with what leads in to it."""
_TITLE = 10
"""Characters from which a piece that is in the report's title is that title."""
_LONGEST = 400
"""Characters from which a table row is cut where it is shown as an answer."""


def quoted(understood: Understood, evidence: Sequence[Basis]) -> tuple[Basis, ...]:
    """Evidence, best first → as much of it as answers this kind of question.

    Bare headings are left out, and what is far worse than the best, less so where it goes on about
    what is quoted. Where one item of a list answers, its whole list is quoted, in its order.
    """
    bodies = [b for b in evidence if not is_heading(b)]
    most = _QUOTED.get(understood.intent, _MOST_QUOTED)
    best = max((_probability(b) for b in bodies), default=0.0)
    near = [b for b in bodies[:most] if _probability(b) >= _NEAR * best] or bodies[:1]
    if len(understood.scope.whose) > 1:
        near = [*near, *_first_of_others(near, bodies)]
    if understood.intent is not Intent.FIGURE:
        near = _with_what_goes_on(near, bodies, _BESIDE * best)
    if not understood.intent.asks_for_all:
        return tuple(near)
    kept: dict[tuple[int, int], Basis] = {}
    for basis in near:
        for piece in siblings(basis) if not kept else (basis,):
            kept.setdefault(piece.place, piece)
    return tuple(kept.values())


def _probability(basis: Basis) -> float:
    return basis.evidence.probability or 0.0


def _with_what_goes_on(near: Sequence[Basis], bodies: Sequence[Basis], least: float) -> list[Basis]:
    """Quoted pieces → with those right before and behind them that are at least so probable."""
    result: list[Basis] = []
    for basis in near:
        around = [b for b in bodies if b not in near and _probability(b) >= least]
        together = [basis, *(b for b in around if _stand_together(b, basis))]
        result += sorted(together, key=lambda b: b.evidence.start)
    return list({b.place: b for b in result}.values())


def _stand_together(one: Basis, other: Basis) -> bool:
    """Whether one sentence follows the other in their paragraph."""
    passage = one.found.passage
    if passage.id != other.found.passage.id or passage.table is not None:
        return False
    first, second = sorted((one.evidence, other.evidence), key=lambda e: e.start)
    starts = [start for start, _ in passage.sentences]
    between = passage.text[first.start - passage.start : second.start - passage.start]
    return "\n" not in between.strip() and (
        starts.index(second.start) - starts.index(first.start) == 1
    )


def _first_of_others(near: Sequence[Basis], bodies: Sequence[Basis]) -> list[Basis]:
    """Of each body that was asked about and has no say yet, the best there is."""
    heard = {whose(b.found.report.identity) for b in near}
    first = {whose(b.found.report.identity): b for b in reversed(bodies)}
    return [
        b for b in bodies if b in first.values() and whose(b.found.report.identity) not in heard
    ]


def is_heading(basis: Basis) -> bool:
    """Whether a piece is only a heading, without a figure in it."""
    if numbers_in(basis.evidence.text):
        return False
    said = normalised(basis.evidence.text).rstrip("。：:")
    if len(said) >= _TITLE and said in normalised(basis.found.report.identity.title):
        return True
    return said in {normalised(heading).rstrip("。：:") for heading in basis.found.passage.headings}


def siblings(basis: Basis) -> tuple[Basis, ...]:
    """An item of a list (一是 …, 1. …, or what ；divides) → the list, as far as its passage has it.

    What is no item comes alone.
    """
    passage = basis.found.passage
    if basis.table is not None:
        return (basis,)
    pieces = [_piece(basis, start, end) for start, end in passage.sentences]
    at = next((i for i, p in enumerate(pieces) if p.evidence.start == basis.evidence.start), None)
    if at is None:
        return (basis,)
    kinds = [_item_kind(p.evidence.text) for p in pieces]
    first, last = _items(pieces, kinds, at) if kinds[at] else _clauses(pieces, at)
    return tuple(p for p in pieces[first : last + 1] if not is_heading(p))[:_MOST_SIBLINGS]


def _items(pieces: Sequence[Basis], kinds: Sequence[str], at: int) -> tuple[int, int]:
    """The first and the last item of the list that a piece is an item of."""
    kind = kinds[at]
    first = last = at
    for i in range(at, -1, -1):
        if kinds[i] == kind:
            first = i
        if kinds[i] == kind and _is_first(pieces[i].evidence.text):
            break
    for i in range(at + 1, len(pieces)):
        if kinds[i] == kind and _is_first(pieces[i].evidence.text):
            break
        if kinds[i] == kind:
            last = i
    return first, last


def _clauses(pieces: Sequence[Basis], at: int) -> tuple[int, int]:
    """The first and the last of the pieces that ；divides a sentence into."""
    first = last = at
    while first and pieces[first - 1].evidence.text.rstrip().endswith("；"):
        first -= 1
    while last + 1 < len(pieces) and pieces[last].evidence.text.rstrip().endswith("；"):
        last += 1
    return first, last


def _item_kind(text: str) -> str:
    m = _ITEM.match(text)
    if m is None:
        return "is" if _LED_IN.search(text) else ""
    return m.lastgroup or ""


def _is_first(text: str) -> bool:
    return _FIRST.match(text) is not None or _LED_IN.search(text) is not None


def _piece(basis: Basis, start: int, end: int) -> Basis:
    passage = basis.found.passage
    text = passage.text[start - passage.start : end - passage.start]
    return replace(basis, evidence=replace(basis.evidence, start=start, end=end, text=text))


def quotation_sentences(evidence: Sequence[Basis]) -> tuple[AnswerSentence, ...]:
    """Quoted evidence → the answer's sentences: what is verbatim stands in its source.

    Where it is of several bodies, each has its name in front.
    """
    sentences = [_quotation_sentence(basis) for basis in evidence]
    names = [whose(basis.found.report.identity) for basis in evidence]
    if len({*names}) < 2:
        return tuple(sentences)
    return tuple(
        replace(sentence, text=f"{name}：{sentence.text}")
        for name, sentence in zip(names, sentences, strict=True)
    )


def _quotation_sentence(basis: Basis) -> AnswerSentence:
    text = basis.text if basis.row is None else shortened(basis.text, _LONGEST)
    verdicts = tuple(
        Verdict(
            "year" if q.kind is QuantityKind.DATE else "number",
            q.as_written,
            Standing.FOUND,
            basis.citation,
        )
        for q in quantities(text)
    )
    return AnswerSentence(text, (basis.citation,), supported=True, verdicts=verdicts)


_GROUPS = (
    {
        "全域": r"全[省市县区州旗](?!直)|\bwhole (?:city|county|province)",
        "本级": r"[省市县区州旗]?本级|\bown level",
    },
    {
        "一般公共预算": r"一般公共预算|general public budget",
        "政府性基金": r"政府性基金(?:预算)?|government funds?",
        "国有资本经营": r"国有资本经营(?:预算)?|state capital",
    },
    {"收入": r"收入|\brevenue|\bincome", "支出": r"支出|\bexpenditure|\bspending"},
    {
        "预算": r"(?:年初|调整)?预算(?!执行|收入|支出|完成)数?|预期|计划",
        "执行": r"执行数?|决算数?|实际|完成|实现|executed|actual",
    },
)
"""What may tell two figures of one name apart: in each, the words of one say that it is not the
other. The terms are those of the budget law and of the reports on its execution."""
_PATTERNS = tuple(
    {name: re.compile(pattern, re.I) for name, pattern in group.items()} for group in _GROUPS
)


def with_both_groups(
    asked: Understood, shown: Sequence[Basis], read: Sequence[Basis]
) -> tuple[tuple[Basis, ...], tuple[str, ...]]:
    """What is quoted, and all that was read → what is quoted with its like of another group; notes.

    Nothing is added where the question says the group, or asks for no figure.
    """
    if asked.intent is not Intent.FIGURE or not shown:
        return tuple(shown), ()
    best = shown[0]
    added: list[Basis] = []
    notes: list[str] = []
    for group in _PATTERNS:
        if any(pattern.search(asked.standalone) for pattern in group.values()):
            continue
        others = [b for b in (*shown, *read) if _is_other(best, b, group)]
        if others:
            added += [] if others[0] in shown else others[:1]
            names = [_member(text, group) for text in (best.text, others[0].text)]
            notes.append(
                translate(
                    asked.language,
                    "The report has two figures of this name, one for each of {groups}; both "
                    "are given.",
                    groups=listed(asked.language, names),
                )
            )
    return (*shown, *dict.fromkeys(added)), tuple(notes)


def _is_other(one: Basis, other: Basis, group: dict[str, re.Pattern[str]]) -> bool:
    """Whether two sentences of one report state a figure of one name, of two of the group."""
    if one.found.report.id != other.found.report.id:
        return False
    first, second = _member(one.text, group), _member(other.text, group)
    if not first or not second or first == second:
        return False
    return not {*_labels(one, group)}.isdisjoint(_labels(other, group))


def _member(text: str, group: dict[str, re.Pattern[str]]) -> str:
    """Which of a group a text speaks of; "" where of none or of several."""
    said = [name for name, pattern in group.items() if pattern.search(text)]
    return said[0] if len(said) == 1 else ""


def _labels(basis: Basis, group: dict[str, re.Pattern[str]]) -> Iterator[tuple[str, int | None]]:
    """What the figures of a sentence are called, without the words of the group, and their year."""
    year = basis.found.report.identity.year
    for statement in statements(basis.evidence.text, year):
        label = statement.inherited + statement.own
        for pattern in group.values():
            label = pattern.sub("", label)
        if plain := re.sub(r"[\W\d年为是]+", "", label):
            yield plain, statement.year

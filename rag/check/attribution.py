"""The model's wording → sentences, each with the evidence that supports it.

The model's own marks are only believed where they hold: numbers and names decide first, then
wording, then meaning. What is cited is what supports, whatever the model pointed at.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from figures.quantities import Quantity, quantities, same_value
from figures.sentences import sentence_spans
from rag.evidence.basis import Basis
from rag.question.lexicon import word_lists
from rag.records import Citation
from rag.text import bigrams, normalised, numbers_in, share_of

Meaning = Callable[[str, Sequence[str]], Sequence[float]]
"""A sentence and others → how near each is in meaning, as cosines."""

_MARK = re.compile(
    r"\s*[\[【［〔](?:资料|来源|编号|sources?|s)?\s*(\d{1,2}(?:\s*[,，、;]\s*\d{1,2})*)[\]】］〕]",
    re.I,
)
_AFTER_STOP = re.compile(r"([。！？!?；;.]+)((?:\s*[\[【［〔][^\]】］〕\n]{1,14}[\]】］〕])+)")
_TABLE_RULE = re.compile(r"[\s|:：—–-]+")
_NAMED = re.compile(r"[“《「『\"]([^”》」』\"]{2,80})[”》」』\"]")
_TURN = re.compile(
    r"[未没无]|不(?!断|仅|但|少于|低于|超过|高于|多于|足)|(?<!不)超过|不足|减少|增加|上升|下降|提高|降低|高于|低于|最高|最低"
)

ENOUGH_WORDING = 0.5
"""The share of a sentence's word pairs that its sources must have between them."""

ENOUGH_MEANING = 0.86
"""The cosine from which a sentence without numbers in another language counts as supported.

Above what the embedded model gives to a true one (0.79 to 0.84), for it gives inventions up to
0.81: there no such sentence stands. A stronger embedding model may tell them apart.
"""

_MOST_CITED = 3
_HARDLY = 0.2
"""The share of the question's words in a sentence below which its sources do not speak of it."""


@dataclass(frozen=True, slots=True)
class Attributed:
    """A sentence of the wording, without marks, and the pieces of evidence that support it."""

    text: str
    cited: tuple[Basis, ...]
    citations: tuple[Citation, ...]
    supported: bool


def attribute(
    wording: str, bases: Sequence[Basis], question: str = "", meaning: Meaning | None = None
) -> tuple[Attributed, ...]:
    """The model's wording and the evidence it was shown → its sentences with what supports each.

    `bases[i]` was numbered i+1. Words of the question may be used again; a sentence that brings
    in anything else than its evidence has is unsupported. What nothing supports is kept, as such.
    """
    return tuple(
        _attributed(text, marks, bases, question, meaning) for text, marks in _sentences(wording)
    )


def _sentences(wording: str) -> list[tuple[str, tuple[int, ...]]]:
    """Sentences, list items and table rows, each with the numbers the model marked it with."""
    text = _AFTER_STOP.sub(r"\2\1", wording)
    found = []
    for line in text.splitlines():
        row = line.strip().startswith("|")
        spans = [(0, len(line))] if row else sentence_spans(line)
        for start, end in spans:
            said = line[start:end]
            marks = tuple(int(n) for m in _MARK.finditer(said) for n in re.findall(r"\d+", m[1]))
            said = _MARK.sub("", said).strip()
            # A question is no statement: models like to repeat the one they were asked.
            if said and not _TABLE_RULE.fullmatch(said) and said[-1] not in "?？":
                found.append((said, marks))
    return found


def _attributed(
    text: str,
    marks: tuple[int, ...],
    bases: Sequence[Basis],
    question: str,
    meaning: Meaning | None,
) -> Attributed:
    cited = _best(text, bases, question, meaning)
    shown = {basis.evidence.n for basis in cited}
    pointed = {bases[n - 1].evidence.n for n in marks if 1 <= n <= len(bases)}
    corrected = bool(marks) and not (shown & pointed)
    citations = tuple(replace(b.citation, corrected=corrected) for b in cited)
    return Attributed(text, tuple(cited), citations, bool(cited))


def _best(text: str, bases: Sequence[Basis], question: str, meaning: Meaning | None) -> list[Basis]:
    """The fewest pieces of evidence that together support a sentence; none where they do not."""
    numbers = numbers_in(text)
    names = _NAMED.findall(text)
    words = bigrams(text)
    chosen: list[Basis] = []
    left = list(bases)
    while left and len(chosen) < _MOST_CITED:
        best = max(left, key=lambda b: _gain(b, chosen, numbers, names, words))
        if chosen and not any(_gain(best, chosen, numbers, names, words)[:2]):
            break
        chosen.append(best)
        left.remove(best)
    if (
        _holds(text, numbers, names, words, chosen)
        and not _brings_in(text, chosen, question)
        and not _is_told_of_another(text, chosen, bases, question)
    ):
        return chosen
    if meaning is not None and not numbers and not names and bases and text.isascii():
        near = meaning(text, [b.text for b in bases])
        i = max(range(len(bases)), key=lambda i: near[i])
        return [bases[i]] if near[i] >= ENOUGH_MEANING else []
    return []


def _gain(
    basis: Basis,
    chosen: Sequence[Basis],
    numbers: Sequence[Quantity],
    names: Sequence[str],
    words: frozenset[str],
) -> tuple[int, int, float]:
    """What a piece adds to those chosen: numbers, names, and its share of the wording."""
    had = "\n".join(b.text for b in chosen)
    had_numbers, there = quantities(had), quantities(basis.text)
    return (
        sum(is_among(q, there) and not is_among(q, had_numbers) for q in numbers),
        sum(
            normalised(n) in normalised(basis.text) and normalised(n) not in normalised(had)
            for n in names
        ),
        share_of(words, bigrams(basis.text)) + 0.3 * share_of(words, bigrams(basis.context)),
    )


def _holds(
    text: str,
    numbers: Sequence[Quantity],
    names: Sequence[str],
    words: frozenset[str],
    chosen: Sequence[Basis],
) -> bool:
    cited = "\n".join(b.text for b in chosen)
    around = cited + "\n" + "\n".join(b.context for b in chosen)
    if not all(normalised(name) in normalised(around) for name in names):
        return False
    if any(turn not in cited for turn in _TURN.findall(text)):
        return False
    there = quantities(around)
    known = sum(is_among(q, there) for q in numbers)
    if text.isascii() or not words:
        return known > 0
    return share_of(words, bigrams(around)) >= ENOUGH_WORDING


def _brings_in(text: str, chosen: Sequence[Basis], question: str) -> bool:
    """Whether a Chinese sentence says anything that neither its evidence nor the question does."""
    known = "".join(f"{b.text}{b.context}" for b in chosen)
    return bool(words_brought_in(text, known + question))


def _is_told_of_another(
    text: str, chosen: Sequence[Basis], bases: Sequence[Basis], question: str
) -> bool:
    """Whether a sentence has the question's words of one piece and all else of another.

    停车难，打算建立权属登记制度: what is to be done about parking stands elsewhere. The sentences
    of one passage go on about one thing, and may be told as one.
    """
    whose = bigrams(" ".join(b.context.partition("\n")[0] for b in bases))
    told = bigrams(question) & bigrams(text) - whose
    own = share_of(told, bigrams(" ".join(f"{b.text} {b.before} {b.context}" for b in chosen)))
    near = {b.evidence.n for b in chosen}
    others = (share_of(told, bigrams(b.text)) for b in bases if b.evidence.n not in near)
    return len(told) > 1 and own < _HARDLY and max(others, default=0.0) >= ENOUGH_WORDING


def is_among(quantity: Quantity, others: Sequence[Quantity]) -> bool:
    """Whether a quantity is one of others, in whatever unit it is written."""
    return any(same_value(quantity, other) for other in others)


@cache
def _ordinary() -> re.Pattern[str]:
    """What finds the words that any answer may be worded with."""
    ordinary = word_lists().ordinary
    return re.compile("|".join((*ordinary.words.split(), f"[{ordinary.characters}]")))


def without_ordinary_words(text: str) -> str:
    """A text without the words that any answer may be worded with; a blank stands for each."""
    return _ordinary().sub(" ", normalised(text))


def words_brought_in(text: str, known: str) -> frozenset[str]:
    """The Chinese characters of a text that are neither known nor ordinary: what it brings in."""
    there = set(normalised(known))
    left = _ordinary().sub("", normalised(text))
    return frozenset(c for c in left if "\u4e00" <= c <= "\u9fff" and c not in there)

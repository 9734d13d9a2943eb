"""Passages → the sentences and table rows that may answer, best first, each where it stands."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from rag.evidence.retrieval import Query
from rag.records import EvidenceSentence, Found, Intent
from rag.settings import USUAL
from rag.text import normalised
from reader.reading import CandidateSentence, Reader
from vectorstore.snapshot import Snapshot
from vectorstore.terms import terms
from vectorstore.vectors import read_texts

# What the first ranking counts, out of which the reader is given the best. Meaning is set on the
# eight reports of `development` in `reader/data/split.toml`, the others on halves of two question
# sets and tried on the other halves: `bench/README.md`.
_MEANING = 8.0
_WORDS = 1.1
_WORDS_OVER = 0.7
_WORDS_BEFORE = 0.65
_PASSAGE = 0.5
# A heading, a table's title or its head row says what is asked about and answers nothing.
_LABEL = 0.5
# What the reader's log odds count in the order, where they take the place of the bare meaning: of
# the embedding that was trained, as much as that.
_ODDS = 0.6

# What a sentence has at least of the probability of the heading right over it, where all that
# stands there is asked for.
_PASSED_ON = 0.8

# The share of a question's rare words that makes a sentence the nearest there is, however
# improbable an answer: one fact of many in a long sentence is none to the reader.
_NEARLY_ALL = 0.7

_TABLE_OF = re.compile(r"\s*(?:编制|填报|预算|主管)?(?:部门|单位)[:：]|\s*单位[:：]")


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence where it stands, with the terms in it."""

    found: Found
    index: int
    text: str
    terms: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Ranked:
    """A sentence with the cosine of its meaning and the question's, and what its words score."""

    sentence: _Sentence
    meaning: float
    words: float

    @property
    def score(self) -> float:
        """By both, before it is read."""
        return _MEANING * self.meaning + self.words


def evidence(
    shelf: Snapshot,
    query: Query,
    found: Sequence[Found],
    reader: Reader,
    k: int = 8,
    read: int = USUAL.read,
) -> tuple[EvidenceSentence, ...]:
    """Passages found → at most `k` sentences of them, the best first.

    Words and the embedding's meaning choose the `read` that the reader reads; it puts them in
    order, and says of each how probable it is that it answers. The rest follow, not read.
    """
    chosen = _ranked(shelf, query, found)
    candidates = [CandidateSentence(_in_context(s.sentence), s.meaning) for s in chosen[:read]]
    question, language = " ".join(query.understood.parts), query.understood.language
    told = [float(p) for p in reader.probabilities(question, language, candidates)]
    if query.understood.intent.asks_for_all:
        told = _under_their_headings([s.sentence for s in chosen[:read]], told)
    judged = [
        _evidence(s.sentence, _ODDS * _log_odds(p) + s.words, p)
        for s, p in zip(chosen[:read], told, strict=True)
    ]
    best = sorted(judged, key=lambda s: (-s.score, s.n, s.start))
    lowest = best[-1].score if best else 0.0
    rest = [_evidence(s.sentence, lowest - 1 - i, None) for i, s in enumerate(chosen[read:])]
    best += rest
    if query.understood.intent is Intent.COMPARISON:
        best = _in_turn(best, {f.n: f.passage.report_id for f in found})
    return tuple(best[:k])


def _ranked(shelf: Snapshot, query: Query, found: Sequence[Found]) -> list[_Ranked]:
    """All sentences of the passages, the best first, by meaning and words."""
    vectors = shelf.sentence_vectors([f.passage.id for f in found])
    asked = frozenset(terms(query.words))
    by_passage = [_sentences(f) for f in found]
    rarity = _inverse_document_frequency([s.terms for sentences in by_passage for s in sentences])
    scored = []
    for sentences in by_passage:
        over = _over(sentences[0].found) if sentences else frozenset[str]()
        for i, sentence in enumerate(sentences):
            meaning = float(vectors[sentence.found.passage.id][sentence.index] @ query.vector)
            before = sentences[i - 1].terms if i else frozenset[str]()
            words = (
                _term_overlap(asked, (sentence.terms, over, before), rarity)
                + _PASSAGE * sentence.found.score
                - _LABEL * is_label(sentence.text, sentence.found)
            )
            scored.append(_Ranked(sentence, meaning, words))
    return sorted(scored, key=lambda s: (-s.score, s.sentence.found.n, s.sentence.index))


def in_its_words(
    query: Query, found: Sequence[Found], sentences: Sequence[EvidenceSentence]
) -> tuple[EvidenceSentence, ...]:
    """Sentences of the passages found → those that have nearly all of the question's rare words."""
    asked = frozenset(terms(query.words))
    rarity = _inverse_document_frequency([s.terms for f in found for s in _sentences(f)])
    needed = _NEARLY_ALL * sum(rarity.get(term, 0.0) for term in asked)
    return tuple(
        sentence
        for sentence in sentences
        if 0 < needed <= sum(rarity.get(t, 0.0) for t in asked & {*terms(sentence.text)})
    )


def _under_their_headings(
    sentences: Sequence[_Sentence], probabilities: Sequence[float]
) -> list[float]:
    """Probabilities → the same, what a heading has passed on to what stands right under it.

    四、存在的问题 is what 存在哪些问题？ asks for, and no answer itself.
    """
    labels = [is_label(s.text, s.found) for s in sentences]
    over = {
        normalised(s.text): p
        for s, p, label in zip(sentences, probabilities, labels, strict=True)
        if label
    }
    passed = (
        0.0 if label else max(p, _PASSED_ON * over.get(_heading(s), 0.0))
        for s, p, label in zip(sentences, probabilities, labels, strict=True)
    )
    return list(passed)


def _heading(sentence: _Sentence) -> str:
    headings = sentence.found.passage.headings
    return normalised(headings[-1]) if headings else ""


def _log_odds(probability: float) -> float:
    kept = min(max(probability, 1e-6), 1 - 1e-6)
    return math.log(kept / (1 - kept))


def is_label(text: str, found: Found) -> bool:
    """Whether a sentence is only a heading, the report's or a table's title, or its head row."""
    passage = found.passage
    over = normalised(" ".join((*passage.headings, passage.context)))
    if passage.table is None:
        said = normalised(text)
        is_title = said == normalised(found.report.identity.title)
        return is_title or (said in over and text.rstrip()[-1:] not in "。；！？")
    cells = [normalised(cell) for cell in re.split(r"[\t›]", text) if cell.strip()]
    return all(cell in over for cell in cells) or _TABLE_OF.match(text) is not None


def _in_turn(
    sentences: Sequence[EvidenceSentence], report_of: Mapping[int, str]
) -> list[EvidenceSentence]:
    """The best of each report, then the second best of each …"""
    of_each: dict[str, list[EvidenceSentence]] = {}
    for sentence in sentences:
        of_each.setdefault(report_of[sentence.n], []).append(sentence)
    return [s for row in zip_longest(*of_each.values()) for s in row if s is not None]


def _sentences(found: Found) -> list[_Sentence]:
    passage = found.passage
    texts = [passage.text[a - passage.start : b - passage.start] for a, b in passage.sentences]
    return [_Sentence(found, i, t, frozenset(terms(t))) for i, t in enumerate(texts)]


def _evidence(sentence: _Sentence, score: float, probability: float | None) -> EvidenceSentence:
    start, end = sentence.found.passage.sentences[sentence.index]
    return EvidenceSentence(sentence.found.n, start, end, sentence.text, score, probability)


def _in_context(sentence: _Sentence) -> str:
    return read_texts(sentence.found.passage)[sentence.index]


def _inverse_document_frequency(sentences: Sequence[frozenset[str]]) -> Mapping[str, float]:
    """Each term's inverse document frequency (BM25's) among the sentences."""
    counts = Counter(term for words in sentences for term in words)
    return {t: math.log(1 + (len(sentences) - n + 0.5) / (n + 0.5)) for t, n in counts.items()}


def _term_overlap(
    asked: frozenset[str],
    around: tuple[frozenset[str], frozenset[str], frozenset[str]],
    rarity: Mapping[str, float],
) -> float:
    """How much of the question's rare terms is in the sentence, over it, and before it."""
    total = sum(rarity.get(term, 0.0) for term in asked)
    if not total:
        return 0.0
    left, score = asked, 0.0
    for words, weight in zip(around, (_WORDS, _WORDS_OVER, _WORDS_BEFORE), strict=True):
        score += weight * sum(rarity.get(term, 0.0) for term in left & words) / total
        left = left - words
    return score


def _over(found: Found) -> frozenset[str]:
    """The terms that hold for all of a passage: its headings, its table's, whose and which year."""
    identity = found.report.identity
    scope = f"{identity.year}年 {identity.department} {' '.join(identity.short_names)}"
    return frozenset(terms(" ".join((*found.passage.headings, found.passage.context, scope))))

"""Passages → the sentences and table rows that may answer, best first, each where it stands."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from figures.claims import SourceText
from rag.evidence.retrieval import Query
from rag.records import Citation, EvidenceSentence, Found, Intent
from rag.settings import USUAL
from rag.text import normalised, one_line
from reader.reading import Candidate, Reader
from records import Row, Table
from vectorstore.snapshot import Snapshot
from vectorstore.terms import terms
from vectorstore.vectors import read_texts

# What the first ranking counts, out of which the reader is given the best. Meaning is set on the
# eight reports of `development` in `reader/split.toml`, the others on halves of two question sets
# and tried on the other halves: `bench/README.md`.
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
    candidates = [Candidate(_in_context(s.sentence), s.meaning) for s in chosen[:read]]
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


_MOST_CELLS = 12
# Other brackets say something else of a column: （A）, （B/A）, （权重）.
_UNITS = (
    "元|千元|万元|亿元|%|％|个|项|人|名|人次|万人次|万人|公里|千米|米|平方米|立方米|平方公里|亩|万亩|公顷|吨|万吨|公斤"
    "|件|家|户|万户|次|场|座|台|辆|套|分|天|日|年|个月|小时|所|处|张|床|宗|起|条|批|篇|份|期|棵|株"
)
_UNIT_OF_COLUMN = re.compile(rf"\s*[（(](?:单位[:：]\s*)?({_UNITS})[)）]$")
_LEAD = re.compile(r"[^：:。；，,\n]{1,16}[：:]")
_MARKS = re.compile(r"(?:得分|分值|评分|自评分|满分)$")
_NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Basis:
    """A piece of evidence with where it stands: its passage, and its table's row if it is one."""

    evidence: EvidenceSentence
    found: Found
    table: Table | None
    row: Row | None

    @property
    def text(self) -> str:
        """The sentence, or the row with its table's labels, as one reads it."""
        if self.table is None or self.row is None:
            return one_line(self.evidence.text)
        unit = f"（单位：{self.table.unit}）" if self.table.unit else ""
        cells = [
            _labelled(label.replace("›", " "), cell)
            for label, cell in zip(self.table.columns, self.row.cells, strict=False)
            if cell.strip()
        ]
        return f"{self.table.title}{unit}：" + "；".join(cells[:_MOST_CELLS])

    @property
    def context(self) -> str:
        """What stands over it: report, department, year, headings."""
        identity = self.found.report.identity
        year = f"{identity.year}年" if identity.year else ""
        names = " ".join((identity.title, year, identity.department, *identity.short_names))
        return "\n".join((names, *self.found.passage.headings))

    @property
    def before(self) -> str:
        """The sentence before it in its paragraph, which often says what it is about; or ''."""
        passage = self.found.passage
        earlier = [(a, b) for a, b in passage.sentences if b <= self.evidence.start]
        if self.row is not None or not earlier:
            return ""
        start = earlier[-1][0] - passage.start
        text = passage.text[start : self.evidence.start - passage.start]
        return "" if "\n" in text else text

    @property
    def lead(self) -> str:
        """What its paragraph is said to be at its beginning: 年度总体目标：, 完成情况：; or ''."""
        passage = self.found.passage
        before = passage.text[: self.evidence.start - passage.start]
        paragraph = passage.text[before.rfind("\n") + 1 :]
        lead = _LEAD.match(paragraph)
        return lead[0] if lead else ""

    @property
    def place(self) -> tuple[int, int]:
        """Where it begins: the passage's number, and the offset in the report's text."""
        return self.evidence.n, self.evidence.start

    @property
    def citation(self) -> Citation:
        """The place, to be cited."""
        return Citation(self.evidence.n, self.evidence.start, self.evidence.end)

    def sources(self) -> tuple[SourceText, ...]:
        """What its numbers are checked against: the sentence, or each cell under its column."""
        identity = self.found.report.identity
        about = (identity.department, identity.short_names)
        headings = "\n".join(self.found.passage.headings)
        if self.table is None or self.row is None or len(self.row.cells) < 2:
            unit = self.table.unit if self.table else ""
            text = self.evidence.text
            return (SourceText(text, identity.year, *about, unit=unit, context=headings),)
        label, *cells = self.row.cells
        return tuple(
            SourceText(
                f"{label}\t{cell}",
                _column_year(column, identity.year),
                *about,
                unit=_unit_of(column) or self.table.unit,
                context=f"{headings}\n{self.table.title}\n{column}",
            )
            for column, cell in zip(self.table.columns[1:], cells, strict=False)
            if cell.strip()
        )


def _labelled(label: str, cell: str) -> str:
    """A column's label and its cell → both as one reads them: 投资（万元）, 403 → 投资 403万元."""
    unit = _UNIT_OF_COLUMN.search(label)
    if unit and _NUMBER.fullmatch(cell.strip()):
        return f"{label[: unit.start()]} {cell.strip()}{unit[1]}"
    return f"{label} {cell}" if label else cell


def _unit_of(column: str) -> str:
    """The unit that a column itself says its cells are in: 整治长度（公里）, 得分; '' for none."""
    unit = _UNIT_OF_COLUMN.search(column)
    if unit:
        return unit[1]
    return "分" if _MARKS.search(column) else ""


def _column_year(column: str, year: int | None) -> int | None:
    """The year that a column is about, in a report of `year`."""
    if named := re.search(r"(?:19|20)\d\d", column):
        return int(named[0])
    if year and re.search(r"上年|上一年|去年", column):
        return year - 1
    return year


def bases(
    shelf: Snapshot, evidence: Sequence[EvidenceSentence], found: Sequence[Found]
) -> tuple[Basis, ...]:
    """Evidence → the same with what stands around it; tables are read from the shelf."""
    passages = {item.n: item for item in found}
    tables: dict[str, tuple[Table, ...]] = {}
    result = []
    for sentence in evidence:
        item = passages[sentence.n]
        table = None
        if item.passage.table is not None:
            if item.report.id not in tables:
                tables[item.report.id] = shelf.text(item.report.id).tables
            table = tables[item.report.id][item.passage.table]
        result.append(Basis(sentence, item, table, _row_at(table, sentence)))
    return tuple(result)


def _row_at(table: Table | None, sentence: EvidenceSentence) -> Row | None:
    rows = table.rows if table else ()
    return next((r for r in rows if r.start < sentence.end and sentence.start < r.end), None)

"""Evidence → whether it can hold the answer, or why the question is refused."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace
from enum import StrEnum

from figures.quantities import quantities
from figures.statements import statements
from rag.asked import is_told_in, lacks_what_is_asked
from rag.language import language_of
from rag.query import Query
from rag.records import EvidenceSentence, Found, Intent, Understood
from rag.wanted import Wanted, wanted_of

# Less than this is no evidence. How it is measured: `docs/decisions/012-refusing.md`.
_ENOUGH = 0.62
# From here on it may be spoken of in other words, which the chat model can tell.
_FAINT = 0.3
# The share of the words that is enough alone, where meaning tells nothing or less.
_ENOUGH_WORDS = 0.35
# What the words a question shares with the reports count for it, and what their meaning does.
_BY_WORDS = 0.4
_BY_MEANING = 0.6
_IN_SENTENCES = 5 / 11
_IN_PASSAGE = 6 / 11
_BEST = 3
# A sentence that mentions a year in passing shares a word or two with the question.
_MOST_OF_IT = 0.6
# An English word that the glossary lacks may well be spoken of, in Chinese words it does not know.
_STRANGE = 0.6

# Nearness, by a model that was trained to tell. Set on the eight reports of `development` in
# `reader/split.toml`, on which it was not trained: `docs/decisions/019-the-reader-and-its-room.md`.
_NEAR = 0.85
_FAR = 0.6

_TAKES_STOCK = re.compile(r"截[至止]到?\s*(20\d\d)\s*年(?P<another>.*(?<!\d)20\d\d\s*年)?", re.S)
# 法车 of 执法车 is in 执法执勤用车, but not as one word.
_APART = 4
_HALF = 0.5
# What a pair over a word's border costs that is not there.
_JOINED = 0.3
# The share of the best sentence's share from which another speaks of the thing asked about too.
_NEAREST = 0.7


class Unanswerable(StrEnum):
    """Why no answer is tried. With the last two a chat model may know better."""

    YEAR = "year"
    NOTHING = "nothing"
    FAINT = "faint"
    """Too little of it is spoken of, by words and meaning; it may be in other words."""
    BESIDE = "beside"
    """The sort of thing asked for is told only beside other things than those asked about."""


def unanswerable(
    query: Query, found: Sequence[Found], evidence: Sequence[EvidenceSentence]
) -> Unanswerable | None:
    """A query and what was found for it → why it is refused; None if an answer is worth trying.

    Where the embedding model was trained to tell what answers a question, it overrules the words:
    a sentence that is near answers, whatever its words, and where none is, nothing does.
    """
    reason = _by_words(query, found, evidence)
    if reason is Unanswerable.YEAR or query.understood.absent_years:
        return reason
    if not query.scale.tells_answers:
        return reason
    nearest = max((s.nearness for s in evidence if s.nearness is not None), default=0.0)
    if reason is not None:
        return None if nearest >= _NEAR else reason
    return Unanswerable.FAINT if nearest < _FAR else None


def _by_words(
    query: Query, found: Sequence[Found], evidence: Sequence[EvidenceSentence]
) -> Unanswerable | None:
    """What the words say of it, and of its meaning as much as an untrained model can tell.

    A year that has no report may still be spoken of in another's.
    """
    asked = query.understood
    nothing = Unanswerable.NOTHING
    if asked.absent_years and not asked.scope.years:
        evidence = about_absent_years(asked, found, evidence)
        nothing = Unanswerable.YEAR
    over = {f.n: _over(f) for f in found}
    texts = [f"{over[s.n]}{s.text}" for s in evidence]
    words = _sorts_named(asked)
    if lacks_what_is_asked(words, texts):
        return nothing
    share = relevance(asked, found, evidence)
    nearest = [f"{over[s.n]}{s.text}" for s in _nearest(asked, found, evidence)]
    beside = lacks_what_is_asked(words, nearest)
    if share >= _ENOUGH and not beside:
        return None
    untranslated = asked.language == "en" and not asked.translation
    if nothing is not Unanswerable.NOTHING or not (share >= _FAINT or untranslated):
        return nothing
    return Unanswerable.BESIDE if beside else Unanswerable.FAINT


def is_told(
    asked: Understood, found: Sequence[Found], evidence: Sequence[EvidenceSentence]
) -> bool:
    """Whether a sentence that speaks most of what is asked about has the sort asked for.

    False where the sort is none that can be seen with some certainty, as with names and deeds.
    """
    by_number = {f.n: f for f in found}
    words = _sorts_named(asked)
    return any(
        is_told_in(words, _with_columns(by_number[s.n], s))
        for s in _nearest(asked, found, evidence)
    )


def _sorts_named(asked: Understood) -> str:
    """The words that say which sort of thing is asked for; a rewording in Chinese adds none."""
    return f"{asked.standalone} {asked.translation}" if asked.language == "en" else asked.standalone


def about_absent_years(
    asked: Understood, found: Sequence[Found], evidence: Sequence[EvidenceSentence]
) -> tuple[EvidenceSentence, ...]:
    """Evidence → what of it states something of a year that has no report, and of what is asked.

    The year has to stand in the sentence, or over the columns of its table; most of what is asked
    about too, and a number where one is asked for. Another year's figure is no answer.
    """
    wanted = wanted_of(asked, [f.report.identity for f in found])
    weights = _weights(wanted, found)
    by_number = {f.n: f for f in found}
    return tuple(
        sentence
        for sentence in evidence
        if _states_of(asked, by_number[sentence.n], sentence)
        and (
            not any(weights)
            or _share(wanted, weights, _plain(_with_columns(by_number[sentence.n], sentence)))
            >= _MOST_OF_IT
        )
    )


def _nearest(
    asked: Understood, found: Sequence[Found], evidence: Sequence[EvidenceSentence]
) -> list[EvidenceSentence]:
    """The sentences that speak most of what is asked about.

    What a thing cost is told where the thing is; another thing's cost is no answer.
    """
    wanted = wanted_of(asked, [f.report.identity for f in found])
    weights = _weights(wanted, found)
    by_number = {f.n: f for f in found}
    if not any(weights):
        return list(evidence)
    shares = [_share(wanted, weights, _around(by_number[s.n], s)) for s in evidence]
    enough = _NEAREST * max(shares, default=0.0)
    return [s for s, share in zip(evidence, shares, strict=True) if share >= enough]


def _states_of(asked: Understood, found: Found, sentence: EvidenceSentence) -> bool:
    """Whether a sentence says something of a year asked about; a figure, where one is asked for."""
    years = {*asked.absent_years}
    if _as_of(found, sentence) in years:
        return True
    dated = any(q.year in years for q in quantities(_with_columns(found, sentence)))
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


def _with_columns(found: Found, sentence: EvidenceSentence) -> str:
    over = "" if found.passage.table is None else f"{found.passage.context}\n"
    return over + sentence.text


def relevance(
    asked: Understood, found: Sequence[Found], evidence: Sequence[EvidenceSentence]
) -> float:
    """How far what is asked about is spoken of: 0 not at all, 1 as answers usually speak of it.

    It is by the words, of which the rare ones count most, and by the meaning of the nearest
    sentence: people ask in other words than reports have. 0 without evidence, 1 where a question
    has plain words only. A question and the model's wording of it are two ways to ask: the words
    of the better count.
    """
    if not evidence:
        return 0.0
    shares = [_share_of_words(asked, found, evidence)]
    if asked.translation:
        shares.append(_share_of_words(replace(asked, translation=""), found, evidence))
    known = [share for share in shares if share is not None]
    if not known:
        return 1.0
    by_words = max(known) * _ENOUGH / _ENOUGH_WORDS
    nearest = [s.nearness for s in evidence if s.nearness is not None]
    if not nearest:
        return by_words
    both = _BY_WORDS * max(known) + _BY_MEANING * max(nearest)
    # Chinese words that the glossary has for English ones say more than a cosine across languages.
    return max(both, by_words) if language_of(asked.searched) == "en" else both


def _share_of_words(
    asked: Understood, found: Sequence[Found], evidence: Sequence[EvidenceSentence]
) -> float | None:
    """The share of the rare words that are there, 0 to 1; None where there are only plain ones.

    It is that of the best of the first sentences, each with the one before it and what stands
    over it, and that of the best whole passage, mixed.
    """
    wanted = wanted_of(asked, [f.report.identity for f in found])
    weights = _weights(wanted, found)
    if not any(weights):
        return None
    by_number = {f.n: f for f in found}
    around = [_around(by_number[s.n], s) for s in evidence[:_BEST]]
    passages = [f"{_over(f)}{_plain(f.passage.text)}" for f in found]
    return _IN_SENTENCES * max(_share(wanted, weights, text) for text in around) + (
        _IN_PASSAGE * max(_share(wanted, weights, text) for text in passages)
    )


def _weights(wanted: Sequence[Wanted], found: Sequence[Found]) -> list[float]:
    """The inverse document frequency (BM25's) of each thing among the sentences found."""
    sentences = [
        _plain(f.passage.text[a - f.passage.start : b - f.passage.start])
        for f in found
        for a, b in f.passage.sentences
    ]
    counts = [sum(_any_in(one.words, s) for s in sentences) for one in wanted]
    return [
        (_STRANGE if one.words[0].isascii() else 1.0)
        * math.log(1 + (len(sentences) - n + 0.5) / (n + 0.5))
        for one, n in zip(wanted, counts, strict=True)
    ]


def _share(wanted: Sequence[Wanted], weights: Sequence[float], text: str) -> float:
    """The weight of what a text speaks of over that of all that counts, 0 to 1."""
    there = missing = 0.0
    for one, weight in zip(wanted, weights, strict=True):
        part = _is_in(one.words, text)
        there += weight * part
        missing += weight * (1 - part) * (_JOINED if one.joined else 1.0)
    return there / (there + missing) if there + missing else 1.0


def _is_in(words: Sequence[str], text: str) -> float:
    """1 where a text has one of the words, a half where a pair's characters are near in it."""
    if _any_in(words, text):
        return 1.0
    term = words[0]
    if len(words) > 1 or len(term) != 2 or term.isascii():
        return 0.0
    near = re.search(rf"{re.escape(term[0])}.{{1,{_APART}}}{re.escape(term[1])}", text)
    return _HALF if near else 0.0


def _around(found: Found, sentence: EvidenceSentence) -> str:
    """A sentence with the one before it and what stands over it."""
    passage = found.passage
    before = max((a for a, _ in passage.sentences if a < sentence.start), default=sentence.start)
    return _over(found) + _plain(
        passage.text[before - passage.start : sentence.end - passage.start]
    )


def _over(found: Found) -> str:
    return _plain(" ".join((*found.passage.headings, found.passage.context))) + " "


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).lower().split())


def _any_in(names: Iterable[str | int], text: str) -> bool:
    return any(str(name) in text for name in names)

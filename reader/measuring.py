"""How often the right sentence, or its passage, comes first by the cosine alone."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.embedder import Embedder
from reader.examples import Example, LabelledReport
from reader.reports import Style

_WITHIN = (1, 3, 8)


@dataclass(frozen=True, slots=True)
class Asked:
    """What came of one question, among all the sentences and passages of its report.

    Ranks count from 1 and are None without an answer; `highest` is the highest cosine.
    """

    style: Style
    sentence_rank: int | None
    passage_rank: int | None
    highest: float


def asked(embedder: Embedder, report: LabelledReport) -> list[Asked]:
    """A report → what comes of each of its questions."""
    embedded = report.embedded
    sentences = embedder.passages([sentence.embedded for sentence in embedded.sentences])
    passages = embedder.passages([passage.embedded for passage in embedded.passages])
    outcomes = []
    for example in report.examples:
        question = embedder.question(example.question)
        by_sentence, by_passage = sentences @ question, passages @ question
        outcomes.append(
            Asked(
                example.style,
                _rank(by_sentence, example.right),
                _rank(by_passage, _passages(report, example)),
                float(by_sentence.max()),
            )
        )
    return outcomes


def table(outcomes: Sequence[Asked]) -> str:
    """Outcomes → lines: the shares, of all and by style, and how well the cosine tells whether."""
    lines = ["style      questions  sentence 1st / 3 / 8    passage 1st / 3 / 8"]
    groups: Mapping[str, Sequence[Asked]] = {
        "all": outcomes,
        **{style.value: [o for o in outcomes if o.style is style] for style in Style},
    }
    for name, group in groups.items():
        sentences = [o.sentence_rank for o in group if o.sentence_rank is not None]
        passages = [o.passage_rank for o in group if o.passage_rank is not None]
        lines.append(
            f"{name:10} {len(sentences):9}  {_shares(sentences)}       {_shares(passages)}"
        )
    curve = area_under_curve(
        [o.highest for o in outcomes if o.sentence_rank is not None],
        [o.highest for o in outcomes if o.sentence_rank is None],
    )
    lines.append(f"highest cosine, answerable before unanswerable: {curve:.2f}")
    return "\n".join(lines)


def area_under_curve(answerable: Sequence[float], others: Sequence[float]) -> float:
    """The share of pairs of which the answerable one has the higher score; equal ones half."""
    one, other = np.array(answerable)[:, None], np.array(others)[None]
    return float(np.mean((one > other) + 0.5 * (one == other))) if one.size and other.size else 0.5


def _passages(report: LabelledReport, example: Example) -> list[int]:
    return [
        i
        for i, passage in enumerate(report.embedded.passages)
        if not example.right.isdisjoint(passage.sentences)
    ]


def _rank(scores: NDArray[np.float32], right: Collection[int]) -> int | None:
    """The place, from 1, of the best of the right ones; None where none is."""
    if not right:
        return None
    order = np.argsort(-scores, kind="stable")
    return 1 + min(int(np.flatnonzero(order == i)[0]) for i in right)


def _shares(ranks: Iterable[int]) -> str:
    known = list(ranks)
    shares = (sum(rank <= k for rank in known) / max(1, len(known)) for k in _WITHIN)
    return " / ".join(f"{share:.2f}" for share in shares)

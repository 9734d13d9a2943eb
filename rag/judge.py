"""Whether the evidence holds the answer at all, as the model says under constraint.

Asked only that, and allowed only yes or no, a small model is a far better judge of it than when
it is left to write: it refuses what it would otherwise invent.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from rag.asked import ASKS_WHY

DOUBT = 0.25
"""The probability of "no" from which it is taken for one; measured, see docs/decisions."""

YES_OR_NO_DOUBT = 0.65
"""The same where the question itself is answered by yes or no, and "no" may be the answer."""

REASON_DOUBT = 0.36
"""The same where a way is asked for, or a reason: a model is surer of what than of why. Where no
sentence that speaks of the thing gives a reason, it counts as of anything else."""

HESITANT = 0.19
"""The probability of "no" from which it counts where nothing that was then written holds, or
where code has found little of the question's words."""

HARDLY = 0.12
"""The same where code has found the thing, but nothing of the sort asked for beside it."""

TOLD = 0.25
"""How much more doubt is let pass where code has found the sort asked for beside the thing: then
the likelier of yes and no counts."""


class Sight(StrEnum):
    """What code sees of an answer, before the model is asked whether there is one."""

    TOLD = "told"
    """A sentence that speaks of the thing asked about has the sort of thing asked for."""
    OPEN = "open"
    BESIDE = "beside"
    """The sentences that speak of the thing have nothing of the sort asked for."""


_WAY = re.compile(r"打算(?:怎么|怎样|如何)|准备(?:怎么|怎样|如何)")
_ASKS_FOR_MORE = re.compile(
    r"多少|什么|谁|哪|几[个项家人次]|怎么|\b(?:how|what|who|which|when|where)\b", re.I
)
_YES_OR_NO = re.compile(
    r"有没有|是否|是不是|能不能|会不会|吗\s*[？?]?\s*$|没有\s*[？?]?\s*$"
    r"|^\s*(?:did|does|do|is|are|was|were|has|have|had|can|could|will)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the model said, and the probability it gave to "no"; None where it is not told."""

    yes: bool
    doubt: float | None

    def refuses(self, question: str, sight: Sight = Sight.OPEN) -> bool:
        """Whether the evidence does not hold the question's answer, as the model sees it."""
        limit = _limit(question, DOUBT)
        if sight is Sight.TOLD:
            limit += TOLD
        elif ASKS_WHY.search(question):
            limit = DOUBT
        return not self.yes if self.doubt is None else self.doubt >= limit

    def hesitates(self, question: str) -> bool:
        """Whether it is not sure that there is an answer."""
        limit = _limit(question, HESITANT)
        return not self.yes if self.doubt is None else self.doubt >= limit

    def is_sure(self, question: str, sight: Sight = Sight.OPEN) -> bool:
        """Whether it says yes with hardly a doubt; not known where no probabilities are told."""
        limit = REASON_DOUBT if _asks_why_or_how(question) else HESITANT
        if sight is Sight.BESIDE:
            limit = HARDLY
        return self.yes and self.doubt is not None and self.doubt < limit


def _limit(question: str, usual: float) -> float:
    if _YES_OR_NO.search(question) and not _ASKS_FOR_MORE.search(question):
        return YES_OR_NO_DOUBT
    return REASON_DOUBT if _asks_why_or_how(question) else usual


def _asks_why_or_how(question: str) -> bool:
    return bool(ASKS_WHY.search(question) or _WAY.search(question))


def read_judgement(
    reply: str, yes: str, no: str, first_tokens: Mapping[str, float]
) -> Judgement | None:
    """A reply that should be the word `yes` or `no` → the judgement, None where it is neither.

    `first_tokens` are probabilities of the reply's first token, as far as they are known; a token
    may be a word's beginning.
    """
    said = reply.strip().lower()
    if not said.startswith((yes, no)):
        return None
    for_yes = sum(p for token, p in first_tokens.items() if _begins(token, yes))
    for_no = sum(p for token, p in first_tokens.items() if _begins(token, no))
    doubt = for_no / (for_yes + for_no) if for_yes + for_no else None
    return Judgement(not said.startswith(no), doubt)


def _begins(token: str, word: str) -> bool:
    plain = token.strip().lower()
    return bool(plain) and (word.startswith(plain) or plain.startswith(word))


_DISCLAIMS = re.compile(
    r"(资料|报告|文中|以上|原文|信息)[^。；\n]{0,12}(没有|未|并未|不)[^。；\n]{0,8}"
    r"(提及|提到|写明|说明|提供|包含|涉及|给出|披露|列出|答案|信息)"
    r"|无法(回答|确定|得知|判断)|不能确定|不得而知|没有(相关|具体)(的)?(信息|内容|数据|说明)"
    r"|\b(do(es)? not|don't|doesn't|no source|none of the sources|not)\b.{0,20}"
    r"\b(mention|state|specif|provide|contain|answer|say|given|available)"
    r"|\b(cannot|can't|unable to) (be )?(answer|determin)|no (information|mention|data)\b",
    re.I,
)


# "Yes" is an answer unless the question begins so.
_ASKS_WHICH = re.compile(
    r"(?:in \d{4}, |according to [^,?]*, |in [^,?]*\breport, )?(?:(?:by|on|at|in|for|to|from|of) )?"
    r"(?:what|which|who|whom|whose|when|where|why|how)\b",
    re.I,
)
_PREAMBLE = re.compile(
    r"\s*yes\b[\s,.:;!–-]*(?:the sources? (?:do )?(?:state|contain|have|give|hold)s? the answer"
    r"(?: to (?:the|this|your) question)?\.(?:\s+|$))?",
    re.I,
)


_PREAMBLE_ZH = re.compile(r"\s*有[，,。：:]\s*")


def without_preamble(wording: str, question: str) -> str:
    """A wording → the same without the "yes" of the judgement that it goes on from.

    Where the question may itself be answered by yes or no, it is the answer and stays.
    """
    said = _PREAMBLE.match(wording) if _ASKS_WHICH.match(question.strip()) else None
    if said is None and _ASKS_FOR_MORE.search(question) and not _YES_OR_NO.search(question):
        said = _PREAMBLE_ZH.match(wording)
    answer = wording[said.end() :] if said else ""
    return answer[0].upper() + answer[1:] if answer else wording


def disclaims(wording: str) -> bool:
    """Whether a wording itself says, at its beginning, that the answer is not to be found."""
    return _DISCLAIMS.search(wording.strip()[:60]) is not None

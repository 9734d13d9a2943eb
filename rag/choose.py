"""Which sentences answer the question, as the model says under constraint; or that none does.

Asked so, a small model is a far better judge of whether there is an answer at all than when it
is left to write: it refuses what it would otherwise invent.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

DOUBT = 0.55
"""The probability of "none" from which it is taken at its word; measured, see docs/decisions."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Numbers of sentences, from 1; () for none of them.

    `doubt` is the probability that the model gave to "none", None where its server does not say.
    """

    numbers: tuple[int, ...]
    doubt: float | None

    @property
    def refuses(self) -> bool:
        """Whether the model says that no sentence answers the question, and is sure of it."""
        if self.doubt is None:
            return not self.numbers
        return self.doubt >= DOUBT


_DISCLAIMS = re.compile(
    r"(资料|报告|文中|以上|原文|信息)[^。；\n]{0,12}(没有|未|并未|不)[^。；\n]{0,8}"
    r"(提及|提到|写明|说明|提供|包含|涉及|给出|披露|列出|答案|信息)"
    r"|无法(回答|确定|得知|判断)|不能确定|不得而知|没有(相关|具体)(的)?(信息|内容|数据|说明)"
    r"|\b(do(es)? not|don't|doesn't|no source|none of the sources|not)\b.{0,20}"
    r"\b(mention|state|specif|provide|contain|answer|say|given|available)"
    r"|\b(cannot|can't|unable to) (be )?(answer|determin)|no (information|mention|data)\b",
    re.I,
)


def disclaims(wording: str) -> bool:
    """Whether a wording itself says, at its beginning, that the answer is not to be found."""
    return _DISCLAIMS.search(wording.strip()[:60]) is not None


def read_choice(reply: str, count: int, first_tokens: dict[str, float]) -> Choice | None:
    """A reply about `count` sentences → the choice in it, None where it is none.

    `first_tokens` are probabilities of the reply's first token, as far as they are known.
    """
    written = [int(n) for n in re.findall(r"\d+", reply)]
    if not written:
        return None
    numbers = tuple(n for n in dict.fromkeys(written) if 1 <= n <= count)
    digits = {t.strip(): p for t, p in first_tokens.items() if t.strip().isdigit()}
    total = sum(digits.values())
    return Choice(numbers, digits.get("0", 0.0) / total if total else None)

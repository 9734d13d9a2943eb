"""The language a question is asked in: its answer is in the same."""

from __future__ import annotations

import re

_HAN = re.compile(r"[\u4e00-\u9fff]")
_LATIN = re.compile(r"[A-Za-z]")
_ASKED_IN_CHINESE = re.compile(
    r"什么|哪[些个几一里家]|多少|怎[么样]|如何|是否|吗|呢|为何|请问|谁|几[个项家人次名辆]"
)
_ENGLISH_FRAME = re.compile(
    r"\b(?:what|which|who|whose|whom|when|where|why|how|did|does|do|is|are|was|were|has|have|had"
    r"|the|of|in|for|on|by|and|to|list|show|compare|tell|give|please)\b",
    re.I,
)
_FRAMED = 2


def language_of(question: str) -> str:
    """A question → zh or en; one that only names things in Chinese is asked in English.

    What was the budget of 示例区水务局 in 2023? is an English question.
    """
    if not _HAN.search(question):
        return "en" if _LATIN.search(question) else "zh"
    if _ASKED_IN_CHINESE.search(question):
        return "zh"
    return "en" if len(_ENGLISH_FRAME.findall(question)) >= _FRAMED else "zh"

"""One message → the questions in it, each to be answered by itself; pure."""

from __future__ import annotations

import re

_QUESTION = re.compile(r"[^？?]*[？?]+")
_SENTENCE = re.compile(r"(?<=[。！!；;\n])|(?<=\. )")
_LEAST = 5
"""Letters and digits: a shorter question (为什么？) is one with the question before it."""
_MOST = 5


def questions_in(message: str) -> tuple[str, ...]:
    """A message → its questions in order, at most five; the message where it marks none.

    A question ends with a question mark, and begins behind the sentence before it: what is told
    before a question is no part of it.
    """
    found: list[str] = []
    for match in _QUESTION.finditer(message):
        whole = match[0].strip()
        last = [s for s in _SENTENCE.split(whole) if s.strip()][-1].strip()
        if sum(c.isalnum() for c in last) >= _LEAST:
            found.append(last)
        elif found and last != whole:
            found.append(whole)
        elif found:
            found[-1] = f"{found[-1]}{last}"
        else:
            found.append(whole)
    return tuple(found[:_MOST]) or (message.strip(),)

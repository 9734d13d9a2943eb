"""Stretches of a text, as (start, end)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

Span = tuple[int, int]


def apart(spans: Iterable[Span], taken: Sequence[Span]) -> list[Span]:
    """Those of the spans that overlap none that is taken."""
    return [(a, b) for a, b in spans if not any(a < d and c < b for c, d in taken)]


def longest(spans: Iterable[Span]) -> list[Span]:
    """Spans → those that no longer one overlaps, in order."""
    kept: list[Span] = []
    for span in sorted(set(spans), key=lambda s: (s[0] - s[1], s)):
        kept += apart([span], kept)
    return sorted(kept)


def cut(text: str, spans: Iterable[Span], gap: str = "") -> str:
    """A text without the spans; `gap` in their place."""
    for start, end in reversed(longest(spans)):
        text = f"{text[:start]}{gap}{text[end:]}"
    return text

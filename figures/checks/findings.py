"""What a check hands back: the pieces of a `Finding`, put together in one place."""

from __future__ import annotations

from records import Evidence, Finding, ReportText, Severity

Span = tuple[int, int]


def evidence(report: ReportText, span: Span) -> Evidence:
    """A span of the report's text → the evidence that quotes it, without white space around."""
    start, end = span
    text = report.text[start:end]
    start += len(text) - len(text.lstrip())
    text = text.strip()
    return Evidence(start, start + len(text), report.page_at(start), text)


def finding(
    report: ReportText,
    check: str,
    severity: Severity,
    stated: str,
    recomputed: str,
    calculation: tuple[str, str],
    *spans: Span,
) -> Finding:
    """The parts of a finding → the finding; `calculation` is (Chinese, English).

    `spans` are the sentences or rows, first the one at fault; repeated ones are named once.
    """
    seen = dict.fromkeys(spans)
    quotes = tuple(evidence(report, span) for span in seen)
    return Finding(check, severity, stated, recomputed, calculation[0], calculation[1], quotes)

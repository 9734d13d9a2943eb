"""Words that the form's author meant to be replaced, or that cancel each other."""

from __future__ import annotations

import re
from collections.abc import Iterator

from figures.checks.findings import finding
from figures.checks.reading import Reading
from records import Finding, Severity

_UP_DOWN = r"(?:增加|增长|上升|提高|增)\s*[（(/／]\s*(?:减少|下降|降低|减)\s*[）)]?"
_DOWN_UP = r"(?:减少|下降|降低|减)\s*[（(/／]\s*(?:增加|增长|上升|提高|增)\s*[）)]?"

LEFTOVERS: tuple[tuple[str, str, str], ...] = (
    (
        rf"{_UP_DOWN}|{_DOWN_UP}|大于\s*[（(/／]\s*(?:小于|等于)\s*[）)]?",
        "模板中的两个选项都留着，应只留一个",
        "both choices of the template are still there",
    ),
    (
        r"大小于|小大于|减增加|增减少|增加减少|减少增加|增长下降|下降增长|上升下降|持平(?:增加|减少)",
        "两个相反的词连在一起",
        "two words that contradict each other stand together",
    ),
    (
        r"(?<![A-Za-zＸ×\d])(?:[XxＸ]{2,}|[×✕]{2,}|[○〇]{2,}|[*＊]{2,}(?=年|月|日|万元|元|个|项|%|局)|[＿_]{2,})(?![A-Za-z\d])"
        r"|(?<![A-Za-zＸ×\d\-])[XＸ×](?=年|万元|个|项|%|月|日)",
        "模板中的空格没有填写",
        "a blank of the template was not filled in",
    ),
    (
        r"(?:原因|理由)(?:是|为|[：:])[：:]?\s*[。；;]",
        "说了“原因是”，却没有写原因",
        "a reason is announced and not given",
    ),
    (
        r"(?:万元|亿元){2,}|%\s*%|％\s*％|(?:20\d\d年){2,}|比比|增加增加|减少减少|较较",
        "词语重复",
        "a word stands twice",
    ),
)
"""(pattern, what is wrong in Chinese, in English). To add one: a row here and a case."""

_COMPILED = [(re.compile(pattern), zh, en) for pattern, zh, en in LEFTOVERS]


def template_words(reading: Reading) -> Iterator[Finding]:
    """增加（减少）, 大小于, XX万元, 原因是。: words left over from the form."""
    for start, end in reading.sentences:
        for pattern, zh, en in _COMPILED:
            for match in pattern.finditer(reading.text, start, end):
                yield finding(
                    reading.report,
                    "template-words",
                    Severity.DOUBTFUL,
                    match[0],
                    "",
                    (f"“{match[0]}”：{zh}。", f"“{match[0]}”: {en}."),
                    (start, end),
                )

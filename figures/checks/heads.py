"""The department named in a table's head against the report's own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from figures.checks.findings import finding
from figures.checks.reading import Reading
from records import Finding, Severity

_HEAD = re.compile(
    r"(?:编制|填报|公开|预算|决算|报送)?(?:部门|单位)(?:名称)?(?:（(?:公章|盖章)）)?[：:]"
    r"[ \t\u3000]*(?P<name>[^\s：:，。；、]{4,40})"
)
_ABOVE = 80
"""Characters above a table in which its head may stand."""
_UNITS = re.compile(r"(?:人民币)?[千百十万亿]*[元%％]|个|人|辆|台|平方米")
_FORM = re.compile(r"（.*?）|\(.*?\)|[“”\"本级机关（）()]")


def departments_in_heads(reading: Reading) -> Iterator[Finding]:
    """编制部门：… in the head of a table must name the department whose report it is."""
    own = reading.identity.department
    heads = [m for m in _heads(reading) if not _UNITS.match(m["name"])]
    names = Counter(m["name"] for m in heads)
    if not any(_same(own, name) for name in names):
        if len(names) < 2 or names.most_common(1)[0][1] < len(heads) - 1:
            return  # who the report is of was read from elsewhere: no head can be blamed
        own = names.most_common(1)[0][0]
    known = (own, *reading.identity.short_names)
    for match in heads:
        if not any(_same(name, match["name"]) for name in known if name):
            yield finding(
                reading.report,
                "department-in-head",
                Severity.ERROR if names[match["name"]] * 2 < len(heads) else Severity.DOUBTFUL,
                match["name"],
                own,
                (
                    f"表头写的是“{match['name']}”，而这份报告是“{own}”的。",
                    f"The head of the table names “{match['name']}”, "
                    f"but the report is that of “{own}”.",
                ),
                match.span(),
            )


def _heads(reading: Reading) -> list[re.Match[str]]:
    """The departments named above a table's first row, or in a line with 单位：元."""
    found: dict[int, re.Match[str]] = {}
    for table in reading.report.tables:
        stop = table.rows[0].start if table.rows else table.end
        for match in _HEAD.finditer(reading.text, max(0, table.start - _ABOVE), stop):
            found[match.start()] = match
    for line in re.finditer(r"[^\n]*单位[：:]\s*(?:人民币)?[千万亿]*元[^\n]*", reading.text):
        for match in _HEAD.finditer(reading.text, *line.span()):
            found[match.start()] = match
    return [found[start] for start in sorted(found)]


def _same(a: str, b: str) -> bool:
    """Whether two names can be one department's: equal, or one within the other."""
    a, b = _FORM.sub("", a), _FORM.sub("", b)
    return bool(a and b) and (a in b or b in a or _abbreviates(a, b) or _abbreviates(b, a))


def _abbreviates(short: str, long: str) -> bool:
    """Whether the short name's characters all stand, in order, in the long one."""
    rest = iter(long)
    return len(short) >= 4 and all(c in rest for c in short)

"""Formulas of Word → one line: 1187.50/1250.00×100%=95.00%.

Two kinds: Office Math (ECMA-376 part 1, chapter 22), and the older EQ fields.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from ingest.load.package import Element
from ingest.load.symbols import raised

_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_COMPOUND = re.compile(r".[-+−–±×÷*/=＋－]")
_RINGED = {"○": 0x2460, "◯": 0x2460, "〇": 0x2460}


def linear(element: Element) -> str:
    """An element of Office Math → its text on one line, with the brackets that this takes."""
    name = element.tag.removeprefix(_M) if isinstance(element.tag, str) else ""
    if name in ("t",) or element.tag == f"{_W}t":
        return element.text or ""
    if name.endswith("Pr") or element.tag in (f"{_W}rPr", f"{_W}del", f"{_W}moveFrom"):
        return ""
    made = _MADE.get(name)
    return made(element) if made else "".join(map(linear, element))


def _part(element: Element, name: str) -> str:
    child = element.find(f"{_M}{name}")
    return "" if child is None else linear(child).strip()


def _sign(element: Element, path: str, default: str) -> str:
    child = element.find("/".join(f"{_M}{name}" for name in path.split("/")))
    return default if child is None else str(child.get(f"{_M}val", ""))


def _bracketed(text: str) -> str:
    whole = text.startswith("(") and text.find(")") == len(text) - 1
    return f"({text})" if _COMPOUND.search(text) and not whole else text


def _fraction(element: Element) -> str:
    above, below = _part(element, "num"), _part(element, "den")
    bar = " / " if _sign(element, "fPr/type", "bar") == "noBar" else "/"
    return f"{_bracketed(above)}{bar}{_bracketed(below)}"


def _power(base: str, exponent: str) -> str:
    above = raised(exponent)
    return base + (above if above != exponent or not exponent else f"^{_bracketed(exponent)}")


def _superscript(element: Element) -> str:
    return _power(_bracketed(_part(element, "e")), _part(element, "sup"))


def _subscript(element: Element) -> str:
    return f"{_part(element, 'e')}_{_bracketed(_part(element, 'sub'))}"


def _both_scripts(element: Element) -> str:
    return _power(_subscript(element), _part(element, "sup"))


def _root(element: Element) -> str:
    degree = _part(element, "deg")
    return f"{raised(degree)}√({_part(element, 'e')})"


def _nary(element: Element) -> str:
    sign = _sign(element, "naryPr/chr", "∫")
    below, above = _part(element, "sub"), _part(element, "sup")
    limits = (f"_{_bracketed(below)}" if below else "") + (f"^{_bracketed(above)}" if above else "")
    return f"{sign}{limits} {_part(element, 'e')}" if limits else sign + _part(element, "e")


def _delimited(element: Element) -> str:
    begin, end = _sign(element, "dPr/begChr", "("), _sign(element, "dPr/endChr", ")")
    between = _sign(element, "dPr/sepChr", "|")
    inner = between.join(linear(e).strip() for e in element.findall(f"{_M}e"))
    return f"{begin}{inner}{end}"


def _rows(element: Element) -> str:
    return "; ".join(linear(e).strip() for e in element.findall(f"{_M}e"))


def _matrix(element: Element) -> str:
    rows = (
        " ".join(linear(e).strip() for e in row.findall(f"{_M}e"))
        for row in element.findall(f"{_M}mr")
    )
    return "; ".join(rows)


def _function(element: Element) -> str:
    return f"{_part(element, 'fName')}({_part(element, 'e')})"


_MADE: Mapping[str, Callable[[Element], str]] = {
    "f": _fraction,
    "sSup": _superscript,
    "sSub": _subscript,
    "sSubSup": _both_scripts,
    "rad": _root,
    "nary": _nary,
    "d": _delimited,
    "eqArr": _rows,
    "m": _matrix,
    "func": _function,
}


def equation_field(instruction: str) -> str | None:
    r"""The code of a field → the formula it draws on one line; None where it draws none.

    EQ \f(1187.50,1250.00) is a fraction, EQ \o\ac(○,3) a ringed 3.
    """
    code = instruction.strip()
    if not re.match(r"eq\s", code, re.IGNORECASE):
        return None
    return _equation(code[2:].strip())


_SWITCH = re.compile(r"\\([a-z]{1,2})((?:\s*\\[a-z]{2}\d*)*)\s*\(", re.IGNORECASE)


def _equation(code: str) -> str:
    found = _SWITCH.search(code)
    if found is None:
        return re.sub(r"\\(?=[,();\\])", "", code)
    parts, end = _arguments(code, found.end())
    return (
        code[: found.start()]
        + _drawn(found[1].lower(), found[2].lower(), parts)
        + _equation(code[end:])
    )


def _arguments(code: str, start: int) -> tuple[list[str], int]:
    """The parts between the brackets of a switch, and where it ends."""
    parts, depth, begin, at = [], 0, start, start
    while at < len(code):
        if code[at] == "\\":
            at += 1
        elif code[at] == "(":
            depth += 1
        elif code[at] in ",;，；" and depth == 0:
            parts.append(code[begin:at])
            begin = at + 1
        elif code[at] == ")":
            if depth == 0:
                break
            depth -= 1
        at += 1
    parts.append(code[begin:at])
    return [_equation(part.strip()) for part in parts], at + 1


def _drawn(switch: str, options: str, parts: Sequence[str]) -> str:
    if switch == "f" and len(parts) == 2:
        return f"{_bracketed(parts[0])}/{_bracketed(parts[1])}"
    if switch == "o" and len(parts) == 2 and parts[0] in _RINGED and parts[1].isdecimal():
        number = int(parts[1])
        return chr(_RINGED[parts[0]] + number - 1) if 1 <= number <= 20 else f"({number})"
    if switch == "r":
        return f"{raised(parts[0]) if len(parts) > 1 else ''}√({parts[-1]})"
    if switch == "s" and "\\do" not in options:
        return "".join(map(raised, parts))
    if switch == "b":
        return f"({','.join(parts)})"
    return " ".join(part for part in parts if part)

"""How prose names an item of the budget's classification: its 类, 款 and 项, in brackets, by code.

Source of codes and levels: 财政部《政府收支分类科目》 (类 three digits, 款 and 项 two each).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_NAME = r"[^“”\"（）()，。]"
_MORE = rf"(?:[（(][^类款项\d（()）]{{1,8}}[）)]{_NAME}{{0,16}})?"
_BRACKETS = re.compile(
    r"(?:[“\"]|^|[.．、：:\s])(?P<kind>[^“”\"（）()，。\d.．、]{2,30})[（(](?P<a>\d{0,3})类[）)]\s*"
    rf"(?:(?P<section>{_NAME}{{2,30}}{_MORE})[（(](?P<b>\d{{0,5}})款[）)]\s*)?"
    rf"(?P<item>{_NAME}{{2,40}}{_MORE})[（(](?P<c>\d{{0,7}})项[）)]"
)
_DASHES = re.compile(
    r"(?P<kind>[一-鿿、]{2,30})[-－—–]{1,2}(?P<section>[一-鿿、（()）]{2,30})[-－—–]{1,2}"
    r"(?P<item>[一-鿿、（()）]{2,40}?)(?=[”\"]?(?:科目)?[\d：:。，,\s])"
)
_CODE = re.compile(r"(?<!\d)(?P<code>2\d{6})(?!\d)[）)]?(?P<item>[一-鿿、]{0,30})")


@dataclass(frozen=True, slots=True)
class Item:
    """One item: its names without white space and brackets, its code; '' where it is not given.

    `end` is where it ends in the text.
    """

    kind: str
    section: str
    name: str
    code: str
    end: int

    @property
    def path(self) -> str:
        """Its names from the outermost."""
        return f"{self.kind}{self.section}{self.name}"


def item_in(text: str, start: int, end: int) -> Item | None:
    """The first item that `text[start:end]` names: 教育支出（205类）…（02款）小学教育（02项）."""
    if m := _BRACKETS.search(text, start, end):
        code = (m["a"] or "") + (m["b"] or "") + (m["c"] or "")
        code = m["c"] if len(m["c"]) == _DIGITS else code
        section = bare(m["section"] or "")
        return Item(
            bare(m["kind"]), section, bare(m["item"]), code * (len(code) == _DIGITS), m.end()
        )
    if m := _DASHES.search(text, start, end):
        return Item(bare(m["kind"]), bare(m["section"]), bare(m["item"]), "", m.end())
    if m := _CODE.search(text, start, end):
        return Item("", "", bare(m["item"]), m["code"], m.end())
    return None


_DIGITS = 7
"""Digits of the code of a 项."""


def bare(name: str) -> str:
    """A name without white space, brackets and quotation marks."""
    return re.sub(r"[\s（()）“”\"]", "", name)

"""Characters that look right and are not: 部⻔⽀出 → 部门支出, ９８．００％ → 98.00%."""

from __future__ import annotations

import re
from unicodedata import normalize

_RADICALS = dict(
    zip(
        "⺁⺇⺈⺌⺎⺕⺝⺟⺠⺩⺪⺫⺬⺮⺯⺳⺶⺷⺻⺼⻁⻄⻅⻆⻈⻉⻋⻌⻏⻑⻒⻓⻔⻕⻗⻘⻙⻚⻛⻜⻝⻟⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳",
        "厂几刀小兀彐月母民王疋目示竹糸网羊羊聿肉虎西见角讠贝车辶阝長镸长门阝雨青韦页风飞食食饣马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟",
        strict=True,
    )
)
"""CJK Radicals Supplement (U+2E80-2EFF): fonts put them where the character itself is meant.

Unicode gives them no decomposition, unlike the Kangxi radicals; these are their plain forms.
"""

_WHOLE = [*range(0x2F00, 0x2FD6), *range(0xF900, 0xFB07)]
"""Kangxi radicals, compatibility ideographs and Latin ligatures; NFKC has their plain forms.

NFKC as a whole would also turn （，：） into ASCII, which is another text.
"""

_SPACES = "\u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f"
_NOTHING = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"

_PLAIN = (
    {ord(radical): plain for radical, plain in _RADICALS.items()}
    | {code: normalize("NFKC", chr(code)) for code in _WHOLE}
    | {ord(space): " " for space in _SPACES}
    | dict.fromkeys(map(ord, _NOTHING), "")
)


_LETTERSPACED = re.compile(
    r"(?<![\u4e00-\u9fff])[\u4e00-\u9fff](?:[ \u3000]{1,2}[\u4e00-\u9fff]){3,}(?![\u4e00-\u9fff])"
)
"""名 词 解 释: four single characters or more; 类 款 项 are the heads of three columns."""


_WIDE_NUMBER = re.compile(r"[０-９]+(?:[．，][０-９]+)*％?")
"""A figure in full-width digits, with its point, its separators and its sign of per cent.

A comma counts as a separator only before three digits: ２０２１，２０２２ are two years.
"""
_WIDE_COMMA = re.compile(r"，(?=[０-９]{3}(?![０-９]))")


def _narrowed(found: re.Match[str]) -> str:
    text = _WIDE_COMMA.sub(",", found[0])
    return "".join(c if c == "，" else normalize("NFKC", c) for c in text)


def plain(text: str) -> str:
    """Text as a font or a typesetter coded it → the characters that a person reads in it."""
    text = _WIDE_NUMBER.sub(_narrowed, text.translate(_PLAIN))
    return _LETTERSPACED.sub(lambda found: re.sub(r"\s", "", found[0]), text)

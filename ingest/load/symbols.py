"""Fonts of symbols, in which a letter's code draws another sign → the sign that is seen.

The code points are those of the fonts' own tables (Wingdings, Wingdings 2 and Symbol as Microsoft
and Adobe publish their mappings to Unicode); only what reports draw with them is here.
"""

from __future__ import annotations

_WINGDINGS = {
    0x6C: "●", 0x6D: "❍", 0x6E: "■", 0x6F: "□", 0x70: "□", 0x71: "❑", 0x72: "❒", 0x73: "◆",
    0x74: "◆", 0x75: "◆", 0x76: "❖", 0x77: "◆", 0x9F: "•", 0xA1: "○", 0xA2: "○",
    0xA4: "◉", 0xA7: "▪", 0xA8: "□", 0xAB: "★", 0xD8: "➢", 0xDC: "➢", 0xDF: "←", 0xE0: "→",
    0xE1: "↑", 0xE2: "↓", 0xE8: "➔", 0xEF: "⇐", 0xF0: "⇒", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒",
    0xFE: "☑",
}  # fmt: skip
_WINGDINGS |= {0x81 + n: chr(ord("①") + n) for n in range(10)}
_WINGDINGS |= {0x8C + n: chr(ord("❶") + n) for n in range(10)}
_WINGDINGS_2 = {
    0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0x97: "•", 0x98: "•",
    0xA3: "□",
} | {0x6A + n: chr(ord("①") + n) for n in range(10)}  # fmt: skip
_SYMBOL = {
    0x61: "α", 0x62: "β", 0x64: "δ", 0x6C: "λ", 0x6D: "μ", 0x70: "π", 0x73: "σ", 0x44: "Δ",
    0x53: "Σ", 0x57: "Ω", 0xA2: "′", 0xA3: "≤", 0xA5: "∞", 0xAE: "→", 0xB0: "°", 0xB1: "±",
    0xB3: "≥", 0xB4: "×", 0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBA: "≡", 0xBB: "≈", 0xBC: "…",
    0xD6: "√", 0xD7: "·", 0xDE: "⇒", 0xE5: "∑", 0xF2: "∫",
} | {code: chr(code) for code in range(0x20, 0x40)} | {0x2D: "−"}  # fmt: skip
_FONTS = {"wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2, "symbol": _SYMBOL}

UNKNOWN = "\ufffd"
"""What stands for a sign of which only the font knows what it is."""

_RAISED = str.maketrans("0123456789+-−－()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁽⁾ⁿ")


def is_symbol_font(font: str) -> bool:
    """Whether a font draws signs where others have letters."""
    return font.lower() in _FONTS


def symbol(font: str, code: int) -> str:
    """A font and a code in it → the sign that it draws; UNKNOWN where it is not known.

    Word keeps the codes of such fonts in the private area from U+F000.
    """
    bare = code - 0xF000 if 0xF000 <= code <= 0xF0FF else code
    signs = _FONTS.get(font.lower())
    if signs is not None:
        return signs.get(bare, UNKNOWN)
    private = 0xE000 <= code <= 0xF8FF
    return UNKNOWN if private or code > 0x10FFFF else chr(code)


def drawn(text: str, font: str) -> str:
    """A text set in a font of symbols → the signs that are seen; in another font, itself."""
    if not is_symbol_font(font):
        return text
    return "".join(c if c.isspace() else symbol(font, ord(c)) for c in text)


def raised(text: str) -> str:
    """A text set above the line → with signs that say so: 10 and a raised 4 are not 104."""
    above = text.translate(_RAISED)
    return above if not any(c.isascii() and not c.isspace() for c in above) else text


def ticked(yes: bool) -> str:
    """A box to tick → its sign."""
    return "☑" if yes else "□"

"""Elements of a Word file → the style of their text, whether it is shown, what of it is gone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ingest.load.package import Element, whole_number

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
BOX = f"{W}txbxContent"
WRAPPERS = {
    f"{W}{name}" for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag")
}
_WHITE = 0xF4
"""Levels of 255 from which no eye tells a colour from white paper."""
_TINY = 4
"""Half points, in which Word writes sizes, from which text can be seen."""
OFF = ("0", "false", "off", "none")


@dataclass(frozen=True, slots=True)
class Style:
    """What a style gives: heading level, list, whether it is a contents line, or hidden."""

    level: int
    list_id: str
    list_level: int
    contents: bool
    hidden: bool


def by_id(notes: Element | None) -> dict[str, Element]:
    """A part of notes → each by its id, without the lines that part them from the text."""
    if notes is None:
        return {}
    return {n.get(f"{W}id", ""): n for n in notes.iterchildren() if n.get(f"{W}type") is None}


def style_of(style: Element, found: Mapping[str, Element]) -> Style:
    """A style and those it is based on → what they give together."""
    chain = [style]
    while (base := attribute(chain[-1], "basedOn")) in found and len(chain) < 12:
        chain.append(found[base])
    name = attribute(style, "name").lower()
    levels = [v for s in chain if (v := attribute(s, "pPr/outlineLvl")).isdecimal()]
    lists = [v for s in chain if (v := attribute(s, "pPr/numPr/numId"))]
    list_levels = [v for s in chain if (v := attribute(s, "pPr/numPr/ilvl"))]
    switches = [switch(s.find(f"{W}rPr"), "vanish") for s in chain]
    digit = name.removeprefix("heading ").removeprefix("标题 ")
    named = int(digit) if digit != name and digit.isdecimal() else 0
    return Style(
        level=int(levels[0]) + 1 if levels and int(levels[0]) < 9 else named,
        list_id=lists[0] if lists else "",
        list_level=whole_number(list_levels[0]) if list_levels else 0,
        contents=name.startswith(("toc ", "目录 ", "table of figures")),
        hidden=next((on for on in switches if on is not None), False),
    )


def attribute(element: Element, path: str) -> str:
    """The value (w:val) of an element below, by its path without prefixes; '' without."""
    child = element.find("/".join(W + part for part in path.split("/")))
    return str(child.get(f"{W}val") or "") if child is not None else ""


def switch(properties: Element | None, name: str) -> bool | None:
    """Whether properties turn something on or off; None where they say nothing of it."""
    child = None if properties is None else properties.find(f"{W}{name}")
    return None if child is None else child.get(f"{W}val") not in OFF


def font_of(properties: Element | None) -> str:
    """The font of a run's properties; '' where they name none."""
    fonts = None if properties is None else properties.find(f"{W}rFonts")
    return "" if fonts is None else fonts.get(f"{W}ascii") or fonts.get(f"{W}hAnsi") or ""


def is_white(properties: Element | None) -> bool:
    """Whether a run is white, or as good as, with nothing behind it that would show it."""
    if properties is None:
        return False
    colour = properties.find(f"{W}color")
    behind = (properties.find(f"{W}{name}") for name in ("shd", "highlight"))
    return colour is not None and _is_as_white(colour) and all(e is None for e in behind)


def _is_as_white(colour: Element) -> bool:
    written = colour.get(f"{W}val", "")
    if re.fullmatch("[0-9A-Fa-f]{6}", written):
        return min(bytes.fromhex(written)) >= _WHITE
    tinted = colour.get(f"{W}themeShade") or colour.get(f"{W}themeTint")
    return colour.get(f"{W}themeColor") in ("background1", "light1") and not tinted


def is_tiny(properties: Element | None) -> bool:
    """Whether a run is set too small to be seen."""
    size = "" if properties is None else attribute(properties, "sz")
    return 0 < whole_number(size, 0) < _TINY


def is_gone(paragraph: Element) -> bool:
    """Whether a paragraph's own end is hidden, or deleted by a tracked change."""
    properties = paragraph.find(f"{W}pPr/{W}rPr")
    if properties is None:
        return False
    deleted = properties.find(f"{W}del") is not None
    return deleted or switch(properties, "vanish") is True


def is_contents(element: Element) -> bool:
    """Whether a block is a table of contents that Word made."""
    gallery = element.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
    return gallery is not None and gallery.get(f"{W}val") == "Table of Contents"


def unwrapped(parent: Element, tag: str) -> Iterator[Element]:
    """The children of a tag, whatever they are wrapped in."""
    for element in parent.iterchildren():
        if element.tag == tag:
            yield element
        elif element.tag in WRAPPERS:
            yield from unwrapped(element, tag)


def branch_taken(alternate: Element) -> list[Element]:
    """Of two ways to draw one thing, the newer; the older is there for older programs."""
    choices = alternate.findall(f"{MC}Choice") or alternate.findall(f"{MC}Fallback")
    return list(choices[:1])


def parts_shown(drawing: Element) -> Iterator[Element]:
    """The elements of a drawing, each once, without what is inside a text box."""
    for element in drawing.iterchildren():
        if element.tag == f"{MC}AlternateContent":
            for chosen in branch_taken(element):
                yield from parts_shown(chosen)
        elif isinstance(element.tag, str):
            yield element
            if element.tag != BOX:
                yield from parts_shown(element)


def is_foreign(graphic: Element) -> bool:
    """Whether a drawing is a chart, a diagram or another thing that is no text and no picture."""
    kind = graphic.get("uri", "").rsplit("/", 1)[-1]
    return kind in ("chart", "chartex", "diagram", "ole", "lockedCanvas")


def bare(element: Element) -> str:
    """The text in an element, as it stands."""
    return "".join(t.text or "" for t in element.iter(f"{W}t"))


def deleted_text(element: Element) -> str:
    """The text that a tracked change took away."""
    return "".join(t.text or "" for t in element.iter(f"{W}delText", f"{W}t"))

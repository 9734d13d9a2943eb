"""What each reader sets for themselves (text size, light or dark), and the keys the pages know."""

from __future__ import annotations

from collections.abc import Sequence

from ui import components
from ui.language import _
from ui.places import View


def draw(addresses: Sequence[str]) -> None:
    """Draw the settings and the way to the list of keys, which ? opens as well.

    `addresses` are those of all pages: a browser keeps light or dark for each.
    """
    components.aids(view(addresses), "aids")


def view(addresses: Sequence[str]) -> View:
    """The addresses of all pages → the plain data that `aids.js` draws."""
    return {
        "addresses": ["", *addresses],  # the first page is at the site's own as well
        "labels": {
            "size": _("Text size"),
            "theme": _("Light or dark"),
            "help": _("Keyboard (?)"),
            "keys": _("Keyboard"),
            "close": _("Close"),
        },
        "sizes": [
            ("0.9", _("small")),
            ("1", _("usual")),
            ("1.15", _("large")),
            ("1.3", _("very large")),
        ],
        "themes": [("System", _("as the device")), ("Light", _("light")), ("Dark", _("dark"))],
        "keys": [
            (
                _("Everywhere"),
                [
                    (["?"], _("this list")),
                    (["Tab"], _("to the next field or button")),
                    (["Esc"], _("close what is open")),
                ],
            ),
            (
                _("Asking"),
                [
                    (["Enter"], _("send the question")),
                    (["Shift", "Enter"], _("a new line in it")),
                ],
            ),
            (
                _("In a list: findings, reports"),
                [(["↑", "k"], _("the one before")), (["↓", "j"], _("the one after"))],
            ),
            (
                _("In an opened report"),
                [
                    (["←", "→"], _("turn the page")),
                    (["+", "−"], _("enlarge, reduce")),
                    (["0"], _("as wide as the view")),
                ],
            ),
        ],
    }

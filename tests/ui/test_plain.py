from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from ui.plain import plain

SIGNS = st.text(st.sampled_from("<>-=~:$[]()!*_`#&\\+.1 a中\n\tstreamlit"), max_size=60)


def read_back(label: str) -> str:
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", label).replace("\u2060", "")


@given(st.one_of(SIGNS, st.text(max_size=60)))
def test_a_label_says_the_text_on_one_line(text: str) -> None:
    assert read_back(plain(text)) == " ".join(text.split()).replace("\u2060", "")


@given(SIGNS)
def test_no_sign_that_means_something_in_markdown_stands_alone(text: str) -> None:
    without_escaped = re.sub(r"\\[!-/:-@\[-`{-~]", "", plain(text))
    assert not re.search(r"[!-/:-@\[-`{-~]", without_escaped)


def test_long_text_is_cut_with_an_ellipsis() -> None:
    assert plain("报" * 200) == "报" * 119 + "…"

"""Whatever is pasted into a text, no character of it is lost when tables are read."""

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.load.text_tables import pasted_tables
from tests.ingest.structured import pasted

WORD = st.text("甲乙丙丁合计项目预算执行数额率表单位", min_size=1, max_size=6)
AMOUNT = st.builds(
    "{}{:,}{}".format, st.sampled_from(["", "≥"]), st.integers(0, 99999), st.just("")
) | st.sampled_from(["12.50%", "100%", "8,318.83", "60名", "-", "2022年"])
GAP = st.sampled_from(["  ", "\t", "　", " ", "|", " | ", "｜", "   "])
CELLS = st.lists(WORD | AMOUNT | st.just(""), min_size=1, max_size=6)
ROW = st.builds(lambda gap, cells: gap.join(cells), GAP, CELLS)
ODD = st.text("甲一1.,%|｜ \t\u3000-:+=：。、（）\\合计", max_size=20)
LOOSE = st.lists(ROW | ROW.map(lambda row: f"| {row} |") | ODD, max_size=12)


@st.composite
def tables(draw):
    """A header and rows of one breadth, some of them cut short, in one way of writing."""
    breadth = draw(st.integers(2, 6))
    gap, box = draw(GAP), draw(st.booleans())
    header = draw(st.lists(WORD, min_size=breadth, max_size=breadth))
    figures = draw(st.lists(st.booleans(), min_size=breadth, max_size=breadth))
    rows = draw(
        st.lists(st.tuples(*(AMOUNT if f else WORD for f in figures)), min_size=1, max_size=6)
    )
    lines = [gap.join(header)]
    for row in rows:
        missing = draw(st.sampled_from([0, 0, 0, 1, 2]))
        lines.append(gap.join(("合计", *row[missing + 1 :]) if missing else row))
    if draw(st.booleans()):
        lines.insert(1, draw(st.sampled_from(["|---|---|", "", "+---+", "---|---"])))
    return [f"|{line}|" if box and "|" in gap else line for line in lines]


TEXT = st.lists(tables() | LOOSE, max_size=4).map(lambda parts: [x for part in parts for x in part])


def left_of(lines: list[str]) -> str:
    """The characters that are not blank, in the order that they are read in."""
    parts = [
        lines[b] if isinstance(b, int) else "".join(cell.text for cell in b.cells)
        for b in pasted_tables(lines)
    ]
    return "".join("".join(parts).split())


def without_strokes(text: str) -> str:
    return "".join(c for c in text if c not in "|｜+-:=")


@settings(max_examples=400, deadline=None)
@given(TEXT)
def test_any_text_keeps_all_that_is_not_blank_but_the_strokes_of_tables(lines):
    kept, there = left_of(lines), "".join("".join(lines).split())
    assert without_strokes(kept) == without_strokes(there)


@settings(max_examples=400, deadline=None)
@given(TEXT.map(lambda lines: [line.replace("|", "  ").replace("｜", "") for line in lines]))
def test_a_text_without_strokes_keeps_every_character_in_its_order(lines):
    assert left_of(lines) == "".join("".join(lines).split())


@settings(max_examples=100, deadline=None)
@given(st.lists(tables(), min_size=1, max_size=3))
def test_what_a_table_holds_stays_in_the_report(parts):
    between_them = ["上表各数均已核对，下表为其余各项。"]
    lines = [line for part in parts for line in (*between_them, *part)]
    text = "\n".join([*lines, *between_them])
    kept = "".join(pasted(text).text.split())
    assert sorted(without_strokes(kept)) == sorted(without_strokes("".join(text.split())))


@settings(max_examples=200, deadline=None)
@given(TEXT)
def test_without_figures_and_strokes_nothing_is_a_table(lines):
    bare = ["".join(c for c in line if not c.isdigit() and c not in "|｜") for line in lines]
    assert all(isinstance(block, int) for block in pasted_tables(bare))

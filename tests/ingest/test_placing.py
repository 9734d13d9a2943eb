"""A notice of what was not read surely knows where in the report's text that stands."""

from dataclasses import replace

from ingest.placing import placed
from records import Notice, Unsure, uncertain_at
from tests.ingest.structured import read, table
from tests.rag.shelf import WANLI, report

PROSE = "2022年全年支出1,187.50万元，执行率为95.00%。"
ROWS = (["项目", "预算数", "支出数"], ["基本支出", "800.00", "7"], ["合计", "1,250.00", "1,187.50"])
TEXT = read(["一、预算执行情况", PROSE], [table(*ROWS), "以上数据已经审议。"])


def where(why, page, text, place=""):
    (notice,) = placed([Notice(why, page, place, text)], TEXT)
    return None if notice.start is None else TEXT.text[notice.start : notice.end]


def test_a_piece_that_ocr_is_not_sure_of_is_found_on_its_page():
    assert where(Unsure.FAINT, 1, "执行率为95.00%") == "执行率为95.00%"
    assert where(Unsure.FAINT, 2, "执行率为95.00%") is None


def test_blanks_make_no_difference():
    assert where(Unsure.FAINT, 1, "2022年 全年支出") == "2022年全年支出"


def test_a_cell_of_one_digit_is_no_digit_of_another():
    notice = placed([Notice(Unsure.FAINT, 2, "", "7")], TEXT)[0]
    row = TEXT.tables[0].rows[0]
    assert (notice.start, notice.end) == (row.end - 1, row.end)


def test_a_picture_with_a_table_is_one_place_from_its_first_cell_to_its_last():
    cells = "\n".join(cell for row in ROWS for cell in row)
    assert where(Unsure.PICTURE_READ, 2, cells) == TEXT.text[slice(*span_of(TEXT.tables[0]))]


def span_of(found):
    return found.start, found.rows[-1].end


def test_the_second_of_two_like_places_is_the_second():
    text = read(["合计1.00万元。", "合计1.00万元。"])
    first, second = placed([Notice(Unsure.REPLACED, 1, "", "合计1.00万元。")] * 2, text)
    assert first.end < second.start


def test_a_page_read_by_ocr_is_a_place():
    assert where(Unsure.PICTURE_READ, 2, "") == TEXT.text[TEXT.page_starts[1] :]


def test_what_was_left_out_is_nowhere_in_the_text():
    assert where(Unsure.HIDDEN, 1, "执行率为95.00%") is None
    assert where(Unsure.DELETED, 1, "执行率为95.00%") is None


def test_only_what_is_read_there_is_uncertain():
    notices = placed([Notice(Unsure.FAINT, 1, "", "95.00%")], TEXT)
    start = TEXT.text.index("95.00%")
    of = replace(report(WANLI, 2022), notices=notices)
    assert uncertain_at(of, start, start + 3) == notices
    assert uncertain_at(of, 0, start) == ()
    assert uncertain_at(of, start + 6, start + 20) == ()

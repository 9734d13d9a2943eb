import pytest

from ingest.load import load
from ingest.loaded import Line, UnreadableFile
from ingest.structure import structure
from records import Unsure

REPORT = """2020年度海陵市水务局部门整体支出绩效自评报告

一、基本情况

（一）部门职责

负责全市水资源的统一管理，拟定供水规划和年度计划并组织实

施。负责城市排水。
"""


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"]
)
def test_a_text_is_read_in_every_encoding_that_offices_use(tmp_path, encoding):
    path = tmp_path / "report.txt"
    path.write_bytes(REPORT.encode(encoding))
    lines = [b.text for b in load(path).pages[0].blocks if isinstance(b, Line)]
    assert lines[0] == "2020年度海陵市水务局部门整体支出绩效自评报告"
    assert lines[-1] == "施。负责城市排水。"


def test_a_sentence_cut_by_blank_lines_is_one_sentence_again(tmp_path):
    path = tmp_path / "report.txt"
    path.write_text(REPORT, "utf-8")
    assert "年度计划并组织实施。负责城市排水。\n" in structure(load(path)).text


def test_a_form_feed_begins_a_new_page(tmp_path):
    path = tmp_path / "report.txt"
    path.write_text("一、概况\n第一页的内容到此为\f止。\n二、收支\n第二页的内容。\n", "utf-8")
    report = structure(load(path))
    assert "第一页的内容到此为" in report.text
    assert report.page_at(report.text.index("二、收支")) == 2


def test_a_text_file_that_calls_itself_a_pdf_is_read_as_text(tmp_path):
    path = tmp_path / "report.pdf"
    path.write_text(REPORT, "utf-8")
    assert load(path).parser == "text"


@pytest.mark.parametrize(
    "data",
    ['{"year": 2020}', '[{"year": 2020},\n {"year": 2021}]', '{"year": 2020}\n{"year": 2021}\n'],
)
def test_data_for_programs_is_no_report(tmp_path, data):
    path = tmp_path / "questions.jsonl"
    path.write_text(data, "utf-8")
    with pytest.raises(UnreadableFile, match="JSON"):
        load(path)


@pytest.mark.parametrize("begin", ["[2020]", "{海陵市水务局}", "[" * 100_000])
def test_a_report_that_begins_with_a_bracket_is_read(tmp_path, begin):
    path = tmp_path / "report.txt"
    path.write_text(f"{begin}\n{REPORT}", "utf-8")
    assert "海陵市水务局" in structure(load(path)).text


def test_the_corpus_report_is_read_as_a_careful_person_would(corpus_report):
    report = structure(load(corpus_report))
    assert "拟定建设规划和年度建设计划并组织实施。" in report.text
    assert "充分与各承办单位沟通协调，有力破解工单转派难问题" in report.text
    assert "实现照、章、户、税及就业、参保、公积金缴存等业务全流程网上办理，营业执照" in report.text
    paths = {section.headings for section in report.sections}
    assert (
        "一、基本情况",
        "（三）部门整体收支情况",
        "3. 预算执行情况",
    ) in paths
    assert (
        "二、综合评价分析",
        "（二）各项工作任务绩效目标完成情况分析",
        "3.提升质效架起热线服务“连心桥”",
    ) in paths
    assert not any("贯彻执行国家" in h for path in paths for h in path)


def test_junk_is_refused_with_a_reason(tmp_path):
    path = tmp_path / "junk.txt"
    path.write_bytes(bytes(range(256)) * 40)
    with pytest.raises(UnreadableFile) as refused:
        load(path)
    assert "另存为" in refused.value.worded("zh")


def test_radicals_that_fonts_put_for_characters_are_read_as_characters(tmp_path):
    path = tmp_path / "report.txt"
    path.write_text("部⻔整体⽀出绩效⾃评\u200b报告：增⻓5.0%，（全⻆）不变。", "utf-8")
    assert structure(load(path)).text == "部门整体支出绩效自评报告：增长5.0%，（全角）不变。\n"


def test_letterspaced_words_are_closed_up_and_heads_of_columns_are_not(tmp_path):
    path = tmp_path / "report.txt"
    path.write_text("名 词 解 释\n类 款 项\n基本支出：指保障运转的支出。", "utf-8")
    assert structure(load(path)).text.startswith("名词解释\n类 款 项\n")


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_one_bad_byte_is_replaced_and_told(tmp_path, encoding):
    path = tmp_path / "report.txt"
    lost = "水".encode(encoding)
    path.write_bytes(REPORT.encode(encoding).replace(lost, b"\xff", 1))
    loaded = load(path)
    assert structure(loaded).text.startswith("2020年度海陵市\ufffd务局部门整体支出绩效自评报告\n")
    (notice,) = loaded.notices
    assert (notice.why, notice.text) == (
        Unsure.REPLACED,
        "2020年度海陵市\ufffd务局部门整体支出绩效自评报告",
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "gb18030", "utf-32"])
def test_a_text_cut_within_a_character_is_read_to_there(tmp_path, encoding):
    path = tmp_path / "report.txt"
    path.write_bytes(REPORT.rstrip().encode(encoding)[:-1])
    loaded = load(path)
    assert structure(loaded).text.endswith("负责城市排水\ufffd\n")
    assert [n.why for n in loaded.notices] == [Unsure.REPLACED]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (
            "２０２２年支出１，１８７．５０万元，执行率９８．００％。",
            "2022年支出1,187.50万元，执行率98.00%。",
        ),
        ("２０２１，２０２２年分别为３６人、４０人。", "2021，2022年分别为36人、40人。"),
        ("增长98.5％，共1，200元。", "增长98.5％，共1，200元。"),
    ],
)
def test_figures_in_full_width_digits_are_figures(tmp_path, written, read):
    path = tmp_path / "report.txt"
    path.write_text(f"一、概况\n{written}\n", "utf-8")
    assert structure(load(path)).text == f"一、概况\n{read}\n"


def test_full_width_digits_in_a_table_set_with_spaces_are_its_figures(tmp_path):
    path = tmp_path / "report.txt"
    path.write_text(
        "表1　收支情况表\n单位：万元\n项目　　预算数　　支出数\n"
        "基本支出　　８００．００　　７９０．００\n项目支出　　４５０．００　　３９７．５０\n",
        "utf-8",
    )
    (table,) = structure(load(path)).tables
    assert [row.cells for row in table.rows] == [
        ("基本支出", "800.00", "790.00"),
        ("项目支出", "450.00", "397.50"),
    ]


def test_a_document_saved_as_xml_is_to_be_saved_anew(tmp_path):
    path = tmp_path / "report.xml"
    path.write_text(
        '<?xml version="1.0"?>\n<?mso-application progid="Word.Document"?>\n<w:wordDocument/>',
        "utf-8",
    )
    with pytest.raises(UnreadableFile, match="XML"):
        load(path)


@pytest.mark.parametrize(("encoding", "text"), [
    ("big5", "雲杉區園林管理局報告\n支出一千萬元，執行率百分之九十五。年末在職人員三十六人。\n"),
    ("utf-16-le", "云杉区园林管理局绩效自评报告支出一千万元在职三十六人预算执行率百分之九十五"),
])  # fmt: skip
def test_text_that_is_no_gb18030_although_it_could_be_is_known(tmp_path, encoding, text):
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode(encoding))
    assert structure(load(path)).text.strip() == text.strip()


def test_marks_of_headings_and_of_weight_are_no_text(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("# 2022年度自评报告\n\n## 一、收支情况\n\n支出**1187.50**万元。\n", "utf-8")
    report = structure(load(path))
    assert report.text == "2022年度自评报告\n一、收支情况\n支出1187.50万元。\n"
    assert report.sections[-1].headings[-1] == "一、收支情况"

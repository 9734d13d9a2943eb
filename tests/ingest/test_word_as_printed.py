"""Word files: read as they are printed; what is not printed, or not read, is told."""

import pytest
from docx import Document
from PIL import Image, ImageDraw

from ingest.load import load
from ingest.load.formula import equation_field
from ingest.loaded import UnreadableFile
from ingest.placing import placed
from ingest.structure import structure
from records import Unsure
from tests.ingest.made_files import chinese_font
from tests.ingest.made_office import NAMES, package, paragraph, run, table, word_file

W = f'xmlns:w="{NAMES["w"]}"'


@pytest.fixture
def word(tmp_path):
    """A function from a body (and the parts beside it) to its text, tables and what is told."""

    def read(*body, **others):
        loaded = load(word_file(tmp_path / "a.docx", *body, **others))
        report = structure(loaded)
        return report.text, report.tables, [(n.why, n.text) for n in loaded.notices]

    return read


def math(inside):
    return paragraph(f"<m:oMath>{inside}</m:oMath>")


def m(text):
    return f"<m:r><m:t>{text}</m:t></m:r>"


def fraction(above, below):
    return f"<m:f><m:num>{above}</m:num><m:den>{below}</m:den></m:f>"


@pytest.mark.parametrize(
    ("inside", "line"),
    [
        (fraction(m("1187.50"), m("1250.00")) + m("×100%=95.00%"), "1187.50/1250.00×100%=95.00%"),
        (fraction(m("1187.50-62.30"), m("1250.00")), "(1187.50-62.30)/1250.00"),
        (fraction(m("支出数"), fraction(m("预算数"), m("12"))), "支出数/(预算数/12)"),
        (f"<m:sSup><m:e>{m('10')}</m:e><m:sup>{m('4')}</m:sup></m:sSup>", "10⁴"),
        (f"<m:sSub><m:e>{m('x')}</m:e><m:sub>{m('1')}</m:sub></m:sSub>", "x_1"),
        (f"<m:rad><m:deg/><m:e>{m('16')}</m:e></m:rad>{m('=4')}", "√(16)=4"),
        (f"<m:d><m:e>{m('790+397.5')}</m:e></m:d>{m('÷2')}", "(790+397.5)÷2"),
        (
            '<m:nary><m:naryPr><m:chr m:val="∑"/></m:naryPr>'
            f"<m:sub>{m('i=1')}</m:sub><m:sup>{m('n')}</m:sup><m:e>{m('得分')}</m:e></m:nary>",
            "∑_(i=1)^n 得分",
        ),
    ],
)
def test_formulas_are_read_on_one_line(word, inside, line):
    assert word(math(inside))[0] == f"{line}\n"


@pytest.mark.parametrize(
    ("code", "line"),
    [
        (r" EQ \f(1187.50,1250.00) ", "1187.50/1250.00"),
        (r"eq \o\ac(○,3)", "③"),
        (r"EQ \r(3,8)", "³√(8)"),
        (r"EQ 10\s\up6(4)", "10⁴"),
        (r"EQ H\s\do4(2)O", "H2O"),
        ("PAGE", None),
    ],
)
def test_equation_fields_are_read_on_one_line(code, line):
    assert equation_field(code) == line


def field(code):
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f"<w:r><w:instrText>{code}</w:instrText></w:r>"
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def test_an_equation_field_stands_in_its_sentence(word):
    text, _, _ = word(paragraph("执行率=", field(r" EQ \f(1187.50,1250.00) "), "=95.00%"))
    assert text == "执行率=1187.50/1250.00=95.00%\n"


@pytest.mark.parametrize("kind", ["footnote", "endnote"])
def test_notes_stand_under_what_bears_their_mark(word, kind):
    notes = (
        f'<w:{kind}s {W}><w:{kind} w:id="0" w:type="separator"><w:p/></w:{kind}>'
        f'<w:{kind} w:id="5">{paragraph("不含上年结转资金62.30万元。")}</w:{kind}></w:{kind}s>'
    )
    mark = f'<w:r><w:{kind}Reference w:id="5"/></w:r>'
    text, _, _ = word(
        paragraph("支出1187.50万元", mark, "，执行率95.00%。"),
        paragraph("二、其他情况"),
        parts={f"{kind}s": notes},
    )
    assert (
        text == "支出1187.50万元，执行率95.00%。\n注：不含上年结转资金62.30万元。\n二、其他情况\n"
    )


def test_a_note_of_a_table_stands_under_the_table(word):
    note = f'<w:footnote w:id="2">{paragraph("不含结转。")}</w:footnote>'
    notes = f"<w:footnotes {W}>{note}</w:footnotes>"
    marked = paragraph("支出数", '<w:r><w:footnoteReference w:id="2"/></w:r>')
    text, (found,), _ = word(
        table(("项目", marked), ("基本支出", "790.00")), parts={"footnotes": notes}
    )
    assert found.columns == ("项目", "支出数")
    assert text.endswith("基本支出\t790.00\n注：不含结转。\n")


def box(inside, older=None):
    newer = f"<w:drawing><w:txbxContent>{inside}</w:txbxContent></w:drawing>"
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps">{newer}</mc:Choice><mc:Fallback>'
        f"<w:pict><v:textbox><w:txbxContent>{older or inside}</w:txbxContent></v:textbox></w:pict>"
        "</mc:Fallback></mc:AlternateContent></w:r>"
    )


def test_a_text_box_in_a_text_box_stands_once(word):
    inner = paragraph("里面一句。", box(paragraph("最里面一句。")))
    text, _, _ = word(paragraph("外面一句。", box(inner)))
    assert text == "外面一句。\n里面一句。\n最里面一句。\n"


def test_a_text_box_of_an_older_program_is_read(word):
    inside = paragraph("文本框里的话。")
    text_box = f"<v:textbox><w:txbxContent>{inside}</w:txbxContent></v:textbox>"
    old = f"<w:r><w:pict>{text_box}</w:pict></w:r>"
    assert word(paragraph("正文。", old))[0] == "正文。\n文本框里的话。\n"


def test_a_table_in_a_larger_form_goes_under_it_with_its_title(word):
    nested = table(("资金来源", "执行数（万元）"), ("一般公共预算", "960.00"), ("基金", "227.50"))
    text, (form, funds), _ = word(
        table(
            ("指标", "目标值", "完成值"),
            ("养护路段", "23", "23"),
            ("新增绿地", "5.6", "5.6"),
            ("资金情况", nested, ""),
        )
    )
    assert form.columns == ("指标", "目标值", "完成值")
    assert [row.cells[0] for row in form.rows] == ["养护路段", "新增绿地"]
    assert (funds.title, funds.columns) == ("资金情况", ("资金来源", "执行数（万元）"))
    assert funds.rows[1].cells == ("基金", "227.50")
    assert text.count("227.50") == 1


def test_a_frame_around_a_report_is_only_a_frame(word):
    inside = (
        paragraph("一、收支情况")
        + table(("项目", "支出数"), ("基本", "790.00"))
        + paragraph("二、问题")
    )
    text, (found,), _ = word(table((inside,)))
    assert found.rows[0].cells == ("基本", "790.00")
    assert text.index("一、收支情况") < text.index("790.00") < text.index("二、问题")


HIDDEN = '<w:style w:type="character" w:styleId="H"><w:rPr><w:vanish/></w:rPr></w:style>'


@pytest.mark.parametrize(
    ("properties", "why"),
    [
        ("<w:vanish/>", Unsure.HIDDEN),
        ('<w:rStyle w:val="H"/>', Unsure.HIDDEN),
        ('<w:rStyle w:val="B"/>', Unsure.HIDDEN),
        ("<w:strike/>", Unsure.DELETED),
        ('<w:color w:val="ffffff"/>', Unsure.INVISIBLE),
    ],
)
def test_what_is_not_seen_is_left_out_and_told(word, properties, why):
    based = '<w:style w:type="character" w:styleId="B"><w:basedOn w:val="H"/></w:style>'
    text, _, told = word(
        paragraph("执行率95.00%。", run("执行率", properties), run("80.00%。", properties)),
        parts={"styles": f"<w:styles {W}>{HIDDEN}{based}</w:styles>"},
    )
    assert text == "执行率95.00%。\n"
    assert told == [(why, "执行率80.00%。")]


@pytest.mark.parametrize(
    "properties",
    [
        '<w:rStyle w:val="H"/><w:vanish w:val="0"/>',
        '<w:color w:val="FFFFFF"/><w:shd w:fill="000080"/>',
        '<w:strike w:val="false"/>',
    ],
)
def test_what_is_seen_all_the_same_is_read(word, properties):
    text, _, told = word(
        paragraph(run("执行率95.00%。", properties)),
        parts={"styles": f"<w:styles {W}>{HIDDEN}</w:styles>"},
    )
    assert (text, told) == ("执行率95.00%。\n", [])


def test_deleted_text_is_left_out_and_inserted_text_is_read_and_both_are_told(word):
    text, _, told = word(
        paragraph(
            "执行率为",
            "<w:del><w:r><w:delText>97.10%</w:delText></w:r></w:del>",
            "<w:ins><w:r><w:t>95.00%</w:t></w:r></w:ins>",
            "。",
        )
    )
    assert text == "执行率为95.00%。\n"
    assert told == [(Unsure.DELETED, "97.10%"), (Unsure.CHANGES, "95.00%")]


def test_a_deleted_or_hidden_row_of_a_table_is_left_out_and_told(word):
    whole = table(("项目", "支出"), ("基本", "790.00"), ("作废", "1.00"), ("内部", "2.00"))
    for old, mark in (("作废", "<w:del/>"), ("内部", "<w:hidden/>")):
        at = whole.index(old)
        start = whole.rindex("<w:tr>", 0, at) + len("<w:tr>")
        whole = f"{whole[:start]}<w:trPr>{mark}</w:trPr>{whole[start:]}"
    text, _, told = word(whole)
    assert "作废" not in text
    assert "内部" not in text
    assert [why for why, _ in told] == [Unsure.DELETED, Unsure.HIDDEN]


def checkbox(value):
    return (
        f'<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="{value}"/></w14:checkbox></w:sdtPr>'
        "<w:sdtContent><w:r><w:t>☒</w:t></w:r></w:sdtContent></w:sdt>"
    )


def old_checkbox(value):
    return (
        '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:default w:val="0"/>'
        f'<w:checked w:val="{value}"/></w:checkBox></w:ffData></w:fldChar></w:r>'
    )


def test_boxes_show_whether_they_are_ticked(word):
    symbol = '<w:r><w:sym w:font="Wingdings 2" w:char="F0{}"/></w:r>'
    letters = '<w:rFonts w:ascii="Wingdings 2" w:hAnsi="Wingdings 2"/>'
    lines = [
        paragraph(checkbox(1), "优 ", checkbox(0), "良"),
        paragraph(old_checkbox(1), "优 ", old_checkbox(0), "良"),
        paragraph(symbol.format("52"), "优 ", symbol.format("A3"), "良"),
        paragraph(run("R", letters), "优 ", run("£", letters), "良"),
    ]
    assert word(*lines)[0] == "☑优 □良\n" * 4


def test_symbols_are_read_as_what_is_seen_and_unknown_ones_are_told(word):
    text, _, told = word(
        paragraph("满意度", '<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r>', "95%"),
        paragraph("标记", '<w:r><w:sym w:font="Webdings" w:char="F04C"/></w:r>'),
    )
    assert text == "满意度≥95%\n标记\ufffd\n"
    assert told == [(Unsure.FONT, "\ufffd")]


def test_raised_digits_do_not_run_into_the_number_before_them(word):
    text, _, _ = word(
        paragraph("面积3.5×10", run("4", '<w:vertAlign w:val="superscript"/>'), "平方米")
    )
    assert text == "面积3.5×10⁴平方米\n"


def test_how_a_character_is_pronounced_is_not_read_into_it(word):
    ruby = (
        "<w:r><w:ruby><w:rt><w:r><w:t>shān</w:t></w:r></w:rt>"
        "<w:rubyBase><w:r><w:t>杉</w:t></w:r></w:rubyBase></w:ruby></w:r>"
    )
    assert word(paragraph("云", ruby, "区"))[0] == "云杉区\n"


def test_pictures_and_charts_are_told(word):
    picture = '<w:r><w:drawing><a:blip r:embed="rId9"/></w:drawing></w:r>'
    chart = '<w:r><w:drawing><a:graphicData uri="x/2006/chart"/></w:drawing></w:r>'
    _, _, told = word(paragraph("见下图。", picture), paragraph(chart))
    assert told == [(Unsure.PICTURE, ""), (Unsure.OTHER, "")]


@pytest.mark.parametrize(
    ("kind", "main"),
    [
        ("wordprocessingml.template", "word/document.xml"),
        ("ms-word.document.macroEnabled", "word/document.xml"),
        ("wordprocessingml.document", "word/document2.xml"),
        ("wordprocessingml.document", "Office/Main.xml"),
    ],
)
@pytest.mark.parametrize("strict", [False, True])
def test_a_document_of_any_type_is_read(word, kind, main, strict):
    text, _, _ = word(paragraph("执行率95.00%。"), kind=kind, main=main, strict=strict)
    assert text == "执行率95.00%。\n"


def numbering(*numbers, levels):
    each = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/>{more}</w:lvl>'
        for n, (form, text, more) in enumerate(levels)
    )
    return (
        f'<w:numbering {W}><w:abstractNum w:abstractNumId="7">{each}</w:abstractNum>'
        f"{''.join(numbers)}</w:numbering>"
    )


def number(key, override=""):
    return f'<w:num w:numId="{key}"><w:abstractNumId w:val="7"/>{override}</w:num>'


def listed(text, key, level=0):
    return paragraph(
        text,
        properties=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{key}"/></w:numPr>',
    )


CHAPTERS = (
    ("chineseCounting", "%1、", ""),
    ("decimal", "%1.%2", "<w:isLgl/>"),
    ("decimal", "%1.%2.%3", "<w:isLgl/>"),
)


def test_two_lists_of_one_family_count_on_unless_one_starts_anew(word):
    anew = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    parts = {"numbering": numbering(number(1), number(2), number(3, anew), levels=CHAPTERS)}
    text, _, _ = word(
        listed("甲情况", 1), listed("乙情况", 2), listed("子项", 2, 1), listed("细项", 2, 2),
        listed("丙情况", 3), listed("丁情况", 3), listed("戊情况", 1), parts=parts,
    )  # fmt: skip
    assert text.split() == [
        "一、甲情况", "二、乙情况", "2.1子项", "2.1.1细项",
        "一、丙情况", "二、丁情况", "三、戊情况",
    ]  # fmt: skip


def test_a_list_may_give_a_level_another_look(word):
    other = (
        '<w:lvlOverride w:ilvl="0"><w:lvl w:ilvl="0"><w:start w:val="5"/>'
        '<w:numFmt w:val="decimal"/><w:lvlText w:val="第%1条"/></w:lvl></w:lvlOverride>'
    )
    parts = {"numbering": numbering(number(1, other), levels=CHAPTERS)}
    assert word(listed("总则", 1), listed("附则", 1), parts=parts)[0] == "第5条总则\n第6条附则\n"


def test_a_style_is_bound_to_its_level_of_the_list(word):
    levels = (*CHAPTERS[:1], ("decimal", "%1.%2", '<w:pStyle w:val="S2"/><w:isLgl/>'))
    styles = (
        f'<w:styles {W}><w:style w:type="paragraph" w:styleId="S2"><w:pPr><w:numPr>'
        '<w:numId w:val="1"/></w:numPr></w:pPr></w:style></w:styles>'
    )
    text, _, _ = word(
        listed("产出情况", 1),
        paragraph("数量指标", properties='<w:pStyle w:val="S2"/>'),
        parts={"numbering": numbering(number(1), levels=levels), "styles": styles},
    )
    assert text == "一、产出情况\n1.1数量指标\n"


def test_a_deleted_item_of_a_list_is_not_counted(word):
    gone = (
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
        "<w:rPr><w:del/></w:rPr></w:pPr><w:del><w:r><w:delText>旧项</w:delText></w:r></w:del></w:p>"
    )
    parts = {"numbering": numbering(number(1), levels=CHAPTERS)}
    text, _, _ = word(listed("甲情况", 1), gone, listed("乙情况", 1), parts=parts)
    assert text == "一、甲情况\n二、乙情况\n"


def test_another_program_s_document_in_a_zip_says_what_may_be_added(tmp_path):
    show = "<p:presentation xmlns:p='urn:x'/>"
    path = package(tmp_path / "a.docx", "ppt/show.xml", "presentation", {"ppt/show.xml": show})
    with pytest.raises(UnreadableFile, match="another format"):
        load(path)


def test_a_table_in_a_picture_is_read_under_its_paragraph_and_told(tmp_path):
    picture = Image.new("RGB", (900, 320), "white")
    draw, font = ImageDraw.Draw(picture), chinese_font(30)
    rows = [
        ["项目", "预算数", "支出数"],
        ["基本支出", "800.00", "790.00"],
        ["合计", "1250.00", "1187.50"],
    ]
    for n in range(4):
        draw.line((20, 20 + 90 * n, 860, 20 + 90 * n), fill="black", width=2)
        draw.line((20 + 280 * n, 20, 20 + 280 * n, 290), fill="black", width=2)
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            draw.text((50 + 280 * c, 45 + 90 * r), text, font=font, fill="black")
    picture.save(tmp_path / "table.png")
    document = Document()
    document.add_paragraph("支出情况见下表。")
    document.add_picture(str(tmp_path / "table.png"))
    document.add_paragraph("以上数据已经审议。")
    document.save(str(tmp_path / "picture.docx"))
    loaded = load(tmp_path / "picture.docx")
    report = structure(loaded)
    (found,) = report.tables
    assert [list(found.columns), *(list(row.cells) for row in found.rows)] == rows
    assert report.text.index("见下表") < found.start < report.text.index("以上数据")
    (notice,) = placed(loaded.notices, report)
    assert notice.why is Unsure.PICTURE_READ
    assert (notice.start, notice.end) == (found.start, found.rows[-1].end)


def test_a_comment_is_no_text_and_is_told(word):
    mark = '<w:r><w:commentReference w:id="1"/></w:r>'
    comment = '<w:comment w:id="1"><w:p><w:r><w:t>此数待核</w:t></w:r></w:p></w:comment>'
    text, _, told = word(
        paragraph("执行率95.00%。", mark),
        parts={"comments": f"<w:comments {W}>{comment}</w:comments>"},
    )
    assert text == "执行率95.00%。\n"
    assert told == [(Unsure.OTHER, "此数待核")]


@pytest.mark.parametrize("properties", ['<w:sz w:val="2"/>', '<w:color w:val="FEFEFE"/>'])
def test_what_no_eye_makes_out_is_left_out_and_told(word, properties):
    text, _, told = word(paragraph("人数", run("99", properties), "36人。"))
    assert text == "人数36人。\n"
    assert told == [(Unsure.INVISIBLE, "99")]


@pytest.mark.parametrize("gap", ["<w:r><w:tab/></w:r>", "    "])
def test_columns_set_with_tabs_or_blanks_are_a_table(word, gap):
    rows = [
        ("项目", "预算数", "执行数"),
        ("基本支出", "812.50", "790.00"),
        ("合计", "1250.00", "1187.50"),
    ]
    text, (found,), _ = word(
        paragraph("收支情况如下："),
        *(paragraph(a, gap, b, gap, c) for a, b, c in rows),
        paragraph("以上均为万元。"),
    )
    assert [found.columns, *(row.cells for row in found.rows)] == rows
    assert text.startswith("收支情况如下：\n")
    assert text.endswith("以上均为万元。\n")


def test_an_automatic_number_does_not_run_into_a_figure(word):
    level = (
        f'<w:numbering {W}><w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0">'
        '<w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
    )
    listed = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    text, _, _ = word(paragraph("5亿元专项已拨付。", properties=listed), parts={"numbering": level})
    assert text == "1. 5亿元专项已拨付。\n"


def test_a_figure_above_a_table_in_its_cell_keeps_its_column(word):
    inner = paragraph("227.50") + table(("其中", "金额"), ("土地", "200.00")) + paragraph()
    _, (funds, land), _ = word(
        table(("科目", "执行数"), ("一般公共预算", "960.00"), ("政府性基金", inner))
    )
    assert funds.rows[1].cells == ("政府性基金", "227.50")
    assert (land.title, land.rows[0].cells) == ("政府性基金", ("土地", "200.00"))


def test_what_stands_in_the_margins_alone_is_told(word):
    head = f"<w:hdr {W}>{paragraph('单位：万元')}{paragraph('收支情况')}</w:hdr>"
    text, _, told = word(paragraph("一、收支情况"), parts={"header": head})
    assert text == "一、收支情况\n"
    assert told == [(Unsure.OTHER, "单位：万元")]

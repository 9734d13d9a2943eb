from collections import Counter
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.loaded import Cell, Line, Loaded, Page, RawTable
from ingest.structure import structure
from ingest.width import width
from vectorstore.records import ReportText


def read(*pages: Sequence[str | Line | RawTable], parser: str = "text") -> ReportText:
    return structure(
        Loaded(
            parser,
            tuple(
                Page(n, tuple(Line(b) if isinstance(b, str) else b for b in blocks))
                for n, blocks in enumerate(pages, start=1)
            ),
        )
    )


def paths(report: ReportText) -> list[str]:
    return [" › ".join(section.headings) for section in report.sections]


def table(*rows: Sequence[str], edges: Sequence[float] = ()) -> RawTable:
    return RawTable(
        tuple(Cell(text, r, c) for r, row in enumerate(rows) for c, text in enumerate(row)),
        tuple(edges),
    )


def test_the_usual_ladder_is_climbed_and_descended():
    report = read([
        "一、基本情况", "（一）部门概况", "我局主管全市水务工作。", "（二）年度任务",
        "1. 供水保障", "全年供水安全平稳。", "2、排水防涝。", "新建管网十公里。",
        "（1）东区", "东区完成六公里。", "（2）西区", "西区完成四公里。",
        "二、存在问题", "进度偏慢。",
    ])  # fmt: skip
    assert paths(report) == [
        "一、基本情况",
        "一、基本情况 › （一）部门概况",
        "一、基本情况 › （二）年度任务",
        "一、基本情况 › （二）年度任务 › 1. 供水保障",
        "一、基本情况 › （二）年度任务 › 2、排水防涝",
        "一、基本情况 › （二）年度任务 › 2、排水防涝 › （1）东区",
        "一、基本情况 › （二）年度任务 › 2、排水防涝 › （2）西区",
        "二、存在问题",
    ]


def test_numbered_sentences_are_a_list_and_no_headings():
    report = read([
        "一、主要职责", "1. 贯彻执行国家水务法律法规和方针政策。", "2. 组织编制水务规划。",
        "3. 完成市委、市政府交办的其他任务。", "二、机构设置", "本局内设五个科室。",
    ])  # fmt: skip
    assert paths(report) == ["一、主要职责", "二、机构设置"]


def test_a_plain_list_of_names_is_no_ladder():
    report = read(
        ["一、机构设置", "本局下设：", "1. 办公室", "2. 规划科", "3. 财务科", "二、收支", "略。"]
    )
    assert paths(report) == ["一、机构设置", "二、收支"]


def test_the_second_line_of_a_list_of_annexes_is_no_heading():
    report = read([
        "一、建议", "无。", "附件：1.整体支出自评表", "2.项目支出自评表", "海陵市水务局",
    ])  # fmt: skip
    assert paths(report) == ["一、建议"]


def test_parts_chapters_and_sections_stand_above_the_rest():
    report = read([
        "第一部分 单位概况", "一、主要职能", "负责水务。", "二、机构设置", "五个科室。",
        "第二部分", "2023年度部门决算表", "一、收入决算", "收入合计10万元。",
    ])  # fmt: skip
    assert paths(report)[:3] == [
        "第一部分 单位概况",
        "第一部分 单位概况 › 一、主要职能",
        "第一部分 单位概况 › 二、机构设置",
    ]
    assert paths(report)[-1].endswith("一、收入决算")
    assert "第一部分" not in paths(report)[-1]


def test_a_ladder_that_skips_levels_is_followed():
    report = read([
        "一、绩效目标", "1. 总体目标", "保障供水。", "2. 具体目标", "降低漏损。",
        "二、自评结论", "（1）产出", "完成。", "（2）效益", "良好。",
    ])  # fmt: skip
    assert paths(report) == [
        "一、绩效目标",
        "一、绩效目标 › 1. 总体目标",
        "一、绩效目标 › 2. 具体目标",
        "二、自评结论",
        "二、自评结论 › （1）产出",
        "二、自评结论 › （2）效益",
    ]


def test_numbers_that_start_again_and_numbers_given_twice_keep_their_text():
    report = read([
        "一、收入", "收入一百万元。", "二、支出", "支出九十万元。", "二、结余", "结余十万元。",
        "一、附注", "无。",
    ])  # fmt: skip
    assert paths(report) == ["一、收入", "二、支出", "二、结余", "一、附注"]


def test_a_table_of_contents_is_left_out_and_its_titles_are_known_in_the_body():
    report = read(
        ["2023年度海陵市水务局部门决算"],
        ["目  录", "一、部门职能 ………………………… 1", "二、名词解释 ………………………… 2"],
        ["部门职能", "负责水务。", "名词解释", "（一）基本支出：指保障运转的支出。"],
    )
    assert "………" not in report.text
    assert "目  录" not in report.text
    assert paths(report) == ["", "部门职能", "名词解释"]


def test_contents_without_page_numbers_end_where_their_first_entry_comes_again():
    report = read([
        "2023年度海陵市水务局部门预算", "目录", "一、部门职能", "二、收支说明", "一、部门职能",
        "负责水务。", "二、收支说明", "收支平衡。",
    ])  # fmt: skip
    assert report.text.count("一、部门职能") == 1
    assert paths(report) == ["", "一、部门职能", "二、收支说明"]


def test_a_part_whose_name_stands_on_the_next_line_is_not_taken_for_contents():
    report = read([
        "海陵市水务局2023年度部门决算", "目    录", "第一部分  水务局概况\t1", "一、主要职能\t1",
        "第二部分  名词解释\t9", "第一部分", "水务局概况", "一、主要职能", "负责水务。",
        "第二部分", "名词解释", "一、财政拨款收入：指从财政取得的拨款。",
    ])  # fmt: skip
    assert paths(report) == [
        "",
        "第一部分",
        "第一部分 › 水务局概况",
        "第一部分 › 水务局概况 › 一、主要职能",
        "第二部分",
        "第二部分 › 名词解释",
    ]


def test_a_title_between_two_numbers_stands_inside_and_closes_nothing():
    report = read([
        "一、绩效目标", Line("目标完成情况", centred=True, top=0.4, size=12), "全部完成。",
        "二、存在问题", "进度偏慢。",
    ])  # fmt: skip
    assert paths(report) == ["一、绩效目标", "一、绩效目标 › 目标完成情况", "二、存在问题"]


def test_running_heads_and_page_numbers_are_left_out():
    pages = [
        [
            Line("海陵市水务局2023年度报告", top=0.05),
            Line(f"本页是第{n}段正文，内容各不相同。", top=0.4),
            Line(f"- {n} -", top=0.95),
        ]
        for n in range(1, 6)
    ]
    report = read(*pages)
    assert report.text == "".join(f"本页是第{n}段正文，内容各不相同。\n" for n in range(1, 6))
    assert [report.page_at(start) for start in report.page_starts] == [1, 2, 3, 4, 5]


def test_a_number_of_the_body_at_the_edge_of_a_page_is_no_page_number():
    report = read([Line("全年得分合计：", top=0.8), Line("98.58", top=0.93)])
    assert "98.58" in report.text


def test_hard_wrapped_lines_are_joined_and_paragraphs_kept_apart():
    report = read([
        "    本年度我局紧紧围绕市委市政府中心工作，全面落实最严格水资",
        "源管理制度，持续推进节水型社会建设，全年完成投资12.5亿元，为预算",
        "的98.6%，较上年增长3.2个百分点，各项工作取得了新的明显的成效。",
        "    下一步我局将继续加强预算管理，提高资金使用的效益，切实做好",
        "各项水务工作，为全市经济社会发展提供坚实可靠的水安全保障支撑。",
    ])  # fmt: skip
    assert "水资源管理制度" in report.text
    assert "为预算的98.6%，" in report.text
    assert "切实做好各项水务工作" in report.text


def test_inline_enumerations_stay_in_their_paragraph():
    report = read(["一、工作任务", "一是抓供水，二是抓排水，三是抓节水，", "四是抓队伍建设。"])
    assert "一是抓供水，二是抓排水，三是抓节水，四是抓队伍建设。\n" in report.text


def test_a_table_takes_its_title_its_unit_and_its_notes():
    report = read([
        "一、收支情况", "收支情况见下表。", "2023年收支情况表", "编制部门：海陵市水务局 单位：万元",
        table(("项目", "预算数", "决算数"), ("基本支出", "9.00", "8.00"), ("合计", "9.00", "8.00")),
        "注：含上年结转。", "二、其他", "无。",
    ])  # fmt: skip
    (made,) = report.tables
    assert (made.title, made.unit) == ("2023年收支情况表", "万元")
    assert made.columns == ("项目", "预算数", "决算数")
    assert [row.cells for row in made.rows][-1] == ("合计", "9.00", "8.00")
    assert report.text[made.start : made.end].startswith("2023年收支情况表\n编制部门")
    assert report.text[made.end :].startswith("注：含上年结转。\n")
    assert report.headings_at(made.rows[0].start) == ("一、收支情况", "2023年收支情况表")
    assert report.headings_at(made.end) == ("一、收支情况",)


def test_merged_headers_become_one_label_a_column():
    raw = RawTable((
        Cell("“三公”经费", 0, 0, 1, 4), Cell("机关运行\n经费", 0, 4, 2, 1),
        Cell("合计", 1, 0), Cell("出国", 1, 1), Cell("接待", 1, 2), Cell("用车", 1, 3),
        Cell("6.4", 2, 0), Cell("0", 2, 1), Cell("0", 2, 2), Cell("6.4", 2, 3), Cell("20", 2, 4),
    ))  # fmt: skip
    (made,) = read(["单位：万元", raw]).tables
    assert made.columns == (
        "“三公”经费›合计",
        "“三公”经费›出国",
        "“三公”经费›接待",
        "“三公”经费›用车",
        "机关运行经费",
    )


def test_the_official_final_accounts_table_is_read():
    cells = [
        Cell("收入决算表", 0, 0, 1, 6), Cell("公开02表", 1, 5),
        Cell("部门：海陵市水务局", 2, 0, 1, 4), Cell("金额单位：万元", 2, 5),
        Cell("项目", 3, 0, 1, 4), Cell("本年收入合计", 3, 4, 3, 1),
        Cell("财政拨款收入", 3, 5, 3, 1), Cell("功能分类科目编码", 4, 0, 2, 3),
        Cell("科目名称", 4, 3, 2, 1), Cell("栏次", 6, 0, 1, 4), Cell("1", 6, 4), Cell("2", 6, 5),
        Cell("合计", 7, 0, 1, 4), Cell("120.00", 7, 4), Cell("100.00", 7, 5),
        Cell("2130301", 8, 0, 1, 3), Cell("行政运行", 8, 3),
        Cell("120.00", 8, 4), Cell("100.00", 8, 5),
        Cell("注：本表反映部门本年度取得的各项收入情况。", 9, 0, 1, 6),
    ]  # fmt: skip
    report = read(["第二部分 部门决算表", RawTable(tuple(cells))])
    (made,) = report.tables
    assert (made.title, made.unit) == ("收入决算表", "万元")
    assert made.columns[0] == "项目›功能分类科目编码"
    assert made.columns[-1] == "财政拨款收入"
    assert [row.cells[0] for row in made.rows] == ["合计", "2130301"]
    assert report.text.endswith("注：本表反映部门本年度取得的各项收入情况。\n")


@pytest.mark.parametrize("repeated", [True, False])
def test_a_table_over_three_pages_is_one_table(repeated):
    edges = (0.1, 0.3, 0.6, 0.9)
    head = ("科目", "名称", "金额")
    pages = [["支出预算表", "单位：元", table(head, ("201", "行政运行", "10"), edges=edges)]]
    for page in (2, 3):
        rows = [(f"20{page}", "专项业务", "20")]
        pages.append([table(*([head] if repeated else []), *rows, edges=edges)])
    pages[2].append("二、说明")
    (made,) = read(*pages).tables
    assert made.columns == head
    assert [row.cells[0] for row in made.rows] == ["201", "202", "203"]
    assert made.unit == "元"


def test_a_row_of_totals_alone_on_a_page_belongs_to_the_table_before():
    edges = (0.1, 0.2, 0.6, 0.9)
    rows = [("类", "名称", "金额"), ("201", "行政运行", "10,000")]
    totals = RawTable((Cell("合计", 0, 0), Cell("10,000", 0, 1)), (0.1, 0.6, 0.9))
    (made,) = read(["预算表", table(*rows, edges=edges)], [totals]).tables
    assert made.rows[-1].cells == ("合计", "", "10,000")


def test_a_label_and_a_long_cell_cut_by_the_end_of_a_page_are_whole_again():
    edges = (0.1, 0.3, 0.5, 0.9)
    first = RawTable((
        Cell("一级指标", 0, 0), Cell("指标", 0, 1), Cell("完成情况", 0, 2),
        Cell("产出", 1, 0, 2, 1), Cell("次数", 1, 1), Cell("12次", 1, 2),
        Cell("质量", 2, 1), Cell("全部验收合格并按时", 2, 2),
    ), edges)  # fmt: skip
    second = RawTable((
        Cell("", 0, 0, 2, 1), Cell("", 0, 1), Cell("投入使用。", 0, 2),
        Cell("时效", 1, 1), Cell("按时", 1, 2),
    ), edges)  # fmt: skip
    (made,) = read(["指标完成情况表", first], [second]).tables
    assert [row.cells for row in made.rows] == [
        ("产出", "次数", "12次"),
        ("产出", "质量", "全部验收合格并按时投入使用。"),
        ("产出", "时效", "按时"),
    ]


def test_two_tables_with_titles_of_their_own_stay_two():
    edges = (0.1, 0.5, 0.9)
    report = read(
        ["收入表", table(("项目", "金额"), ("拨款", "10"), edges=edges)],
        ["支出表", table(("项目", "金额"), ("基本", "10"), edges=edges)],
    )
    assert [t.title for t in report.tables] == ["收入表", "支出表"]


def test_a_form_has_rows_that_speak_for_themselves():
    raw = RawTable((
        Cell("项目支出绩效目标表", 0, 0, 1, 4),
        Cell("项目名称", 1, 0), Cell("水源地保护", 1, 1),
        Cell("项目性质", 1, 2), Cell("经常性", 1, 3),
        Cell("绩效指标", 2, 0, 3, 1), Cell("产出", 2, 1, 2, 1),
        Cell("巡查次数", 2, 2), Cell("≥12次", 2, 3),
        Cell("及时率", 3, 2), Cell("100%", 3, 3),
        Cell("满意度", 4, 1), Cell("群众满意度", 4, 2), Cell("≥90%", 4, 3),
    ))  # fmt: skip
    (made,) = read([raw]).tables
    assert made.title == "项目支出绩效目标表"
    assert made.rows[0].cells == ("项目名称", "水源地保护", "项目性质", "经常性")
    assert ("绩效指标", "产出", "及时率", "100%") in [row.cells for row in made.rows]
    assert all(len(row.cells) == len(made.columns) for row in made.rows)


CHINESE = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1)
NUMBERS = st.from_regex(r"[1-9]\d{0,2}(,\d{3}){0,2}\.\d\d(万元|%|分)", fullmatch=True)
SENTENCE = st.lists(CHINESE | NUMBERS, min_size=1, max_size=8).map(lambda p: "，".join(p) + "。")
PARAGRAPH = st.lists(SENTENCE, min_size=1, max_size=4).map("".join)
HEADS = ("一、", "（一）", "1. ", "（1）", "第一部分 ", "2、", "(二) ", "①")
HEADING = st.builds(str.__add__, st.sampled_from(HEADS), CHINESE)
CELL = CHINESE | NUMBERS | st.just("")
TABLE = st.integers(2, 4).flatmap(
    lambda n: st.lists(st.lists(CELL, min_size=n, max_size=n), min_size=2, max_size=6)
)


def wrapped(text: str, limit: int) -> list[str]:
    lines = [""]
    for character in text:
        if width(lines[-1] + character) > limit:
            lines.append("")
        lines[-1] += character
    return lines


def printed(blocks: Sequence[Line | RawTable]) -> Counter[str]:
    texts = [b.text if isinstance(b, Line) else "".join(c.text for c in b.cells) for b in blocks]
    return Counter("".join("".join(texts).split()))


@settings(max_examples=60, deadline=None)
@given(
    # The same line at the edges of two pages is a running head, and rightly left out.
    st.lists(HEADING | PARAGRAPH | TABLE, min_size=1, max_size=12, unique_by=str),
    st.integers(15, 40),
    st.data(),
)
def test_nothing_of_the_body_is_lost_and_sections_cover_it(parts, limit, data):
    blocks: list[Line | RawTable] = []
    for name, part in zip("甲乙丙丁戊己庚辛壬癸子丑", parts, strict=False):
        if isinstance(part, str):
            blocks += [Line(line) for line in wrapped(part, limit)]
        else:
            blocks += [table(*part), Line(f"{name}表后另有文字。")]  # a repeated header may go
    cut = data.draw(st.integers(0, len(blocks)))
    pages = (Page(1, tuple(blocks[:cut])), Page(2, tuple(blocks[cut:])))
    report = structure(Loaded("text", pages))
    assert not printed(blocks) - Counter(report.text)
    covered = 0
    for section in report.sections:
        assert section.start == covered
        covered = section.end
    assert covered == len(report.text)
    assert list(report.page_starts) == sorted(report.page_starts)
    assert len(report.page_starts) == 2
    for made in report.tables:
        for row in made.rows:
            assert report.text[row.start : row.end] == "\t".join(row.cells)
            assert made.start <= row.start < row.end <= made.end
            assert len(row.cells) == len(made.columns)

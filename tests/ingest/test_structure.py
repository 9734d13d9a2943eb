"""Headings, lists, running heads and paragraphs: the structure of a report's text."""

from ingest.load import load
from ingest.loaded import Line
from ingest.structure import structure
from tests.ingest.made_files import body, text_pdf
from tests.ingest.structured import paths, read, table


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


def test_a_dash_typed_for_one_opens_the_first_chapter():
    report = read([
        "—、基本情况", "本部门负责全区绿化工作，内设4个科室。", "二、预算执行情况",
        "全年支出1187.50万元，执行率95.00%。", "三、存在的问题", "项目进度偏慢，有待加快。",
    ])  # fmt: skip
    assert paths(report) == ["—、基本情况", "二、预算执行情况", "三、存在的问题"]


def test_a_chapter_may_be_headed_by_several_clauses_over_two_lines(tmp_path):
    chapters = [
        "一、聚焦主责主业，强化责任担当，统筹推进全区园林绿化和公园管理各项重点工作取得新成效",
        "二、聚焦预算管理，严格资金使用，提高财政资金效益",
        "三、存在的问题",
    ]
    prose = "全年完成绿化养护23处，新增绿地5.6公顷，群众满意度稳步提升。" * 3
    story = [body(text) for chapter in chapters for text in (chapter, prose)]
    assert paths(structure(load(text_pdf(tmp_path / "a.pdf", story)))) == chapters


def test_a_caption_of_a_figure_is_no_heading():
    report = read([
        "一、支出情况", "支出结构见图。", Line("图1 2022年部门支出情况", centred=True, size=10.5),
        "基本支出占六成，项目支出占四成。",
    ])  # fmt: skip
    assert paths(report) == ["一、支出情况"]


def test_contents_without_a_name_and_without_dots_are_no_headings():
    titles = ["一、部门概况", "二、预算执行情况", "三、存在的问题", "四、改进措施"]
    prose = "全年各项工作按计划完成，群众反映良好。"
    contents = [f"{title} {n}" for n, title in enumerate(titles, start=2)]
    report = read(contents, [line for title in titles for line in (title, prose)])
    assert paths(report) == titles
    assert report.text.count("部门概况") == 1


def test_a_list_of_tables_is_no_chain_of_headings():
    listed = [f"附表{n}：2022年部门支出情况表（{n}）" for n in range(1, 4)]
    report = read(["一、部门概况", "本部门内设4个科室。"], ["附表目录", *listed], ["二、说明。"])
    assert all("附表" not in path for path in paths(report))


def test_rows_that_end_in_rising_numbers_are_not_taken_for_contents():
    rows = ["公园管理中心 12", "绿化养护站 15", "古树名木保护站 18", "苗圃 21"]
    report = read(["一、人员情况", *rows, "以上为年末在职人数。"])
    assert all(row in report.text for row in rows)


def test_tables_hang_under_their_appendix():
    rows = [["项目", "支出数"], ["基本支出", "790.00"], ["合计", "1187.50"]]
    report = read(
        ["一、部门概况", "本部门内设4个科室。", "二、改进措施", "加强合同管理，加快项目进度。"],
        [
            "附件1", Line("2022年部门支出情况表", centred=True), "单位：万元", table(*rows),
            Line("2022年项目支出情况表", centred=True), "单位：万元", table(*rows),
        ],
    )  # fmt: skip
    assert paths(report)[-2:] == ["附件1 › 2022年部门支出情况表", "附件1 › 2022年项目支出情况表"]
    assert [one.unit for one in report.tables] == ["万元", "万元"]


def test_a_list_of_appendices_under_a_report_is_no_heading():
    report = read([
        "一、部门概况", "本部门内设4个科室。", "附件：1.支出情况表", "2.项目情况表",
        "云杉区园林管理局", "2023年3月1日",
    ])  # fmt: skip
    assert paths(report) == ["一、部门概况"]


def test_a_table_of_an_appendix_keeps_title_and_unit_over_three_pages():
    edges = (0.1, 0.5, 0.9)
    head = ["项目", "支出数"]
    pages = [
        [head, *([f"项目{page}{n}", f"{page}{n}.00"] for n in range(4))] for page in range(1, 4)
    ]
    report = read(
        ["一、部门概况", "本部门内设4个科室。"],
        ["附件2：2022年项目支出明细表", "单位：万元", table(*pages[0], edges=edges)],
        ["附件2：2022年项目支出明细表（续）", "单位：万元", table(*pages[1], edges=edges)],
        [table(*pages[2][1:], edges=edges)],
    )
    (one,) = report.tables
    assert one.title == "附件2：2022年项目支出明细表"
    assert one.unit == "万元"
    assert len(one.rows) == 12
    assert paths(report)[-1] == "附件2：2022年项目支出明细表"


def test_a_bare_figure_numbers_titles_that_count_on_and_have_something_below():
    report = read([
        "2023年度统计公报", "1 总体情况", "全区实有经营主体46,812户，比上年增长5.3%。",
        "1.1 企业情况", "企业18,206户，增长6.1%。", "2人员情况", "年末在职36人。",
    ])  # fmt: skip
    assert paths(report)[1:] == ["1 总体情况", "1 总体情况 › 1.1 企业情况", "2人员情况"]


def test_lines_of_data_that_begin_with_a_figure_are_no_headings():
    for lines in (
        ("1 河道清淤", "1,200.00", "2 管网改造", "800.50"),
        ("1 个项目未开工。", "2 万元未支出，原因如下。", "3 人调离。"),
        ("1 加强预算管理", "2 加强绩效管理", "3 加强资产管理"),
        ("12 绿化养护", "养护面积5.6公顷，已完成。", "36 路灯维修", "维修612盏，已完成。"),
    ):
        assert paths(read(["一、基本情况", "情况如下。", *lines])) == ["一、基本情况"]

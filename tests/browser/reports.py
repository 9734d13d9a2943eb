"""The reports on the shelf of the browser tests, beside the one that comes with Jiwen.

Each is of a body that no other has, so that a question about one of them is about it alone.
"""

from __future__ import annotations

from pathlib import Path

from tests.ingest.made_files import body, new_page, ruled, text_pdf, title

SEED = "广州市增城区政务服务数据管理局"
"""Whose report comes with Jiwen."""

NAME = "示例市示例区水务局"
YEARS = {2021: ("1,860.00", "1,803.40", "96.96%", "92.5"),
         2022: ("2,015.50", "1,990.80", "98.77%", "94.1"),
         2023: ("2,204.00", "2,150.00", "97.55%", "95.6")}  # fmt: skip


def made_up(folder: Path, year: int) -> Path:
    budget, executed, rate, score = YEARS[year]
    amount = float(executed.replace(",", ""))
    basic, project = f"{amount * 0.4:,.2f}", f"{amount * 0.6:,.2f}"
    story = [
        title(f"{year}年度{NAME}部门整体支出绩效自评报告"),
        body("一、基本情况"),
        body("（一）部门概况"),
        body(f"{NAME}负责全区河道管理、供水保障和水旱灾害防御工作。"),
        body("（二）部门整体收支情况"),
        body(f"{year}年全年预算数为{budget}万元，全年执行数为{executed}万元，执行率为{rate}。"),
        body(f"其中，基本支出执行数{basic}万元，项目支出执行数{project}万元。"),
        ruled([["项目（万元）", "执行数"], ["基本支出", basic], ["项目支出", project],
               ["合计", executed]]),
        new_page(),
        body("二、绩效自评情况"),
        body(f"经自评，部门整体支出绩效自评得分为{score}分。"),
        body("三、存在问题"),
        body("一是部分项目前期准备不足，支出进度前慢后快；二是绩效指标量化程度不够。"),
        body("四、改进措施"),
        body("一是提前开展项目前期工作；二是细化绩效指标，提高可衡量性。"),
    ]  # fmt: skip
    return text_pdf(folder / f"{year}_{NAME}_绩效自评报告.pdf", story)


PLACES = ("白云", "番禺", "南沙", "花都", "黄埔", "从化")


def schools(place: str, executed: int) -> str:
    return f"""2023年度广州市{place}区教育局部门整体支出绩效自评报告
一、基本情况
广州市{place}区教育局负责全区教育事业发展规划、学校建设和教师队伍管理工作。
二、预算执行情况
2023年我局全年预算数为3,000.00万元，全年执行数为{executed:,}.00万元。
"""


TRICKS = (
    "<script>alert(1)</script>"
    "<img src=http://evil.test/a.png onerror=alert(2)>"
    "![图](http://evil.test/b.png)[链接](http://evil.test/c)"
    "$\\href{http://evil.test}{x}$ :red[红] :material/thumb_up: :smile: **粗** `码` ~~删~~ http://evil.test/d"
)
HOSTILE = f"""2024年度河源市紫金县水务局部门整体支出绩效自评报告
一、基本情况
本段含有特别的内容{TRICKS}到此结束。
二、预算执行情况
2024年我局全年预算数为3,000.00万元，全年执行数为2,970.00万元，执行率为90.00%。
"""
HOSTILE_NAME = "[x](javascript:alert(3)) $x^2$ :red[y] **z** <b>.txt"


def made(folder: Path) -> list[Path]:
    """The files of them all, in `folder`."""
    files = [made_up(folder, year) for year in YEARS]
    texts = {f"{place}.txt": schools(place, n) for n, place in enumerate(PLACES, start=2901)}
    for name, text in {**texts, HOSTILE_NAME: HOSTILE}.items():
        (folder / name).write_text(text, encoding="utf-8")
        files.append(folder / name)
    return files

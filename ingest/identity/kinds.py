"""What sort of report it is, whose money it covers, and which project it is of."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.identity.bodies import Body, body_in_title, place_in_title
from ingest.identity.sources import Sources
from ingest.identity.weigh import weigh
from records import Candidate, Coverage, Kind, Trait, Witness

_KINDS = (
    # Told by the title, its bodies and places left out; the first that fits.
    (Kind.SELF_EVALUATION, r"自评"),
    (Kind.FISCAL_EVALUATION, r"(?:财政|重点)(?:项目|绩效|支出)?(?:重点)?(?:绩效)?评价|再评价"),
    (
        Kind.PROJECT_EVALUATION,
        r"(?:项目|资金|工程|政策|补助|补贴|经费|专项)[^预决]{0,12}绩效(?:评价|报告|评估)",
    ),
    (Kind.STATISTICS, r"统计公报|经济和社会发展统计|普查公报"),
    (Kind.WORK_REPORT, r"政府工作报告"),
    (Kind.AUDIT, r"审计(?:工作|结果|调查|情况|整改)*的?(?:报告|公告|结果)|审计(?:查出|发现)"),
    (Kind.SELF_EVALUATION, r"整体[^预决]{0,8}绩效|绩效(?:评价|评估)"),
    (Kind.FINAL_ACCOUNTS, r"决算.*预算[^决]{0,6}执行"),
    (Kind.BUDGET_EXECUTION, r"预算[^决]{0,6}执行"),
    (Kind.FINAL_ACCOUNTS, r"决算"),
    (Kind.BUDGET, r"预算(?!绩效)"),
    (Kind.SELF_EVALUATION, r"绩效(?:报告|总结)"),
)
_SPENDING = re.compile(r"财政支出(?:项目)?绩效评价")
_COMMISSIONED = re.compile(
    r"受[^。\n]{0,20}财政[局厅部][^。\n]{0,6}委托|财政[局厅部][^。\n]{0,40}(?:委托|重点评价)"
    r"|评价机构[:：]|财政评价|(?:第三方|会计师事务所|咨询[^。\n]{0,6}公司)[^。\n]{0,30}评价组"
)
_OWN = re.compile(r"自评|我(?:局|委|办|厅|院|校|馆|会|中心|镇|乡|县|单位|部门)|本(?:部门|单位)")
_AREA = re.compile(r"全[省市区县州旗盟](?!级)|全自治[区州县]")
_LEVEL = re.compile(
    r"(?:[省市区县州旗盟]|自治[区州县])(?:本?级)|(?<!单位)(?<!机关)(?<!局)(?<!部门)本级"
)
_OF_GOVERNMENTS = (Kind.BUDGET_EXECUTION, Kind.WORK_REPORT, Kind.STATISTICS)
_PROJECT = re.compile(
    r"(?P<name>[^，,。]{2,60}?)(?P<kind>项目|资金|工程|经费|补助|补贴)?(?:项目)?(?:财政)?(?:支出)?(?:财政)?(?:重点)?(?:项目)?(?:支出)?(?:事前|事中|事后)?"
    r"(?:绩效(?:自评|评价|评估|报告|再评价)|财政评价|重点评价)"
)
_NO_PROJECT = re.compile(
    r"整体|部门(?:支出|预算|决算|绩效)|单位(?:支出|预算|决算|绩效)|预算绩效|^(?:项目)?(?:支出)?$"
)


def is_of_government(sources: Sources, kind: Kind) -> bool:
    """Whether a report speaks for a place and not for one body: 全市决算, 统计公报."""
    title = sources.title.text
    if kind in _OF_GOVERNMENTS:
        return True
    if kind in (Kind.FINAL_ACCOUNTS, Kind.BUDGET, Kind.AUDIT, Kind.OTHER):
        body = body_in_title(title)
        governs = body is None or body.office == "人民政府"
        of_place = place_in_title(title) or _AREA.search(title) or _LEVEL.search(title)
        labelled = any("部门" in label.name for label in sources.labels)
        return bool(governs and of_place and not labelled and not re.search("部门|单位", title))
    return False


def kind_of(sources: Sources) -> tuple[Kind, Trait]:
    """A report's sources → what sort of report it is."""
    value, trait = weigh("kind", list(_kind_candidates(sources)))
    return Kind(value) if value else Kind.OTHER, trait


def _kind_candidates(sources: Sources) -> Iterator[Candidate]:
    title = sources.title
    if not title.from_name and (kind := kind_in(title.text)):
        vague = kind is Kind.SELF_EVALUATION and "自评" not in title.text
        sure = 0.35 if vague else 0.6
        yield Candidate(kind, Witness.TITLE, title.text, sure)
    elif not title.from_name and title.weight >= 0.5:
        yield Candidate(Kind.OTHER, Witness.TITLE, title.text, 0.5 if title.weight > 0.7 else 0.3)
    if kind := kind_in(sources.name):
        yield Candidate(kind, Witness.FILE, sources.name, 0.3)
    if kind := kind_in(sources.folder):
        yield Candidate(kind, Witness.FOLDER, sources.folder, 0.15)
    if "绩效" not in title.text:
        yield from _kind_by_words(sources.text[:5000])
    elif "自评" not in title.text:
        yield from _who_evaluates(sources)


def _who_evaluates(sources: Sources) -> Iterator[Candidate]:
    """绩效评价 is done by oneself or for the treasury: the text says who was charged with it."""
    early, title = sources.text[:2500], sources.title.text
    of_project = kind_in(title) is Kind.PROJECT_EVALUATION
    if found := _COMMISSIONED.search(early):
        kind = Kind.PROJECT_EVALUATION if of_project else Kind.FISCAL_EVALUATION
        yield Candidate(kind, Witness.TEXT, found[0], 0.7)
    elif found := _OWN.search(early):
        kind = Kind.PROJECT_EVALUATION if of_project else Kind.SELF_EVALUATION
        yield Candidate(kind, Witness.TEXT, found[0], 0.25)


def _kind_by_words(text: str) -> Iterator[Candidate]:
    """What the text speaks of most, where that is clear."""
    words = {
        Kind.SELF_EVALUATION: "绩效自评|自评得分",
        Kind.FINAL_ACCOUNTS: "部门决算|单位决算|决算数|年度决算",
        Kind.BUDGET: "部门预算|单位预算|预算数|年度?预算",
        Kind.STATISTICS: "比上年增长|初步核算",
        Kind.AUDIT: "审计发现|审计结果|审计情况",
    }
    counts = {kind: len(re.findall(pattern, text)) for kind, pattern in words.items()}
    most = max(counts, key=lambda kind: counts[kind])
    if counts[most] >= 3 and counts[most] >= 2 * sorted(counts.values())[-2]:
        yield Candidate(most, Witness.TEXT, f"{words[most]} ×{counts[most]}", 0.25)


def kind_in(title: str) -> Kind | None:
    """A title → the kind it says, its bodies left out (审计局2023年部门决算); None where none."""
    bare = _without_bodies(title)
    for kind, pattern in _KINDS:
        if re.search(pattern, bare):
            if kind is Kind.FISCAL_EVALUATION and _SPENDING.search(bare):
                project = re.search("项目|资金|工程", _SPENDING.sub("", bare))
                return Kind.PROJECT_EVALUATION if project else Kind.SELF_EVALUATION
            return kind
    return None


def _without_bodies(title: str) -> str:
    body = body_in_title(title)
    bare = title.replace(body.written, "") if body else title
    return re.sub(r"[（(][^（）()]*[局委办厅院校馆会][)）]", "", bare)


def coverage_of(sources: Sources, kind: Kind, project: str) -> tuple[Coverage, Trait]:
    """A report's sources, its kind and its project → whose money and doings it covers."""
    value, trait = weigh("coverage", list(_coverage_candidates(sources, kind, project)))
    if not value and kind is Kind.OTHER:  # nothing that such a report must be held to
        return Coverage.UNKNOWN, Trait("coverage", (), agreed=True)
    return Coverage(value) if value else Coverage.UNKNOWN, trait


def _coverage_candidates(sources: Sources, kind: Kind, project: str) -> Iterator[Candidate]:
    title = sources.title.text
    if kind in (Kind.STATISTICS, Kind.WORK_REPORT):
        yield Candidate(Coverage.AREA, Witness.TITLE, title, 0.6)
        return
    if is_of_government(sources, kind):
        yield from _area_or_level(sources, title)
        return
    if project:
        yield Candidate(Coverage.PROJECT, Witness.TITLE, project, 0.6)
    if found := _covered(_without_bodies(title), body_in_title(title), title):
        yield Candidate(found[0], Witness.TITLE, found[1], 0.6)
        return
    if found := _covered(sources.name, None, sources.name):
        yield Candidate(found[0], Witness.FILE, found[1], 0.3)
    counts = {
        Coverage.DEPARTMENT: len(re.findall("部门(?:预算|决算|整体)", sources.text[:8000])),
        Coverage.UNIT: len(re.findall("单位(?:预算|决算|整体)", sources.text[:8000])),
    }
    most, least = sorted(counts, key=lambda c: -counts[c])
    if counts[most] > 2 * counts[least]:
        words = (
            f"{'部门' if most is Coverage.DEPARTMENT else '单位'}预算、决算、整体 ×{counts[most]}"
        )
        yield Candidate(most, Witness.TEXT, words, 0.5 if counts[most] > 1 else 0.2)


def _covered(bare: str, body: Body | None, title: str) -> tuple[Coverage, str] | None:
    """What a title says in the formal words: 部门预算, 单位决算, 某某局本级, 项目支出绩效."""
    if body and (found := re.search(re.escape(body.written) + r"[（(]?(?:机关)?本级", title)):
        return Coverage.UNIT, found[0]
    if found := re.search(r"(?:机关|[局委办厅])本级", title):
        return Coverage.UNIT, found[0]
    for coverage, pattern in (
        (Coverage.UNIT, r"单位(?:预算|决算|整体)"),
        (Coverage.DEPARTMENT, r"部门(?:预算|决算|整体|（?单位[)）]?整体|支出)|部门[^项]{0,6}绩效"),
        (Coverage.PROJECT, r"项目(?:支出)?[^部]{0,8}绩效|(?:专项|补助|补贴)资金[^部]{0,8}绩效"),
        (Coverage.DEPARTMENT, r"整体(?:支出)?[^项]{0,4}绩效"),
    ):
        if found := re.search(pattern, bare):
            return coverage, found[0]
    return None


def _area_or_level(sources: Sources, title: str) -> Iterator[Candidate]:
    """全市, or 市本级: the title says it, else the text, where it begins to tell."""
    area, level = _AREA.search(title), _LEVEL.search(title)
    if area:
        yield Candidate(Coverage.AREA, Witness.TITLE, area[0], 0.6)
    elif level:
        yield Candidate(Coverage.GOVERNMENT, Witness.TITLE, level[0], 0.6)
    else:
        early = sources.text[:3000]
        for coverage, found in (
            (Coverage.AREA, _AREA.search(early)),
            (Coverage.GOVERNMENT, _LEVEL.search(early)),
        ):
            if found:
                yield Candidate(
                    coverage, Witness.TEXT, found[0], 0.5 if coverage is Coverage.AREA else 0.2
                )


def project_of(sources: Sources) -> tuple[str, Trait]:
    """A report's sources → the name of the project that it evaluates, '' for none."""
    candidates = list(_project_candidates(sources))
    value, trait = weigh("project", candidates, _same_project)
    return value, trait if candidates else Trait("project", (), agreed=True)


def _project_candidates(sources: Sources) -> Iterator[Candidate]:
    title = sources.title.text
    if name := project_in(title):
        yield Candidate(name, Witness.TITLE, title, 0.6)
    if (name := project_in(sources.name)) and not sources.title.from_name:
        yield Candidate(name, Witness.FILE, sources.name, 0.3)
    if "绩效" in title and not _NO_PROJECT.search(title):
        for label in sources.labels:
            if label.name == "项目名称" and len(label.value) > 3:
                yield Candidate(label.value, Witness.LABEL, label.words, 0.4)


def project_in(title: str) -> str:
    """关于某某局2023年度某某项目绩效评价报告 → 某某项目; '' where no project is named."""
    bare = title
    if body := body_in_title(title):
        bare = title[title.index(body.written) + len(body.written) :]
    bare = re.sub(r"^.*?(?=20\d\d)", "", bare) if re.search(r"20\d\d.{2,}评价", bare) else bare
    bare = re.sub(r"^(?:关于)?(?:20\d\d\s*年?度?\s*[-—–至]*\s*)+", "", bare)
    bare = re.sub(r"^(?:关于|[（(]?本级[)）]?|的)", "", bare)
    found = _PROJECT.match(bare)
    if not found or _NO_PROJECT.search(found[0]):
        return ""
    name = (found["name"] + (found["kind"] or "")).strip('“”"《》 的')
    name = re.sub(r"(?:财政|支出|重点|项目支出)$|20\d\d年度?$", "", name)
    if not found["kind"] and not re.search("项目|资金|工程|专项|政策|计划|行动", name):
        return ""
    return "" if _NO_PROJECT.search(name) else name


def _same_project(a: str, b: str) -> bool:
    a, b = (
        re.sub(r"\s|20\d\d年?度?|项目|资金|专项|经费|[（(].*?[)）]", "", name) for name in (a, b)
    )
    return a in b or b in a

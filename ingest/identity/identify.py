"""A report's text → which report it is, and what speaks for it. The file to read first."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from ingest.identity.bodies import (
    PARTY,
    Body,
    body_at_start,
    body_in_title,
    full_name,
    named_as_a_whole,
    place_in_title,
    places_before,
    sentences_about,
    speaker,
)
from ingest.identity.called import short_names
from ingest.identity.kinds import coverage_of, is_of_government, kind_of, project_of
from ingest.identity.sources import Sources, sources_of
from ingest.identity.weigh import ENOUGH, weigh
from ingest.identity.years import figure_years_of, year_of
from places.divisions import whole
from places.spoken import beginning
from records import Candidate, Identity, Kind, ReportText, Trait, Witness

_OWN_LABELS = ("编制", "填报", "编报", "公开", "预算部门", "预算单位", "部门", "单位")
_ABOVE = re.compile(
    r"(?:系|是|为|隶属于?|归口)(?:由)?(?P<body>[\u4e00-\u9fff、]{2,24}?(?:局|委员会|委|办公室|办|厅|部|政府|院|会|集团))"
    r"(?:所属|直属|直接领导|下属|管理的|归口管理|主管的|的派出机关|的派出机构|管理)"
)
_INNER = re.compile(r"(.+?(?<!管理)(?<!分)(?:局|厅))[\u4e00-\u9fff]{3,}")
"""澧塘县公安局交通警察大队: the body above stands in the name."""
_BEFORE_A_BODY = re.compile("会同|[对由受向据与及月日，、]")
_IN_CHARGE = re.compile(
    r"(?<![\u4e00-\u9fff])(?P<body>[省市县区州旗盟][\u4e00-\u9fff]{2,16})(?:是|为|作为)(?:本|该)?"
    r"(?:项目|专项|资金)的?主管(?:部门|单位)"
    r"|主管部门(?:是|为|[:：])(?P<named>[省市县区州旗盟][\u4e00-\u9fff]{2,16})(?=[，。；])"
)
"""县水务局为项目主管单位: the body of a project whose title names none."""
_NO_HIGHER = re.compile("国务院|中央")


def identify(
    report: ReportText, path: str, lines: Sequence[str] = ()
) -> tuple[Identity, tuple[Trait, ...]]:
    """A report's text, and its file's path or name → its identity, and what it was read from.

    `lines` are the first lines as they stand on the page (`sources.lines_of`), where at hand.
    A trait for every side but what follows from others (place_code, short_names). What is not
    agreed is the likeliest, for a person to look at.
    """
    sources = sources_of(report, path, lines)
    kind, kinds = kind_of(sources)
    year, of_year = year_of(sources, kind)
    figure_years, of_figures = figure_years_of(sources, year)
    project, projects = project_of(sources)
    coverage, coverages = coverage_of(sources, kind, project)
    place, places = _place(sources)
    department, departments = _department(sources, kind, place)
    if not places.agreed:
        place, places = _place_with_body(sources, places, department, departments)
    higher, highers = _higher(sources, department, place)
    identity = Identity(
        title=sources.title.text,
        year=year,
        figure_years=figure_years,
        place=whole(place)[0],
        place_code=whole(place)[1],
        department=department,
        higher=higher,
        short_names=short_names(department, sources.text),
        coverage=coverage,
        project=project,
        kind=kind,
    )
    title = _title(sources)
    return identity, (
        *(title, of_year, of_figures, places, departments),
        *(highers, coverages, projects, kinds),
    )


def _title(sources: Sources) -> Trait:
    title = sources.title
    source = Witness.FILE if title.from_name else Witness.TITLE
    candidates = [Candidate(title.text, source, " / ".join(title.words), 0.6 * title.weight)]
    if not title.from_name and _is_in(sources.name, title.text):
        candidates.append(Candidate(title.text, Witness.FILE, sources.name, 0.3))
    return weigh("title", candidates)[1]


def _is_in(name: str, title: str) -> bool:
    """Whether a file is named after the title: most of its characters stand there, in order."""
    signs = re.findall(r"[\u4e00-\u9fff]|20\d\d", name)
    rest = iter(re.findall(r"[\u4e00-\u9fff]|20\d\d", title))
    return len(signs) > 3 and sum(sign in rest for sign in signs) >= 0.8 * len(signs)


def _place(sources: Sources) -> tuple[tuple[str, ...], Trait]:
    candidates = list(_place_candidates(sources))
    value, trait = weigh("place", candidates, _same_place, fuller=len)
    return tuple(value.split("/")) if value else (), trait


def _place_candidates(sources: Sources) -> Iterator[Candidate]:
    text = sources.text

    def candidate(place: Sequence[str], source: Witness, words: str, weight: float) -> Candidate:
        path, _ = whole(places_before(place, text))
        return Candidate("/".join(path), source, words, weight)

    title = sources.title
    if not title.from_name and (place := place_in_title(title.text)):
        yield candidate(place, Witness.TITLE, title.text, 0.6)
    for label in sources.labels:
        if label.name.startswith(_OWN_LABELS) and (body := body_at_start(label.value)):
            yield candidate(body.place, Witness.LABEL, label.words, 0.4)
    for line in sources.bylines:
        body = named_as_a_whole(line) or speaker(line)
        if body and body.place:
            yield candidate(body.place, Witness.BYLINE, line, 0.3)
    for _, where, words in sources.sessions:
        if place := beginning(where)[0]:
            yield candidate(place, Witness.BYLINE, words, 0.5)
    if place := place_in_title(sources.name):
        yield candidate(place, Witness.FILE, sources.name, 0.3)
    if place := beginning(sources.folder)[0]:
        yield candidate(place, Witness.FOLDER, sources.folder, 0.2)
    for name, _, words in sources.defined[:1]:
        if body := body_at_start(name):
            yield candidate(body.place, Witness.DEFINED, words, 0.2)


def _place_with_body(
    sources: Sources, places: Trait, department: str, departments: Trait
) -> tuple[tuple[str, ...], Trait]:
    """A place that is not sure yet, weighed again with the one that the body names."""
    candidates = list(places.candidates)
    named, _ = beginning(PARTY.sub("", department, count=1))
    if named:
        path, _ = whole(places_before(named, sources.text))
        best = departments.candidates[0]
        weight = ENOUGH if departments.agreed else 0.2
        candidates.append(Candidate("/".join(path), best.source, best.words, weight))
    value, trait = weigh("place", candidates, _same_place, fuller=len)
    return tuple(value.split("/")) if value else (), trait


def _same_place(a: str, b: str) -> bool:
    """Whether one path is the inner or the outer part of the other."""
    short, long = sorted((a.split("/"), b.split("/")), key=len)
    return long[-len(short) :] == short


def _department(sources: Sources, kind: Kind, place: Sequence[str]) -> tuple[str, Trait]:
    candidates = list(_department_candidates(sources, kind, place))
    value, trait = weigh("department", candidates, _same_body, fuller=len)
    if not candidates:
        return "", Trait("department", (), agreed=False)
    return value, trait


def _department_candidates(
    sources: Sources, kind: Kind, place: Sequence[str]
) -> Iterator[Candidate]:
    found = list(_named_bodies(sources, kind, place))
    yield from found
    counts = Counter({c.value: sources.text.count(c.value) for c in found if c.value})
    for name, count in counts.most_common(1):
        if count > 1 and len(name) > 4:
            yield Candidate(name, Witness.TEXT, f"{name} ×{count}", 0.2)


def _named_bodies(sources: Sources, kind: Kind, place: Sequence[str]) -> Iterator[Candidate]:
    title, text = sources.title, sources.text
    of_government = is_of_government(sources, kind)
    in_title = None if title.from_name else body_in_title(title.text)
    defined = {
        short: body for name, short, _ in reversed(sources.defined) if (body := _last_body(name))
    }

    def candidate(body: Body, source: Witness, words: str, weight: float) -> Candidate:
        body = _as_text_has_it(defined.get(body.written, body), text, place)
        return Candidate(full_name(body, place), source, words, weight)

    if in_title:
        speaks_for = of_government and in_title.office.endswith("人民政府")
        sure = 0.4 if speaks_for else 0.6 if in_title.place and in_title.bounded else 0.35
        if not in_title.place and text.count(in_title.office) > 1:
            sure = 0.5
        yield candidate(in_title, Witness.TITLE, title.text, sure)
    signed = False
    own = [label for label in sources.labels if label.name.startswith(_OWN_LABELS)]
    for label in sources.labels:
        weight = _label_weight(label.name, bool(own))
        if weight and (body := named_as_a_whole(label.value)):
            yield candidate(body, Witness.LABEL, label.words, weight)
    for line in sources.bylines:
        speaks = speaker(line)
        body = speaks or named_as_a_whole(line)
        if body and (body.place or body.office[0] in "省市区县州旗"):
            signed = True
            weight = 0.6 if of_government else 0.3 if speaks else 0.5
            yield candidate(body, Witness.BYLINE, line, weight)
    if body := body_in_title(sources.name):
        yield candidate(body, Witness.FILE, sources.name, 0.3)
    if body := named_as_a_whole(sources.folder):
        yield candidate(body, Witness.FOLDER, sources.folder, 0.25)
    if of_government:
        if not in_title:
            yield Candidate("", Witness.TITLE, title.text, 0.3 if signed else 0.6)
        return
    for name, _, words in sources.defined[:1]:
        if text.index(words) < 1500 and (body := _last_body(name)):
            yield candidate(body, Witness.DEFINED, words, 0.3)
    charged = None if in_title else _IN_CHARGE.search(text[:6000])
    if charged and (body := named_as_a_whole(charged["body"] or charged["named"])):
        yield candidate(body, Witness.DEFINED, charged[0], 0.3)
    for body, words in list(sentences_about(text[:2500]))[:1]:
        yield candidate(body, Witness.DEFINED, words, 0.3)


def _label_weight(label: str, own: bool) -> float:
    if label.startswith(_OWN_LABELS):
        return 0.5
    if "主管" in label:
        return 0.0 if own else 0.5
    return {"实施单位": 0.0, "实施部门": 0.0}.get(
        label, 0.2 if label[:2] in ("发布", "发文") else 0.0
    )


def _last_body(words: str) -> Body | None:
    """The body that words end in: 受海陵市财政局委托，海陵市教育局 → 海陵市教育局."""
    starts = [0, *(found.end() for found in _BEFORE_A_BODY.finditer(words))]
    for start in [*reversed(starts), *range(1, len(words) - 3)]:
        body = body_at_start(words[start:])
        if body and len(body.written) == len(words) - start:
            return body
    return None


def _as_text_has_it(body: Body, text: str, place: Sequence[str]) -> Body:
    """桥头街道办事处, where the text says 河东区人民政府桥头街道办事处 → that."""
    if (
        body.place
        or not place
        or body.office.startswith(("市", "区", "县", "省", "州", "人民政府"))
    ):
        return body
    longer = f"{place[-1]}人民政府{body.office}"
    return (
        Body(longer, "", (place[-1],), longer[len(place[-1]) :], True) if longer in text else body
    )


def _same_body(a: str, b: str) -> bool:
    """Whether two full names are of one body: the one may leave out what is above."""
    short, long = sorted((a, b), key=len)
    if not short or not long.endswith(short):
        return a == b
    front = long.removesuffix(short)
    path, end = beginning(front)
    return not front or end == len(front) or (front.endswith("人民政府") and bool(path))


def _higher(sources: Sources, department: str, place: Sequence[str]) -> tuple[str, Trait]:
    candidates = list(_higher_candidates(sources, department, place))
    value, trait = weigh("higher", candidates, _same_body, fuller=len)
    return value, trait if candidates else Trait("higher", (), agreed=True)


def _higher_candidates(
    sources: Sources, department: str, place: Sequence[str]
) -> Iterator[Candidate]:
    own = any(label.name.startswith(_OWN_LABELS) for label in sources.labels)
    for label in sources.labels:
        if "主管" in label.name and own and (body := named_as_a_whole(label.value)):
            name = full_name(body, place)
            if not _same_body(name, department):
                yield Candidate(name, Witness.LABEL, label.words, 0.5)
    inner = None if PARTY.match(department) else _INNER.match(department)
    if inner:
        yield Candidate(inner[1], Witness.TITLE, department, 0.5)
    for found in _ABOVE.finditer(sources.text[:2500]):
        body = body_at_start(found["body"]) or named_as_a_whole(found["body"])
        name = full_name(body, place) if body else ""
        if name and not _NO_HIGHER.search(name) and not _same_body(name, department):
            yield Candidate(name, Witness.DEFINED, found[0], 0.5)
            return

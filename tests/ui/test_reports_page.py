"""The page of reports, without a browser: a report at a glance, several at once, decisions."""

from __future__ import annotations

import io
import os
import zipfile
from dataclasses import replace

from streamlit.testing.v1 import AppTest

from records import Candidate, Coverage, Trait, Witness
from tests.ui.drawn import APP, listed, opened, until, words
from tests.vectorstore.made import made
from ui import audit, overview, shelf
from ui.access import LOCAL
from ui.services import Services
from vectorstore.reviews import Mark

CORRECTED = "reports.correct_all(shared.services, LOCAL, shared.services.library.reports())"


def unsure(services: Services) -> str:
    """A report on the shelf, of which it is not sure whose it is."""
    named = (
        Candidate("水务局", Witness.TITLE, "水务局绩效自评报告", 0.4),
        Candidate("水利局", Witness.LABEL, "填报单位：水利局", 0.4),
        Candidate("水利局", Witness.BYLINE, "水利局", 0.3),
    )
    water = made()
    traits = (Trait("department", named, agreed=False), Trait("year", (), agreed=True))
    return replace(water, report=replace(water.report, traits=traits)).onto(services.library).id


def test_a_question_from_a_reports_overview_is_asked_in_a_new_conversation(
    services: Services,
) -> None:
    made().onto(services.library)
    at = opened("reports")
    labels = [button.label for button in at.button if button.key.startswith("about-")]
    assert labels == ["水务局2022年执行率是多少？"]
    at = AppTest.from_file(APP, default_timeout=60)
    at.session_state["ask-next"] = "水务局2022年执行率是多少？"
    at.run()
    until(at, lambda: bool(services.library.conversations.find(LOCAL.id)))
    assert services.ask.questions[-1].words == "水务局2022年执行率是多少？"


def test_the_overview_has_the_findings_that_nobody_dismissed_or_explained(
    services: Services,
) -> None:
    kept = made()
    rate = kept.findings[0]
    findings = [rate, replace(rate, check="sum"), replace(rate, check="change")]
    report = replace(kept, findings=findings).onto(services.library)
    made("教育局").onto(services.library)
    assert overview.standing(services.library, report) == findings
    ids = [finding.id for finding in services.library.findings([report.id])[report.id]]
    audit.judge(services, LOCAL, ids[0], Mark.DISMISSED, "")
    audit.judge(services, LOCAL, ids[1], Mark.EXPLAINED, "四舍五入")
    audit.judge(services, LOCAL, ids[2], Mark.CONFIRMED, "")
    assert overview.standing(services.library, report) == findings[2:]
    audit.judge(services, LOCAL, ids[2], Mark.DISMISSED, "")
    drawing = "from ui import overview; overview.draw(shared.services, LOCAL, report)"
    heading = "对不上的数字"
    assert heading not in words(on_report(report.id, drawing))
    audit.judge(services, LOCAL, ids[2], Mark.OPEN, "")
    assert heading in words(on_report(report.id, drawing))
    reader = drawing.replace("LOCAL", "User('r', '', Role.READER)")
    assert heading not in words(on_report(report.id, "from ui.access import Role, User", reader))


def test_all_ticked_reports_are_corrected_at_once(services: Services) -> None:
    for year in (2021, 2022):
        made(year=year).onto(services.library)
    form = on_report("", CORRECTED)
    assert form.button(key="keep-corrections").disabled
    form.text_input(key="correct-2-department").set_value("水利局").run()
    form.button(key="keep-corrections").click().run()
    assert not form.error
    assert {r.identity.department for r in services.library.reports()} == {"水利局"}


def test_of_reports_corrected_at_once_those_that_cannot_be_are_told_and_the_others_are(
    services: Services,
) -> None:
    made("水务局", 2021).onto(services.library)
    made("水务局", 2022).onto(services.library)
    made("教育局", 2021).onto(services.library)
    form = on_report("", CORRECTED)
    form.number_input(key="correct-3-year").set_value(2022).run()
    form.button(key="keep-corrections").click().run()
    (warning,), (error,), (named,) = form.warning, form.error, form.text
    assert "3 份报告中已更正 2 份" in warning.value
    assert named.value == "2021年水务局绩效自评报告 (2021_水务局_绩效自评.txt)"
    assert "2022年水务局" in error.value
    years = {
        (r.identity.department, r.as_read.year): r.identity.year for r in services.library.reports()
    }
    assert years == {("水务局", 2021): 2021, ("水务局", 2022): 2022, ("教育局", 2021): 2022}


def test_of_reports_removed_at_once_those_that_cannot_be_are_told_and_the_others_are(
    services: Services,
) -> None:
    first, gone, last = (made(year=year).onto(services.library) for year in (2020, 2021, 2022))
    removing = (
        "held = st.session_state.setdefault('held', shared.services.library.reports()); "
        "reports._remove(shared.services, LOCAL, held)"
    )
    form = on_report("", removing)
    services.library.remove(gone.id)
    form.button(key="remove-for-good").click().run()
    told = [warning.value for warning in form.warning][1:]
    assert told == ["3 份报告中已移除 2 份。以下未能移除："]
    assert form.text[-1].value == f"{gone.identity.title} ({gone.source})"
    assert len(form.error) == 1
    assert services.library.reports() == [], "the first and the last are removed all the same"
    assert not {first.id, last.id} & services.library.passage_counts().keys()


def test_the_originals_of_ticked_reports_are_one_zip_that_names_what_is_missing(
    services: Services,
) -> None:
    there, gone = (made(year=year).onto(services.library) for year in (2021, 2022))
    file = shelf.original(services, LOCAL, there)
    file.parent.mkdir(parents=True)
    file.write_text("正文", encoding="utf-8")
    os.utime(file, (0, 0))  # 1970, which a ZIP has no date for
    with zipfile.ZipFile(io.BytesIO(shelf.originals(services, LOCAL, [there, gone]))) as packed:
        assert packed.namelist() == [there.source, "missing.txt"]
        assert packed.read(there.source).decode() == "正文"
        told = packed.read("missing.txt").decode()
    assert gone.source in told
    assert there.source not in told
    with zipfile.ZipFile(io.BytesIO(shelf.originals(services, LOCAL, [there]))) as packed:
        assert packed.namelist() == [there.source]


def test_what_could_not_be_decided_is_asked_and_one_click_decides(services: Services) -> None:
    report_id = unsure(services)
    made("教育局").onto(services.library)
    at = opened("reports")
    asked = {row["title"]: row["notes"][:1] for row in listed(at)}
    assert asked["2022年水务局绩效自评报告"] == ["待确认：部门"]
    assert asked["2022年教育局绩效自评报告"] != ["待确认：部门"]
    at.toggle(key="shelf-waiting").set_value(True).run()
    assert [row["title"] for row in listed(at)] == ["2022年水务局绩效自评报告"]
    form = asked_of(report_id)
    assert "栏目: 填报单位：水利局 · 落款: 水利局" in plain_words(form)
    form.button(key="decide-take-department-1").click().run()
    report = services.library.report(report_id)
    assert (report.identity.department, report.confirmed) == ("水利局", ("department",))
    assert not report.asked_about
    assert [button.key for button in asked_of(report_id).button] == []


def test_the_form_says_only_what_a_person_changed_or_clicked(services: Services) -> None:
    report_id = unsure(services)
    form = filled_in(report_id)
    assert said_in(form) == "{}"
    form.button(key="form-take-department-0").click().run()
    assert said_in(form) == "{'department': '水务局'}"
    form.text_input(key="form-place").set_value("广州市增城区").run()
    form.text_input(key="form-figure_years").set_value("前年").run()
    assert "无法识别" in words(form)
    form.text_input(key="form-figure_years").set_value("2022 2021").run()
    form.selectbox(key="form-coverage").set_value(Coverage.UNIT).run()
    said = said_in(form)
    assert "('广东省', '广州市', '增城区')" in said
    assert "(2021, 2022)" in said
    assert "Coverage.UNIT" in said
    assert "'year'" not in said


def plain_words(at: AppTest) -> str:
    return words(at).replace("\\", "")


def said_in(at: AppTest) -> str:
    (code,) = at.code
    return code.value


def on_report(report_id: str, *lines: str) -> AppTest:
    before = (
        "import streamlit as st",
        "import ui.services",
        "from ui import reports",
        "from ui.access import LOCAL",
        "from ui.identity_form import identity_form",
        "shared = ui.services.opening({})",
        "shared.wait(60)",
        f"report = shared.services.library.report({report_id!r})",
    )
    return AppTest.from_string("\n".join([*before, *lines]), default_timeout=60).run()


def asked_of(report_id: str) -> AppTest:
    return on_report(report_id, "reports.decide(shared.services, LOCAL, report, 'decide')")


def filled_in(report_id: str) -> AppTest:
    return on_report(report_id, "st.code(repr(identity_form(report, 'form')))")

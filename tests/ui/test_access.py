"""Who may do what, asked of the functions that do it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ui.pretend import services_in
from tests.vectorstore.made import made
from ui import audit, audit_export, questions, records, shelf
from ui.access import (
    LOCAL,
    AccessDenied,
    Role,
    RoleRules,
    User,
    refuse_open_door,
    require,
    user_from_claims,
)
from ui.intake import Choice
from ui.settings import ALLOW_UNAUTHENTICATED, Misconfigured
from vectorstore.reviews import Mark

READER = User("reader@example.org", "Reader", Role.READER)
AUDITOR = User("auditor@example.org", "Auditor", Role.AUDITOR)
CURATOR = User("curator@example.org", "Curator", Role.CURATOR)


def test_each_role_may_do_what_those_before_it_may() -> None:
    for user in (READER, AUDITOR, CURATOR):
        for role in Role:
            if user.role >= role:
                require(user, role)
            else:
                with pytest.raises(AccessDenied):
                    require(user, role)


def test_only_curators_change_the_shelf(tmp_path: Path) -> None:
    services = services_in(tmp_path)
    report = made().onto(services.library)
    for user in (READER, AUDITOR):
        with pytest.raises(AccessDenied):
            shelf.read(user, tmp_path / "x.txt", "x.txt", print)
        with pytest.raises(AccessDenied):
            shelf.put(services, user, None, Choice({}, replacing=False, add=True), print)
        with pytest.raises(AccessDenied):
            shelf.correct(services, user, report.id, {"year": 2021})
        with pytest.raises(AccessDenied):
            shelf.remove(services, user, report.id)
    assert services.library.report(report.id) == report


def test_only_auditors_see_and_judge_findings(tmp_path: Path) -> None:
    services = services_in(tmp_path)
    report = made().onto(services.library)
    finding = services.library.findings()[report.id][0]
    with pytest.raises(AccessDenied):
        audit.findings(services, READER)
    with pytest.raises(AccessDenied):
        audit.judge(services, READER, finding.id, Mark.DISMISSED, "")
    audit.judge(services, AUDITOR, finding.id, Mark.CONFIRMED, " 属实 ")
    (row,) = audit.findings(services, CURATOR)
    assert (row.mark, row.review.note, row.review.by) == (Mark.CONFIRMED, "属实", AUDITOR.id)


def test_a_reader_sees_own_answers_and_an_auditor_all(tmp_path: Path) -> None:
    services = services_in(tmp_path)
    made().onto(services.library)
    place = questions.ask(services, READER, None, "预算执行率是多少？", None)
    services.desk.of(place).wait(20)
    answer_id = services.library.conversations.turns(READER.id, place)[0].answer_id
    assert questions.answer_for(services, READER, answer_id).question == "预算执行率是多少？"
    assert questions.answer_for(services, AUDITOR, answer_id).id == answer_id
    other = User("other@example.org", "Other", Role.READER)
    with pytest.raises(AccessDenied):
        questions.answer_for(services, other, answer_id)
    with pytest.raises(AccessDenied):
        questions.judge(services, other, answer_id, True, "")


def test_only_auditors_take_findings_and_answers_away(tmp_path: Path) -> None:
    services = services_in(tmp_path)
    made().onto(services.library)
    library = services.library
    paper = audit_export.paper(audit.findings(services, AUDITOR), library.reports(), library)
    assert audit_export.as_xlsx(paper, AUDITOR, library)
    assert audit_export.as_docx(paper, AUDITOR, library)
    with pytest.raises(AccessDenied):
        audit_export.as_xlsx(paper, READER, library)
    with pytest.raises(AccessDenied):
        audit_export.as_docx(paper, READER, library)
    with pytest.raises(AccessDenied):
        records.taken(services, READER, [])


def test_the_highest_role_named_for_a_person_counts() -> None:
    rules = RoleRules.from_secrets(
        {
            "auditor": ["Ann@Example.org"],
            "curator": ["cat@example.org"],
            "claim": "groups",
            "claims": {"curator": ["keepers"]},
        }
    )
    assert user_from_claims({"email": "ann@example.org"}, rules).role is Role.AUDITOR
    assert user_from_claims({"email": "cat@example.org"}, rules).role is Role.CURATOR
    in_group = {"email": "x@example.org", "groups": ["others", "keepers"]}
    assert user_from_claims(in_group, rules).role is Role.CURATOR
    assert user_from_claims({"email": "x@example.org"}, rules).role is Role.READER


@pytest.mark.parametrize("no", [False, "false", "False"])
def test_an_unverified_email_gives_no_role(no: object) -> None:
    rules = RoleRules.from_secrets({"curator": ["cat@example.org"], "everyone": ""})
    claims = {"email": "cat@example.org", "email_verified": no, "iss": "i", "sub": "s"}
    assert user_from_claims(claims, rules) is None


def test_roles_that_do_not_exist_are_refused() -> None:
    with pytest.raises(Misconfigured, match="editor"):
        RoleRules.from_secrets({"editor": ["a@example.org"]})
    with pytest.raises(Misconfigured, match="king"):
        RoleRules.from_secrets({"everyone": "king"})


@pytest.mark.parametrize("address", ["127.0.0.1", "127.9.9.9", "localhost", "::1", "[::1]"])
def test_this_machine_alone_needs_no_sign_in(address: str) -> None:
    refuse_open_door(address, auth=False, environ={})
    assert LOCAL.role is Role.CURATOR


@pytest.mark.parametrize("address", [None, "", "0.0.0.0", "::", "192.168.1.5", "jiwen.example"])
def test_another_address_needs_sign_in_or_the_whole_sentence(address: str | None) -> None:
    with pytest.raises(Misconfigured, match="JIWEN_ALLOW_UNAUTHENTICATED"):
        refuse_open_door(address, auth=False, environ={})
    with pytest.raises(Misconfigured):
        refuse_open_door(address, auth=False, environ={"JIWEN_ALLOW_UNAUTHENTICATED": "yes"})
    refuse_open_door(address, auth=True, environ={})
    told = {"JIWEN_ALLOW_UNAUTHENTICATED": ALLOW_UNAUTHENTICATED}
    refuse_open_door(address, auth=False, environ=told)

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.ui.pretend import services_in
from tests.vectorstore.made import made
from ui import questions, records
from ui.access import LOCAL
from ui.services import Services

_FIRST = datetime(2020, 1, 1, tzinfo=UTC)


def unreadable(services: Services, user: str, question: str, day: int = 0) -> str:
    kept = services.library.answers
    return kept.save(user, _FIRST + timedelta(days=day), question, 99, {"from": "another version"})


def test_every_record_is_found_however_old_it_is(tmp_path: Path) -> None:
    services = services_in(tmp_path)
    for n in range(205):
        unreadable(services, "ann@example.org", f"第{n}问", day=n)
    pages = [records.listed(services, LOCAL, page_number=n) for n in (1, 2, 3)]
    assert [len(page) for page in pages] == [100, 100, 5]
    assert pages[0][0].question == "第204问"
    assert pages[2][-1].question == "第0问"
    assert [r.question for r in records.listed(services, LOCAL, ["ANN", "第7问"])] == ["第7问"]
    assert services.library.answers.count(["第7问"]) == 1
    assert services.library.answers.count(["%"]) == 0


def test_a_record_that_cannot_be_read_is_listed_all_the_same(tmp_path: Path) -> None:
    services = services_in(tmp_path)
    made().onto(services.library)
    unreadable(services, "ann@example.org", "旧问题")
    place = questions.ask(services, LOCAL, None, "执行率？")
    services.desk.of(place).wait(20)
    newest, oldest = records.listed(services, LOCAL)
    assert "见于原文" in records.verdict(newest)
    assert records.verdict(oldest) == "–"
    services.library.answers.judge(newest.id, LOCAL.id, True, "好")
    judged = services.library.answers.feedback_on([newest.id, oldest.id])
    assert [f.words for f in judged[newest.id]] == ["好"]
    assert oldest.id not in judged

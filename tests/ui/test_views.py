from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from rag.records import Answer, Standing, State, Verdict
from tests.ui.pretend import services_in
from tests.vectorstore.made import made
from ui import questions
from ui.access import LOCAL
from ui.cards import cited_spans, evidence_view, segments
from ui.evidence import as_cited
from ui.places import View
from ui.views import answer_text, answer_view, parts

VERDICTS = st.lists(
    st.builds(
        Verdict,
        st.just("number"),
        st.text("0123456789.%万元年", max_size=6),
        st.sampled_from(Standing),
        st.none(),
    ),
    max_size=5,
)


@given(st.text("0123456789.%万元年预算为", max_size=60), VERDICTS)
def test_a_sentence_in_pieces_is_the_sentence(text: str, verdicts: list[Verdict]) -> None:
    pieces = parts(text, verdicts)
    assert "".join(piece["text"] for piece in pieces) == text
    for piece in pieces:
        assert piece["standing"] in {"", *(v.standing for v in verdicts)}


def test_what_is_missing_in_the_sources_is_marked_in_the_sentence() -> None:
    verdict = Verdict("number", "99.5%", Standing.MISSING, None)
    marked = [p["text"] for p in parts("执行率为99.5%。", [verdict]) if p["standing"] == "missing"]
    assert marked == ["99.5%"]


SPANS = st.lists(st.tuples(st.integers(0, 120), st.integers(0, 120)), max_size=6)


@given(st.text(max_size=80), st.integers(0, 40), SPANS)
def test_a_highlighted_passage_is_the_passage(
    text: str, offset: int, spans: list[tuple[int, int]]
) -> None:
    pieces = segments(text, offset, spans)
    assert "".join(piece["text"] for piece in pieces) == text
    for piece in pieces:
        inside = {
            i
            for start, end in spans
            for i in range(max(start, piece["start"]), min(end, piece["end"]))
        }
        assert inside == (set(range(piece["start"], piece["end"])) if piece["hit"] else set())


def answered(folder: Path, sentence: str) -> Answer:
    services = services_in(folder)
    made(sentences=(sentence,)).onto(services.library)
    place = questions.ask(services, LOCAL, None, "执行率？", None)
    services.desk.of(place).wait(20)
    return services.desk.of(place).progress.answer


def view_of(answer: Answer) -> View:
    return answer_view(
        answer.id,
        answer.question,
        quotation=answer.quotation,
        passages=answer.passages,
        table=None,
        answer=answer,
        streaming=None,
        notice="",
    )


def test_what_is_only_near_stands_under_the_sentence_that_says_so(tmp_path: Path) -> None:
    sentence = "全年预算执行率为99.47%。"
    said = "报告没有直接说明；最接近的原文是："
    told = answered(tmp_path, sentence)
    near = replace(told, state=State.NEAR, refusal=said, sentences=())
    view = view_of(near)
    assert (view["nearest"], view["refusal"], view["verdict"]) == (said, "", None)
    (quote,) = view["quotation"]
    assert quote["parts"] == [{"text": sentence, "standing": "", "note": ""}]
    assert view["copy"].splitlines()[2:4] == [said, f"{sentence}[1]"]
    assert f"[1] {near.passages[0].report.identity.title}" in view["copy"]


def test_where_the_reports_say_nothing_nothing_is_shown_of_them(tmp_path: Path) -> None:
    said = "报告中没有找到能回答这个问题的内容。"
    nothing = replace(
        answered(tmp_path, "全年预算执行率为99.47%。"),
        state=State.NOTHING,
        refusal=said,
        sentences=(),
        quotation=(),
        passages=(),
    )
    view = view_of(nothing)
    assert (view["nearest"], view["refusal"], view["verdict"]) == ("", said, None)
    assert view["quotation"] == []
    assert view["copy"] == f"执行率？\n\n{said}"


def test_an_answer_and_its_evidence_are_plain_data(tmp_path: Path) -> None:
    other = "教育局2022年绩效自评报告另有：“执行率为95%”"
    told = answered(tmp_path, "<script>alert(1)</script>执行率为99.47%。")
    answer = replace(told, elsewhere=(other,))
    view = view_of(answer)
    assert json.loads(json.dumps(view)) == view
    assert view["verdict"] == {"tone": "good", "text": "1 个数字见于原文 ✓"}
    spans = cited_spans(answer.quotation, None, answer)
    evidence = evidence_view(answer.id, answer.passages, spans, {}, {}, None)
    (card,) = evidence["cards"]
    hit = "".join(piece["text"] for piece in card["segments"] if piece["hit"])
    assert hit.startswith("<script>alert(1)</script>")
    copied = answer_text(answer, answer.passages)
    assert copied.startswith("执行率？")
    assert view["elsewhere"] == [other]
    assert copied.index("99.47%") < copied.index(other)
    assert "[1] 2022年水务局绩效自评报告" in copied


def test_a_place_is_opened_only_in_the_text_it_was_cited_from(tmp_path: Path) -> None:
    services = services_in(tmp_path)
    whole = made()
    whole.onto(services.library)
    place = questions.ask(services, LOCAL, None, "执行率？")
    services.desk.of(place).wait(20)
    passages = services.desk.of(place).progress.answer.passages
    assert set(as_cited(services, passages)) == {f.passage.id for f in passages}
    # The same file, read again by another parser: the text has moved.
    services.library.remove(whole.report.id)
    moved = made(sentences=("封面", "全年预算执行率为99.47%。", "完成河道整治12公里。"))
    again = replace(
        moved,
        report=whole.report,
        passages=[replace(p, report_id=whole.report.id) for p in moved.passages],
    )
    again.onto(services.library)
    assert as_cited(services, passages) == {}
    services.library.remove(whole.report.id)
    assert as_cited(services, passages) == {}

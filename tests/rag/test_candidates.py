"""A question that names no report: what others say of it is told beside the answer."""

from tests.fakes import FakeChatModel
from tests.rag import written
from tests.rag.conftest import answer_to, shelf_of


def test_a_model_that_tells_of_one_year_does_not_hide_that_others_say_otherwise(many_shelf):
    chat = FakeChatModel("群众满意率达到98.9%。")
    answer = answer_to("水务局清水驿站的群众满意率是多少？", many_shelf, chat)
    cited = {
        found.report.identity.year
        for found in answer.passages
        for sentence in answer.sentences
        for citation in sentence.citations
        if citation.n == found.n
    }
    told = {year for year in (2021, 2022, 2023) for note in answer.elsewhere if str(year) in note}
    assert cited == {2023}
    assert not cited & told
    assert cited | told == {2021, 2022, 2023}


def test_where_year_and_department_are_named_no_other_is_meant(many_shelf):
    answer = answer_to("2022年水务局清水驿站的群众满意率是多少？", many_shelf)
    assert answer.refusal == ""
    assert answer.elsewhere == ()


def test_a_sentence_without_what_is_asked_for_is_no_candidate(tmp_path):
    vague = written.WATER_2022.replace("2022", "2021").replace(
        "群众满意率达到98.5%", "群众满意率大幅提升"
    )
    library = shelf_of({**written.WATER, "2021_水务局.txt": vague}, tmp_path)
    answer = answer_to("清水驿站的群众满意率是多少？", library)
    assert "98.5%" in " ".join(s.text for s in answer.sentences)
    assert not any("大幅提升" in note for note in answer.elsewhere)
    library.close()


def test_a_refusal_has_no_candidates(many_shelf):
    answer = answer_to("局长叫什么名字？", many_shelf)
    assert answer.refusal
    assert answer.elsewhere == ()

"""Answers are kept, read back in every form there ever was, and exported."""

from __future__ import annotations

import html
import io
import json
import re
import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from exports.document import Heading, Look, Paragraph, Signatures, words
from exports.word import to_docx
from rag.answer import ask
from rag.answer_json import as_json
from rag.errors import RagError, RecordError
from rag.export import (
    FORMATS,
    as_document,
    escaped,
    export,
    sources,
    to_markdown,
)
from rag.records import turn_of
from rag.store import VERSION, from_document, kept, read, to_document
from rag.terminal import as_text
from tests.fakes import FakeChatModel, PredictableEmbedder
from tests.rag.conftest import asking
from vectorstore.library import Library
from vectorstore.settings import StoreSettings

NOW = datetime(2026, 3, 1, 8, tzinfo=UTC)


@pytest.fixture(scope="module")
def answers(many_shelf):
    chat = FakeChatModel("2022年完成河道整治21公里。[7]")
    questions = [
        "2022年水务局完成河道整治多少公里？",
        "水务局2021年到2023年的全年预算数分别是多少？",
        "2019年水务局的预算执行率是多少？",
    ]
    return [list(ask(q, asking(many_shelf, chat)))[-1].answer for q in questions]


def test_a_document_is_plain_json_and_gives_the_answer_back(answers):
    for answer in answers:
        document = json.loads(json.dumps(to_document(answer)))
        assert from_document(answer.id, VERSION, document) == answer


def test_an_answer_read_back_has_each_report_once_however_many_passages_are_of_it(answers):
    for answer in answers:
        again = from_document(answer.id, VERSION, to_document(answer))
        reports = {found.report.id: found.report for found in again.passages}
        assert all(found.report is reports[found.report.id] for found in again.passages)
    assert any(len({f.report.id for f in a.passages}) < len(a.passages) for a in answers)


def test_a_document_that_is_not_whole_is_told(answers):
    document = to_document(answers[0])
    del document["sentences"]
    with pytest.raises(RecordError, match="不完整"):
        from_document("x", VERSION, document)


def test_what_other_reports_say_is_told_behind_the_answer_in_every_form(answers):
    other = "水务局2021年绩效自评报告另有：“完成河道整治10公里”"
    answer = replace(answers[0], elsewhere=(other,))
    for told in (as_text(answer), to_markdown([answer]), "\n".join(said_in([answer]))):
        assert told.index("12公里") < told.index(other)
    assert as_json(answer)["elsewhere"] == [other]


def test_the_json_has_what_programs_need(answers):
    told = as_json(answers[0])
    assert told.keys() >= {"question", "refused", "answer", "sentences", "passages", "model"}
    assert told["seconds"].keys() == {"retrieve", "first_token", "total"}
    assert told["passages"][0].keys() >= {
        "n",
        "report",
        "title",
        "year",
        "department",
        "headings",
        "first_page",
        "last_page",
        "text",
        "score",
    }
    assert told["sentences"][0].keys() >= {"text", "citations", "supported"}
    assert json.loads(json.dumps(told)) == told
    assert as_json(answers[2])["refused"] is True


def test_the_json_says_who_asked_when_with_what_and_where_each_citation_points(answers):
    for answer in answers:
        told = as_json(answer)
        assert json.loads(json.dumps(told)) == told
        assert told["user"] == answer.user
        assert datetime.fromisoformat(told["asked_at"]) == answer.asked_at
        assert told["asked_with"]["today"] == answer.asked_with.today.isoformat()
        for said, sentence in zip(told["sentences"], answer.sentences, strict=True):
            assert [p["n"] for p in said["places"]] == [c.n for c in sentence.citations]
    said = as_json(answers[0])
    passages = {passage["n"]: passage for passage in said["passages"]}

    def stands_at(place):
        passage = passages[place["n"]]
        start, end = (place[side] - passage["start"] for side in ("start", "end"))
        return " ".join(passage["text"][start:end].split())

    assert said["quotation"]
    assert all(stands_at(q) == " ".join(q["text"].split()) for q in said["quotation"])
    quoted = {words for _, _, words in sources(answers[0])}
    places = [place for sentence in said["sentences"] for place in sentence["places"]]
    assert places
    assert {stands_at(place) for place in places} <= quoted
    cells = [cell for row in as_json(answers[1])["table"]["rows"] for cell in row]
    assert [c["place"] and c["place"]["n"] for c in cells] == [c["citation"] for c in cells]
    assert any(cell["place"] for cell in cells)


def test_a_terminal_sees_no_control_characters(answers):
    answer = replace(answers[0], notes=("\x1b[31mred\x07",))
    assert "\x1b" not in as_text(answer)


def test_word_has_question_answer_verdicts_and_the_sentence_quoted(answers):
    document = docx.Document(io.BytesIO(to_docx(as_document(answers, NOW))))
    text = "\n".join(p.text for p in document.paragraphs)
    assert answers[0].question in text
    assert "12公里" in text
    assert "第1页" in text
    assert "二、主要工作成效" in text
    assert "21公里" in text  # What the model had said is not hidden.
    assert answers[0].id in text
    cells = [c.text for row in document.tables[0].rows for c in row.cells]
    assert any("2,450.00万元" in cell for cell in cells)


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=60))
def test_markdown_shows_any_text_as_it_is(text):
    tokens = MarkdownIt().enable("table").parse(f"- {escaped(text)}")
    plain = {"bullet_list_open", "list_item_open", "paragraph_open", "inline"}
    plain |= {"bullet_list_close", "list_item_close", "paragraph_close"}
    assert {token.type for token in tokens} <= plain
    inline = [child for token in tokens for child in token.children or ()]
    assert {child.type for child in inline} <= {"text", "text_special"}


@pytest.mark.parametrize(
    "text", ["1. 一", "12) 二", "2022. 年", "- 三", "# 四", "+ 五", "=== 六", "> 七"]
)
def test_markdown_makes_no_lists_or_headings_of_what_a_report_begins_with(text):
    assert MarkdownIt().render(escaped(text)) == f"<p>{html.escape(text)}</p>\n"


def test_markdown_leaves_figures_readable():
    assert escaped("执行率为99.47%（8,271.47万元）") == "执行率为99.47%（8,271.47万元）"


def test_markdown_of_a_hostile_report_has_no_links_pictures_or_html(answers):
    hostile = "<script>alert(1)</script> [点我](javascript:x) ![](http://x) $x$ :red[y] | a"
    answer = replace(
        answers[0], question=hostile, notes=(hostile,), elsewhere=(hostile,), wording=hostile
    )
    rendered = MarkdownIt().enable("table").render(to_markdown([answer]))
    assert "<script" not in rendered
    assert "<a " not in rendered
    assert "<img" not in rendered


def said_in(answers) -> list[str]:
    """What a document of these answers says, block by block, without its tables."""
    blocks = as_document(answers, NOW).blocks
    return [words(b.text) for b in blocks if isinstance(b, Heading | Paragraph)]


def test_a_document_has_its_questions_numbered_and_a_line_to_sign_on(answers):
    document = as_document(answers, NOW, "第三季度的问题")
    heads = [b.text for b in document.blocks if isinstance(b, Heading) and b.level == 1]
    assert heads == [f"{n}. {a.question}" for n, a in enumerate(answers, start=1)]
    assert document.blocks[-1] == Signatures()
    assert (document.title, document.language, document.made) == ("第三季度的问题", "zh", NOW)
    assert as_document(answers[:1], NOW).blocks[1] == Heading(answers[0].question)
    assert as_document([], NOW).title == "问答记录"


def test_a_mark_behind_a_sentence_is_the_number_of_a_source_below(answers):
    sources = [text for text in said_in(answers[:1]) if re.match(r"\[\d+\] ", text)]
    marks = [
        span.text
        for block in as_document(answers[:1], NOW).blocks
        if isinstance(block, Paragraph) and isinstance(block.text, tuple)
        for span in block.text
        if span.look is Look.RAISED
    ]
    assert marks
    for number in re.findall(r"\[\d+\]", "".join(marks)):
        assert any(source.startswith(number) for source in sources)


def test_the_ending_says_how_to_export(answers, tmp_path):
    for ending in FORMATS:
        export(answers, tmp_path / f"a{ending}")
    docx.Document(str(tmp_path / "a.docx"))
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")
    assert (tmp_path / "a.md").read_text(encoding="utf-8").startswith("# ")
    assert json.loads((tmp_path / "a.json").read_bytes())[0]["id"] == answers[0].id
    with pytest.raises(RagError, match=r"a\.odt.*\.docx \.pdf \.md \.json"):
        export(answers, tmp_path / "a.odt")


FORMS = sorted((Path(__file__).parents[1] / "shelves").glob("form-*"))


@pytest.fixture(params=FORMS, ids=lambda folder: folder.name)
def form(request) -> Path:
    return request.param


@pytest.fixture
def embedder():
    return PredictableEmbedder()


@pytest.fixture
def library(form, embedder, tmp_path):
    shutil.copy(form / "catalogue.sqlite", tmp_path)
    library = Library.open(StoreSettings.from_environ({"JIWEN_HOME": str(tmp_path)}), embedder)
    yield library
    library.close()


@pytest.fixture
def contents(form) -> dict:
    return json.loads((form / "contents.json").read_text("utf-8"))


_CALLED_NOW = {"reranker": "reader"}


def of_then(told: object, then: object) -> object:
    """What today says, but only of what there was to say then."""
    if isinstance(then, dict):
        return {k: of_then(told[_CALLED_NOW.get(k, k)], v) for k, v in then.items()}
    if isinstance(then, list):
        return [of_then(t, v) for t, v in zip(told, then, strict=True)]
    return told


def test_every_answer_on_record_says_what_it_said(library, contents):
    assert len(contents["answers"]) >= 8
    for answer_id, then in contents["answers"].items():
        assert of_then(as_json(kept(library, answer_id)), then) == then


def test_every_answer_opens_is_shown_and_is_exported(library):
    answers = [read(record) for record in library.answers.recent()]
    assert len(answers) == library.answers.count()
    for answer in answers:
        assert to_markdown([answer]).startswith("# ")
        assert as_text(answer).endswith(answer.id)
        assert answer.id in "\n".join(said_in([answer]))
        assert from_document(answer.id, VERSION, to_document(answer)) == answer


def test_exported_it_is_the_document_it_was(library, contents, form):
    if form.name != "form-1":
        pytest.skip("later forms say more in an export; what they say is held above")
    answers = [kept(library, answer_id) for answer_id in contents["answers"]]
    assert to_markdown(answers) == contents["exported"]


def test_a_conversation_of_then_is_followed_up(library, contents, embedder):
    user = contents["tables"]["conversations"][0]["user"]
    (conversation,) = library.conversations.find(user, "水务局2022年预算执行率")
    turns = library.conversations.turns(user, conversation.id)
    earlier = [turn_of(kept(library, turn.answer_id)) for turn in turns]
    *_, finished = ask("项目支出呢？", asking(library, embedder=embedder), turns=earlier)
    assert finished.answer.understood.scope.departments == ("青禾县水务局",)


def test_an_answer_of_a_newer_jiwen_is_not_guessed_at(library):
    record = library.answers.recent()[0]
    with pytest.raises(RecordError, match="newer"):
        from_document(record.id, VERSION + 1, record.document)

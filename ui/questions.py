"""What may be done with questions and answers, and by whom: each of these asks for the role."""

from __future__ import annotations

from collections.abc import Sequence

from languages import N_
from rag.records import EVERYTHING, Answer, Scope, turn_of
from ui.access import Role, User, require
from ui.asking import Asking, StillAnswering
from ui.services import Question, Services
from vectorstore.conversations import Turn as KeptTurn

_TITLE = 40


def ask(
    services: Services,
    user: User,
    conversation: str | None,
    words: str,
    scope: Scope | None = None,
    filters: Scope = EVERYTHING,
    instead_of: str | None = None,
) -> str:
    """Begin to answer a question → the id of its conversation, begun where there was none.

    `scope` and `filters` as in `Question`. Once it is answered, it takes the place of the turn with
    the answer `instead_of`. Raises AccessDenied, StoreError where the conversation is not the
    user's, StillAnswering where a question of it is being answered.
    """
    require(user, Role.READER)
    kept = services.library.conversations
    place = conversation or kept.begin(user.id, title_of(words)).id
    before = _before(kept.turns(user.id, place), instead_of)
    earlier = tuple(turn_of(services.answer(turn.answer_id)) for turn in before)
    question = Question(words, earlier, scope, filters, user.id)

    def finished(answer: Answer) -> None:
        kept.add_turn(user.id, place, words, answer.id, instead_of)

    still = StillAnswering(
        N_(
            "“{words}” was not asked: the question before it is still being answered. "
            "Ask again when it is, or stop it."
        ),
        words=words,
    )

    def given_up() -> None:
        kept.given_up(place, services.name)

    def begin() -> Asking:
        # On another server, perhaps, which the visitor was at before.
        if not kept.ask(user.id, place, words, services.name, instead_of):
            raise still
        return Asking(
            words, lambda stop: services.ask(question, stop), finished, given_up, instead_of
        )

    begun = services.desk.begin(place, begin)
    if begun is None:
        raise still
    begun.wait_for_first_look(services.settings.first_look_seconds)
    return place


def so_far(services: Services, user: User, here: str) -> tuple[Asking | None, bool, list[KeptTurn]]:
    """The user's conversation → the question on the desk, whether it is at work, the turns before.

    The answering goes on meanwhile: an answer is a turn or on the desk, never both, never neither.
    Raises StoreError where the conversation is not the user's: then the desk is not looked at.
    """
    kept = services.library.conversations
    kept.turns(user.id, here)
    asking = services.desk.of(here)
    if asking is None:
        return None, False, kept.turns(user.id, here)
    progress = asking.progress  # looked at once: a moment later it may say another thing
    turns = kept.turns(user.id, here)
    if progress.answer is not None:
        services.desk.clear(here)  # from here on it is one of the conversation's turns
        return None, False, turns
    before = [turn for turn in turns if turn.answer_id != asking.answer_id]
    if not progress.over or progress.failure is None:
        before = _before(before, asking.instead_of)
    return asking, not progress.over, before


def _before(turns: Sequence[KeptTurn], answer_id: str | None) -> list[KeptTurn]:
    """The turns before the one with this answer; all of them where none has it."""
    at = next((n for n, turn in enumerate(turns) if turn.answer_id == answer_id), len(turns))
    return list(turns[:at])


def answer_for(services: Services, user: User, answer_id: str) -> Answer:
    """An answer on record that the user may see: their own, or anyone's for auditors.

    Raises AccessDenied, StoreError where there is none.
    """
    require(user, Role.READER)
    answer = services.answer(answer_id)
    if answer.user != user.id:
        require(user, Role.AUDITOR)
    return answer


def judge(services: Services, user: User, answer_id: str, good: bool, words: str) -> None:
    """Keep what the user thinks of an answer that they may see. Raises as `answer_for`."""
    answer_for(services, user, answer_id)
    services.library.answers.judge(answer_id, user.id, good, words)


def title_of(question: str) -> str:
    """A conversation's first question → its title."""
    line = " ".join(question.split())
    return line if len(line) <= _TITLE else line[: _TITLE - 1] + "…"

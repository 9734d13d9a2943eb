"""Who speaks to the model next: fair over users, the place always known."""

from __future__ import annotations

import threading

from hypothesis import given
from hypothesis import strategies as st

from rag.model.chat import Queue

NEVER = threading.Event()


def test_one_speaks_and_the_others_see_their_places():
    queue = Queue(1)
    a, b, c = (queue.enter(user) for user in "abc")
    assert [queue.place(t) for t in (a, b, c)] == [0, 1, 2]
    queue.leave(a)
    assert [queue.place(t) for t in (b, c)] == [0, 1]


def test_who_asks_a_lot_does_not_hold_up_who_asks_once():
    queue = Queue(1)
    greedy = [queue.enter("greedy") for _ in range(4)]
    modest = queue.enter("modest")
    assert queue.place(modest) == 1
    assert [queue.place(t) for t in greedy] == [0, 2, 3, 4]


def test_giving_up_a_place_in_the_queue_moves_the_others_up():
    queue = Queue(1)
    a, b, c = (queue.enter(user) for user in "abc")
    queue.leave(b)
    assert queue.place(c) == 1
    queue.leave(a)
    assert queue.place(c) == 0


def test_so_many_as_may_speak_at_once():
    queue = Queue(2)
    turns = [queue.enter(user) for user in "abc"]
    assert [queue.place(t) for t in turns] == [0, 0, 1]


def test_waiting_tells_the_place_and_ends_when_the_turn_comes():
    queue = Queue(1)
    first, second = queue.enter("a"), queue.enter("b")
    places = second.wait(NEVER)
    assert next(places) == 1
    queue.leave(first)
    assert list(places) == []


def test_waiting_ends_when_it_is_to_stop():
    queue = Queue(1)
    queue.enter("a")
    stop = threading.Event()
    places = queue.enter("b").wait(stop)
    assert next(places) == 1
    stop.set()
    assert list(places) == []


@given(st.lists(st.sampled_from("abcd"), min_size=1, max_size=20), st.integers(1, 3))
def test_everybody_comes_to_speak_and_nobody_twice(users: str, parallel: int):
    queue = Queue(parallel)
    turns = [queue.enter(user) for user in users]
    served = []
    while len(served) < len(turns):
        speaking = [t for t in turns if t not in served and queue.place(t) == 0]
        assert len(speaking) <= parallel
        served.append(speaking[0])
        queue.leave(speaking[0])
    spoken = [turn.user for turn in served]
    assert sorted(spoken) == sorted(users)
    if parallel == 1:
        everyone = len(set(users))
        # The very first came to an empty queue; then a round has every user who still waits.
        assert set(spoken[1 : 1 + everyone]) >= set(users[1:]) - {users[0]}

"""What answers are called."""

from vectorstore.answers import new_id


def test_an_id_is_never_an_option_of_a_command_line(monkeypatch):
    made = iter(["-0rTCZ", "_a", "ok-1"])
    monkeypatch.setattr("vectorstore.answers.secrets.token_urlsafe", lambda n: next(made))
    assert new_id() == "ok-1"

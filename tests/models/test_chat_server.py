"""The chat model's server: who starts it, who shares it, when it ends.

A server is started in a folder of the test's own, so that a running Jiwen is left alone.
"""

from __future__ import annotations

import fcntl
import os
import signal
import stat
import subprocess
import sys
import threading
import time
from pathlib import Path

import openai
import pytest

from models.chat_server import ChatServer, chat_server
from models.chat_state import LEASE, LOG, STATE, open_private, running, server_lives, take_lease
from models.errors import ChatServerError, ModelUnavailableError
from models.pinned import CHAT_MODEL
from models.settings import ModelSettings

PROJECT = Path(__file__).parents[2]
LINGER = 1.0

CLIENT = """
import sys
from pathlib import Path
from models.chat_server import ChatServer
server = ChatServer(Path(sys.argv[1]), Path(sys.argv[2]), float(sys.argv[3]))
print(server.ensure().base_url, flush=True)
sys.stdin.read()
"""


def wait_until(condition, seconds=200.0):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "did not happen in time"
        time.sleep(0.1)


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "chat"


@pytest.mark.parametrize(
    "env", [{"LLM": "off"}, {"LLM_BASE_URL": "http://localhost:1/v1", "LLM_MODEL": "m"}]
)
def test_no_server_is_needed_when_another_model_is_named_or_none(env):
    assert chat_server(ModelSettings.from_environ(env)) is None


def test_a_missing_model_says_how_to_bring_it(tmp_path):
    with pytest.raises(ModelUnavailableError, match="python -m models"):
        chat_server(ModelSettings.from_environ({"JIWEN_MODELS": str(tmp_path)}))


def test_a_file_that_is_no_model_is_told_with_the_end_of_the_log(folder, tmp_path):
    model = tmp_path / "model.gguf"
    model.write_bytes(b"no model" * 100)
    with ChatServer(model, folder, LINGER) as server:
        with pytest.raises(ChatServerError, match="invalid magic") as raised:
            server.ensure()
        assert str(folder / LOG) in raised.value.worded("zh")
        assert not server.is_ready()


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").write_text("")
    server = ChatServer(tmp_path / "model.gguf", tmp_path / "file" / "chat", LINGER)
    with pytest.raises(ChatServerError, match="folder"):
        server.ensure()


def test_a_state_left_by_a_dead_server_counts_for_nothing(folder):
    folder.mkdir()
    (folder / STATE).write_text('{"pid": 1, "base_url": "", "api_key": "", "model": ""}')
    assert running(folder) is None
    assert not server_lives(folder)


def test_a_lease_is_shared_and_gone_with_its_holder(folder):
    folder.mkdir()
    first, second = take_lease(folder), take_lease(folder)
    lonely = open_private(folder / LEASE)
    os.close(first)
    with pytest.raises(BlockingIOError):
        fcntl.flock(lonely, fcntl.LOCK_EX | fcntl.LOCK_NB)
    os.close(second)
    fcntl.flock(lonely, fcntl.LOCK_EX | fcntl.LOCK_NB)
    os.close(lonely)


@pytest.fixture
def model():
    settings = ModelSettings.from_environ(os.environ)
    return settings.folder / CHAT_MODEL.name


@pytest.fixture
def client(model, folder):
    """Another process that uses the server until it is told, or killed."""
    with subprocess.Popen(
        [sys.executable, "-c", CLIENT, str(model), str(folder), str(LINGER)],
        cwd=PROJECT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield process
        process.kill()


@pytest.mark.chat_model
def test_two_processes_share_one_server_and_it_ends_after_the_last_was_killed(
    model, folder, client
):
    with ChatServer(model, folder, LINGER) as server:
        endpoint = server.ensure()
        assert client.stdout.readline().strip() == endpoint.base_url
        found = running(folder)
        assert found is not None
        # Its own session: a Ctrl-C in a client's terminal does not reach it.
        assert os.getsid(found.pid) == found.pid
    time.sleep(3 * LINGER)
    assert running(folder) == found

    client.send_signal(signal.SIGKILL)
    wait_until(lambda: not server_lives(folder), seconds=30)
    assert not (folder / STATE).exists()


@pytest.mark.chat_model
def test_a_killed_server_is_started_again_at_the_next_call_and_by_the_supervisor(
    model, folder, caplog
):
    with ChatServer(model, folder, LINGER) as server:
        first = server.ensure()
        os.kill(running(folder).pid, signal.SIGKILL)
        wait_until(lambda: not server.is_ready())
        second = server.ensure()
        assert second.api_key != first.api_key

        with caplog.at_level("INFO", "jiwen"):
            server.supervise()
            os.kill(running(folder).pid, signal.SIGKILL)
            wait_until(lambda: not server.is_ready())
            wait_until(server.is_ready)
            wait_until(lambda: len(caplog.records) == 2)
        assert running(folder).endpoint != second
        died, again = (record.msg for record in caplog.records)
        assert (died.name, again.name) == ("chat_server.died", "chat_server.restarted")
        assert again.fields["pid"] == running(folder).pid
    wait_until(lambda: not server_lives(folder), seconds=30)


@pytest.mark.chat_model
def test_the_server_is_private_streams_obeys_a_grammar_and_keeps_the_prefix(model, folder):
    with ChatServer(model, folder, LINGER) as server:
        threads = [threading.Thread(target=server.ensure) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        endpoint = server.ensure()

        for path in folder.iterdir():
            assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700

        stranger = openai.OpenAI(base_url=endpoint.base_url, api_key="guess", max_retries=0)
        with stranger, pytest.raises(openai.AuthenticationError):
            stranger.models.list()

        with openai.OpenAI(base_url=endpoint.base_url, api_key=endpoint.api_key) as chat:
            long = "部门预算执行情况良好。" * 20
            streams(chat, endpoint.model)
            chooses_under_a_grammar(chat, endpoint.model, long)
            keeps_the_prefix(chat, endpoint.model, long)
    wait_until(lambda: not server_lives(folder), seconds=30)
    assert "部门预算" not in (folder / LOG).read_text("utf-8")


def streams(chat, model):
    pieces = [
        chunk.choices[0].delta.content or ""
        for chunk in chat.chat.completions.create(
            model=model,
            messages=[{"role": "user", "content": "请介绍一下广州。"}],
            max_tokens=8,
            stream=True,
        )
    ]
    assert len([piece for piece in pieces if piece]) > 1


def chooses_under_a_grammar(chat, model, long):
    answer = chat.chat.completions.create(
        model=model,
        messages=[{"role": "user", "content": f"{long}\n哪些句子回答了问题？"}],
        max_tokens=8,
        extra_body={"grammar": 'root ::= "0" | [1-3] ("," [1-3])?'},
    )
    assert answer.choices[0].message.content.replace(",", "").isdigit()


def keeps_the_prefix(chat, model, long):
    answer = chat.chat.completions.create(
        model=model,
        messages=[{"role": "user", "content": f"{long}\n情况如何？"}],
        max_tokens=2,
    )
    tokens = answer.usage.prompt_tokens
    assert answer.usage.prompt_tokens_details.cached_tokens > tokens / 2

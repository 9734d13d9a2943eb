"""Any other model, named as on the Hugging Face Hub or by a path → the folder that holds it."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from languages import N_
from models.cores import WAIT_ASLEEP
from models.errors import ModelUnavailableError

# The same weights in other engines' formats: up to three times the download, never read here.
_OTHER_ENGINES = ["onnx/*", "openvino/*", "*.onnx", "*.h5", "*.msgpack", "*.ot", "*.gguf"]


def fetch_named_model(name: str, hub: str | None) -> Path:
    """A model's name or path → its folder, downloaded from `hub` where it is not here yet."""
    if Path(name).is_dir():
        return Path(name)
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError

    try:
        return Path(snapshot_download(name, endpoint=hub, ignore_patterns=_OTHER_ENGINES))
    except (HfHubHTTPError, HFValidationError, OSError) as error:
        raise ModelUnavailableError(
            N_(
                "{name} is no folder here and could not be brought from Hugging Face: "
                "{error}\nSet HF_ENDPOINT to a mirror, or name a folder that holds the "
                "model."
            ),
            name=name,
            error=error,
        ) from error


def named_model_folder(name: str) -> Path:
    """A model's name or path → its folder on this machine; the network is not asked."""
    if Path(name).is_dir():
        return Path(name)
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError

    try:
        return Path(snapshot_download(name, local_files_only=True))
    except (LocalEntryNotFoundError, HFValidationError) as error:
        raise ModelUnavailableError(
            N_("{name} is not on this machine. Run, with the same settings: python -m models"),
            name=name,
        ) from error


def model_identity(name: str, folder: Path) -> str:
    """A model's name and folder → a name that another content does not have.

    A snapshot of the hub is named by its commit, any other folder by its content.
    """
    if folder.parent.name == "snapshots":
        return f"{name}@{folder.name[:12]}"
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(str(path.relative_to(folder)).encode())
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return f"{folder.name}@{digest.hexdigest()[:12]}"


def prepare_libraries() -> None:
    """To be called before torch and the Hugging Face libraries are imported.

    No telemetry, no progress bars, and threads that leave the cores to others while they wait.

    That nothing else is asked of the network is `local_files_only`'s affair.
    """
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
    os.environ["HF_HUB_DISABLE_PROGRESS_BARS"] = "1"
    os.environ.update(WAIT_ASLEEP)

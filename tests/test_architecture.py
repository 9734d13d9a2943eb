"""The rooms import one way, and each outside library is used in one room only."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

ALLOWED = {
    "jiwen": {"ui", "rag", "ingest", "goals", "figures", "vectorstore", "models", "operations"},
    "app": {"ui", "rag", "ingest", "figures", "vectorstore", "models", "operations"},
    "ui": {
        *("rag", "ingest", "goals", "figures", "vectorstore", "models", "operations"),
        *("exports", "places", "records", "languages"),
    },
    "rag": {
        "exports",
        "goals",
        "figures",
        "vectorstore",
        "reader",
        "models",
        "operations",
        "places",
        "records",
        "languages",
    },
    "goals": {
        *("exports", "figures", "vectorstore", "reader", "models", "operations", "records"),
        "languages",
    },
    "ingest": {
        *("figures", "vectorstore", "models", "operations"),
        *("places", "records", "languages"),
    },
    "figures": {"vectorstore", "operations", "records", "languages"},
    "vectorstore": {"reader", "models", "operations", "records", "languages"},
    "reader": {"models", "operations", "records"},
    "exports": {"models", "languages"},
    "models": {"operations", "languages"},
    "operations": {"languages"},
    "languages": set(),
    "places": set(),
    "records": {"languages"},
}
"""jiwen and app → ui → rag, ingest → goals → figures → vectorstore → reader → models → operations
→ languages: what a room may import beside itself. exports, which writes the files of rag, goals and
ui, knows only the program's name and the messages.
places, the list of China's divisions, and records stand beside operations at the bottom."""

COMMANDS = {"reader/__main__.py": {"ingest", "vectorstore"}}
"""What a command may import beside what its room may: it stands above, and nobody imports it."""

ONE_ROOM = {
    "pypdf": "ingest",
    "pypdfium2": "ingest",
    "rapidocr": "ingest",
    "bs4": "ingest",
    "chromadb": "vectorstore",
    "tantivy": "vectorstore",
    "sqlalchemy": "vectorstore",
    "sentence_transformers": "models",
    "torch": "models",
    "xllamacpp": "models",
    "streamlit": "ui",
    "starlette": "ui",
    "prometheus_client": "operations",
    "babel": "languages",
    "langchain_openai": "rag",
    "docx": "exports",
    "openpyxl": "exports",
    "reportlab": "exports",
}

ALSO = {"streamlit": {"app"}, "torch": {"reader"}}
"""Where else: the page list is the app's, and a model is trained by its gradients."""

FORBIDDEN_NAMES = {"utils", "helpers", "misc", "common", "manager"}


def files_of(room: str) -> Iterator[Path]:
    yield from [ROOT / f"{room}.py"] if room in ("app", "jiwen") else (ROOT / room).rglob("*.py")


@cache
def imports_of(path: Path) -> tuple[str, ...]:
    """The modules that a file imports, read once: many tests ask."""
    return tuple(_imports_of(path))


def _imports_of(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are written out in full"
            yield node.module or ""


@pytest.mark.parametrize("room", ALLOWED)
def test_a_room_imports_only_the_rooms_it_may(room: str) -> None:
    for path in files_of(room):
        allowed = ALLOWED[room] | COMMANDS.get(path.relative_to(ROOT).as_posix(), set()) | {room}
        for module in imports_of(path):
            assert module.partition(".")[0] not in ALLOWED.keys() - allowed, f"{path}: {module}"
            # Only the one command that hands over to them imports the rooms' commands.
            assert room == "jiwen" or not module.endswith(".__main__"), f"{path}: {module}"


def test_figures_are_pure_functions_over_the_records() -> None:
    for path in files_of("figures"):
        if path.name == "__main__.py":
            continue
        for module in imports_of(path):
            assert module.partition(".")[0] != "vectorstore", f"{path} imports {module}"


RAG_BASE = {"rag.errors", "rag.records", "rag.text", "rag.settings", "rag.messages"}

SUB_ROOMS = {
    "figures.quantities": set(),
    "figures.sentences": set(),
    "figures.statements": {"figures.quantities", "figures.sentences"},
    "figures.indicators": {"figures.quantities", "figures.sentences", "figures.statements"},
    "figures.claims": {"figures.quantities", "figures.sentences", "figures.statements"},
    "figures.checks": {"figures.quantities", "figures.sentences", "figures.indicators"},
    "rag.errors": set(),
    "rag.records": set(),
    "rag.text": set(),
    "rag.settings": {"rag.errors"},
    "rag.messages": {"rag.errors", "rag.records"},
    "rag.question": RAG_BASE,
    "rag.evidence": RAG_BASE | {"rag.question"},
    "rag.check": RAG_BASE | {"rag.question", "rag.evidence"},
    "rag.model": RAG_BASE | {"rag.question", "rag.evidence", "rag.check"},
}
"""What a part of a room may import of the room beside itself: none imports back."""


@pytest.mark.parametrize("part", SUB_ROOMS)
def test_no_part_of_a_room_imports_back(part: str) -> None:
    room = part.partition(".")[0]
    place = ROOT / part.replace(".", "/")
    for path in place.rglob("*.py") if place.is_dir() else [place.with_suffix(".py")]:
        for module in imports_of(path):
            named = ".".join(module.split(".")[:2])
            if module.partition(".")[0] == room and named != part:
                assert named in SUB_ROOMS[part], f"{path}: {module}"


@pytest.mark.parametrize("room", ["figures", "rag"])
def test_every_folder_of_a_room_is_a_part(room: str) -> None:
    for package in (ROOT / room).glob("*/__init__.py"):
        assert f"{room}.{package.parent.name}" in SUB_ROOMS


ROOMS = sorted(ALLOWED.keys() - {"app", "jiwen"})
PACKAGES = sorted(path.parent for room in ROOMS for path in (ROOT / room).rglob("__init__.py"))


@pytest.mark.parametrize("package", PACKAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_packages_docstring_is_the_map_of_its_files(package: Path) -> None:
    written = map_of(package)
    lines = re.findall(r"^(\w+)/? {2,}\S", written, re.MULTILINE)
    assert sorted(lines) == sorted(files_in(package)), "a line for each, `name  what it does`"
    for name in re.findall(r"[\w/]+\.(?:py|js|css|toml|tsv|json)\b", written):
        assert (package / name).exists() or (ROOT / name).exists(), f"there is no {name}"


@pytest.mark.parametrize("folder", ROOMS)
def test_a_rooms_docstring_speaks_of_no_file_that_it_has_not(folder: str) -> None:
    for name in re.findall(r"`([a-z_]+)`", map_of(ROOT / folder)):
        assert name in files_in(ROOT / folder) | set(ROOMS), f"{folder} has no {name}"


def map_of(folder: Path) -> str:
    text = (folder / "__init__.py").read_text(encoding="utf-8")
    return ast.get_docstring(ast.parse(text)) or ""


def files_in(package: Path) -> set[str]:
    """The names of a package's files and folders of code; revisions of a catalogue are numbered."""
    files = [*package.glob("[!_0-9]*.py"), *package.glob("*.js")]
    return {file.stem for file in files} | {p.parent.name for p in package.glob("*/__init__.py")}


@pytest.mark.parametrize("room", ROOMS)
def test_what_a_docstring_or_comment_sends_one_to_is_there(room: str) -> None:
    rooms = "|".join(ROOMS)
    for path in files_of(room):
        text = path.read_text(encoding="utf-8")
        for module, name in re.findall(rf"`((?:{rooms})(?:\.[a-z_]+)+)\.?([A-Z]?\w*)`", text):
            assert is_there(module, name), f"{path}: {module}.{name}"
        for file in re.findall(rf"`((?:{rooms})/[\w/.-]+)`", text):
            assert (ROOT / file).exists(), f"{path}: {file}"


def is_there(module: str, name: str) -> bool:
    """Whether there is such a module with the name in it, or a name that ends `module`."""
    place = ROOT / module.replace(".", "/")
    file = place / "__init__.py" if place.is_dir() else place.with_suffix(".py")
    if not file.exists():
        module, _, name = module.rpartition(".")
        return "." in module and is_there(module, name)
    return re.search(rf"\b{name}\b", file.read_text(encoding="utf-8")) is not None


@pytest.mark.parametrize("library", ONE_ROOM)
def test_an_outside_library_is_imported_in_one_room_only(library: str) -> None:
    users = {
        room
        for room in ALLOWED
        for path in files_of(room)
        for module in imports_of(path)
        if module.partition(".")[0] == library
    }
    assert users <= {ONE_ROOM[library]} | ALSO.get(library, set())
    assert users, f"no room imports {library}: take it off the requirements"


def test_names_say_what_a_file_is_about() -> None:
    for room in ALLOWED:
        for path in files_of(room):
            assert path.stem not in FORBIDDEN_NAMES, f"{path} is named after nothing"

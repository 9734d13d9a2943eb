"""The models: brings those that the settings need, checks those that are here, serves the chat one.

python -m models            bring
python -m models --check    check, by hash
python -m models serve      serve the chat model until Ctrl-C
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress

from models.chat_server import chat_server
from models.errors import ModelError
from models.fetch import fetch_split_file, fetch_tuned_folder, file_problems, folder_problems
from models.hub import fetch_named_model, named_model_folder
from models.pinned import CHAT_MODEL, EMBEDDING_MODEL
from models.settings import Llm, ModelSettings
from operations.commands import command


@command("models")
def main(arguments: Sequence[str], prog: str = "python -m models") -> int:
    """Command line arguments → exit code: 0 all is well, 1 a model is missing or wrong."""
    parser = argparse.ArgumentParser(
        prog=prog,
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("action", nargs="?", choices=["fetch", "serve"], default="fetch")
    parser.add_argument(
        "--check", action="store_true", help="verify the models that are here, bring nothing"
    )
    options = parser.parse_args(arguments)
    try:
        settings = ModelSettings.from_environ(os.environ)
        if options.check:
            return check(settings)
        return serve(settings) if options.action == "serve" else fetch(settings)
    except ModelError as error:
        print(error, file=sys.stderr)
        return 1


def fetch(settings: ModelSettings) -> int:
    """Brings every model that the settings need and that is not here yet."""
    if settings.embedding_model is None:
        print(f"Embedding model: {fetch_tuned_folder(EMBEDDING_MODEL, settings.folder)}")
    else:
        print(f"Embedding model: {fetch_named_model(settings.embedding_model, settings.hub)}")
    if settings.reranker_model is not None:
        print(f"Reranker: {fetch_named_model(settings.reranker_model, settings.hub)}")
    if settings.llm is Llm.EMBEDDED:
        print(f"Chat model: {fetch_split_file(CHAT_MODEL, settings.folder, settings.hub)}")
    return 0


def check(settings: ModelSettings) -> int:
    """Hashes every model that the settings need; says what is missing or wrong."""
    problems: list[str] = []
    if settings.embedding_model is None:
        folder = settings.folder / EMBEDDING_MODEL.folder_name
        problems += folder_problems(EMBEDDING_MODEL, folder)
    named = [name for name in (settings.embedding_model, settings.reranker_model) if name]
    for name in named:
        print(f"{name}: {named_model_folder(name)} (not pinned: its content is not checked)")
    if settings.llm is Llm.EMBEDDED:
        problems += file_problems(CHAT_MODEL, settings.folder / CHAT_MODEL.name)
    for problem in problems:
        print(problem, file=sys.stderr)
    if problems:
        print("Delete what is wrong, then run: python -m models", file=sys.stderr)
        return 1
    print("The models are the pinned ones, byte for byte.")
    return 0


def serve(settings: ModelSettings) -> int:
    """Holds the embedded chat model's server, says how to speak to it, until Ctrl-C."""
    server = chat_server(settings)
    if server is None:
        told = "LLM or LLM_BASE_URL names another chat model, or none: nothing to serve."
        print(told, file=sys.stderr)
        return 1
    with server:
        endpoint = server.ensure()
        server.supervise()
        print(f"LLM_BASE_URL={endpoint.base_url}")
        print(f"LLM_API_KEY={endpoint.api_key}")
        print(f"LLM_MODEL={endpoint.model}", flush=True)
        with suppress(KeyboardInterrupt):
            signal.pause()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

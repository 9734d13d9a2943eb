"""Real servers for the tests: PostgreSQL, Chroma, nginx, each in a folder of its own."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg

PATIENCE = 120.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until_it_listens(port: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError(f"nothing listens at {port}")


def postgres_missing() -> str:
    """Why no PostgreSQL can be started here; '' where one can."""
    if not _programs():
        return "PostgreSQL is not installed (Debian: apt-get install postgresql)"
    if os.geteuid() == 0 and subprocess.run(["id", "postgres"], capture_output=True).returncode:
        return "PostgreSQL does not run as root, and there is no user postgres"
    return ""


def _programs() -> Path | None:
    if found := shutil.which("pg_ctl"):
        return Path(found).resolve().parent
    return max(Path("/usr/lib/postgresql").glob("*/bin"), default=None)


class Postgres:
    """A cluster in a folder; a shelf gets a schema of its own in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._schemas = 0

    def start(self) -> None:
        # What is tested is Jiwen being killed, not the machine losing power: no waiting for disks.
        quick = "-c fsync=off -c full_page_writes=off -c autovacuum=off -c max_connections=200"
        options = f"-c listen_addresses= -c unix_socket_directories={self.folder} {quick}"
        self._run("pg_ctl", "start", "-w", "-l", str(self.folder / "log"), "-o", options)

    def stop(self, how: str = "immediate") -> None:
        self._run("pg_ctl", "stop", "-w", "-m", how)

    def make(self) -> None:
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres")
        self._run("initdb", "--no-sync", "-A", "trust", "-U", "jiwen", "-E", "UTF8")

    def url(self, schema: str = "") -> str:
        """The address of a schema, made now if none is named."""
        if not schema:
            self._schemas += 1
            schema = f"shelf_{self._schemas}"
            with psycopg.connect(self._plain(), autocommit=True) as connection:
                connection.execute(f"CREATE SCHEMA {schema}")
        path = quote(f"-c search_path={schema}")
        place = quote(str(self.folder), safe="")
        return f"postgresql+psycopg://jiwen@/postgres?host={place}&options={path}"

    def _plain(self) -> str:
        return f"host={self.folder} user=jiwen dbname=postgres"

    def _run(self, program: str, *arguments: str) -> None:
        found = _programs()
        assert found is not None
        command = [str(found / program), "-D", str(self.folder / "data"), *arguments]
        if os.geteuid() == 0:
            command = ["runuser", "-u", "postgres", "--", *command]
        # A file, since the server keeps what it was given open.
        with (self.folder.with_name(f"{self.folder.name}.log")).open("ab") as log:
            done = subprocess.run(command, cwd="/", stdout=log, stderr=log)
        assert done.returncode == 0, Path(log.name).read_text()


@contextmanager
def postgres() -> Iterator[Postgres]:
    """A server, until the block ends."""
    # Not under pytest's folder: a socket's path has at most 107 signs, and others may not look in.
    with tempfile.TemporaryDirectory(prefix="jiwen-pg-") as folder:
        Path(folder).chmod(0o755)
        server = Postgres(Path(folder) / "pg")
        server.folder.mkdir()
        server.make()
        server.start()
        try:
            yield server
        finally:
            server.stop()


class Chroma:
    """A Chroma server over a folder, always at one address."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._port = free_port()
        self._server: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    @property
    def pid(self) -> int:
        assert self._server is not None
        return self._server.pid

    def start(self) -> None:
        program = Path(sys.executable).with_name("chroma")
        command = [program, "run", "--path", self.folder, "--port", str(self._port)]
        quiet = subprocess.DEVNULL
        self._server = subprocess.Popen(command, stdout=quiet, stderr=quiet)
        until_it_listens(self._port)

    def stop(self, *, kill: bool = False) -> None:
        if self._server is not None:
            if kill:
                self._server.kill()
            else:
                self._server.terminate()
            self._server.wait()
            self._server = None

    def size(self) -> int:
        """The bytes of its folder."""
        return sum(path.stat().st_size for path in self.folder.rglob("*") if path.is_file())


@contextmanager
def chroma(folder: Path) -> Iterator[Chroma]:
    """A server over a folder, until the block ends."""
    server = Chroma(folder)
    server.start()
    try:
        yield server
    finally:
        server.stop()


_NGINX = """
daemon off;
pid {folder}/pid;
error_log {folder}/error.log;
events {{ worker_connections 512; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    upstream jiwen {{
        # A visitor's uploads and pictures must reach the server that has their page.
        hash $remote_addr$http_user_agent consistent;
        {servers}
    }}
    server {{
        listen 127.0.0.1:{port};
        location / {{
            proxy_pass http://jiwen;
            proxy_http_version 1.1;
            proxy_set_header Host $host;
            proxy_set_header Upgrade $http_upgrade;
            proxy_set_header Connection upgrade;
            proxy_set_header X-Forwarded-For $remote_addr;
            proxy_read_timeout 1h;
            proxy_buffering off;
            proxy_next_upstream error timeout;
        }}
    }}
}}
"""


@contextmanager
def nginx(folder: Path, addresses: list[str]) -> Iterator[str]:
    """nginx before these servers, until the block ends → its address."""
    folder.mkdir()
    port = free_port()
    servers = "".join(f"server {each} max_fails=1 fail_timeout=5s;" for each in addresses)
    configuration = folder / "nginx.conf"
    configuration.write_text(_NGINX.format(folder=folder, port=port, servers=servers))
    command = ["nginx", "-c", configuration, "-p", folder, "-e", folder / "error.log"]
    with subprocess.Popen(command) as server:
        try:
            until_it_listens(port)
            yield f"127.0.0.1:{port}"
        finally:
            server.terminate()

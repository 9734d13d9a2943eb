"""What is in `deploy/` is understood by the programs it is for, and names what there is."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
import tomllib
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
import yaml

import jiwen
from tests.test_settings import ROOMS

DEPLOY = Path(__file__).parents[1] / "deploy"
UNITS = sorted(DEPLOY.glob("*.service")) + sorted(DEPLOY.glob("*.timer"))


def compose() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
    return found


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd here")
def test_systemd_understands_the_units(tmp_path: Path) -> None:
    for unit in UNITS:
        # What is not installed here stands in for what is there.
        text = re.sub(r"/opt/jiwen/bin/\w+", "/bin/true", unit.read_text())
        name = unit.name.replace("@", "@8501")
        (tmp_path / name).write_text(text.replace("User=jiwen\n", ""))
    names = [str(path) for path in sorted(tmp_path.iterdir())]
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *names], capture_output=True, text=True
    )
    ours = [line for line in done.stderr.splitlines() if "jiwen" in line]
    assert ours == []


@pytest.mark.skipif(
    not (shutil.which("nginx") and shutil.which("openssl")), reason="no nginx or no openssl here"
)
def test_nginx_understands_its_file(tmp_path: Path) -> None:
    subject = ["-subj", "/CN=jiwen", "-keyout", tmp_path / "tls.key", "-out", tmp_path / "tls.crt"]
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", *subject]
    subprocess.run(made, check=True, capture_output=True)
    ours = (DEPLOY / "nginx.conf").read_text().replace("/etc/jiwen/", f"{tmp_path}/")
    whole = f"pid {tmp_path}/pid;\nevents {{}}\nhttp {{\naccess_log off;\n{ours}}}\n"
    (tmp_path / "nginx.conf").write_text(whole)
    done = subprocess.run(
        ["nginx", "-t", "-c", tmp_path / "nginx.conf", "-p", tmp_path, "-e", tmp_path / "log"],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr


def test_nginx_takes_files_as_large_as_the_pages_do() -> None:
    pages = tomllib.loads((DEPLOY.parent / ".streamlit" / "config.toml").read_text())
    size = pages["server"]["maxUploadSize"]
    assert f"client_max_body_size {size}m;" in (DEPLOY / "nginx.conf").read_text()


def test_compose_names_files_and_services_that_there_are() -> None:
    services = compose()["services"]
    for service in services.values():
        assert set(service.get("depends_on", {})) <= set(services)
        for volume in service.get("volumes", []):
            where = volume.partition(":")[0]
            assert where in compose()["volumes"] or where.startswith("./")
    build = services["jiwen"]["build"]
    assert (DEPLOY / build["context"] / build["dockerfile"]).resolve() == DEPLOY / "Dockerfile"


def test_what_compose_waits_for_says_how_it_is() -> None:
    services = compose()["services"]
    for service in services.values():
        for other, waited in service.get("depends_on", {}).items():
            healthy = waited["condition"] == "service_healthy"
            assert not healthy or "healthcheck" in services[other], other


def test_no_password_key_or_backup_gets_into_the_image() -> None:
    left_out = (DEPLOY / "Dockerfile.dockerignore").read_text().splitlines()
    ours_alone = re.findall(r"^deploy/.*$", (DEPLOY.parent / ".gitignore").read_text(), re.M)
    assert {"deploy/.env", "deploy/tls/"} <= set(ours_alone)
    for name in ours_alone:
        assert any(fnmatch(name.rstrip("/"), pattern) for pattern in left_out), name


def test_units_and_compose_call_commands_that_there_are(
    capsys: pytest.CaptureFixture[str],
) -> None:
    called: set[tuple[str, ...]] = set()
    for unit in UNITS:
        for words in re.findall(r"/opt/jiwen/bin/jiwen ([\w ]+)", unit.read_text()):
            called.add(tuple(words.split()))
    for service in compose()["services"].values():
        if service.get("command", [])[:3] == ["python", "-m", "jiwen"]:
            called.add(tuple(w for w in service["command"][3:] if re.fullmatch(r"\w+", w)))
    assert called == {("serve",), ("backup",), ("restore",), ("ingest", "work")}
    for command in called - {("serve",)}:
        with pytest.raises(SystemExit) as ended:
            jiwen.main([*command, "--help"])
        assert ended.value.code == 0
    assert "--stay" in capsys.readouterr().out


FOREIGN = {
    *("JIWEN_NAME", "BACKUPS"),  # of the units themselves
    *("ANONYMIZED_TELEMETRY", "OMP_NUM_THREADS", "POSTGRES_USER", "POSTGRES_DB"),
    "POSTGRES_PASSWORD",
}


def test_the_nightly_backup_is_looked_at_and_old_ones_go(tmp_path: Path) -> None:
    unit = (DEPLOY / "jiwen-backup.service").read_text()
    (script,) = re.findall(r"^ExecStart=/bin/sh -ec '(.+?)'$", unit, re.M | re.S)
    stand_in = tmp_path / "jiwen"
    stand_in.write_text(
        f'#!/bin/sh\necho "$@" >> {tmp_path}/called\n[ $1 = restore ] || : > "$2/jiwen-9.zip"\n'
    )
    stand_in.chmod(0o755)
    backups = tmp_path / "on another disk"
    backups.mkdir()
    for name, days in (("jiwen-1.zip", 40), ("jiwen-2.zip", 3), ("theirs.zip", 40)):
        (backups / name).touch()
        os.utime(backups / name, (time.time() - days * 86_400,) * 2)
    script = script.replace("\\\n", " ").replace("/opt/jiwen/bin/jiwen", str(stand_in))
    subprocess.run(["/bin/sh", "-ec", script], check=True, env={"BACKUPS": str(backups)})
    newest = f"{backups}/jiwen-9.zip"
    called = (tmp_path / "called").read_text().splitlines()
    assert called == [f"backup {backups}", f"restore --check {newest}"]
    assert sorted(p.name for p in backups.iterdir()) == ["jiwen-2.zip", "jiwen-9.zip", "theirs.zip"]


def test_variables_that_are_set_are_settings() -> None:
    known = {told.variable for room in ROOMS for told in room.told().values()} | FOREIGN
    in_compose = {name for s in compose()["services"].values() for name in s.get("environment", {})}
    written = (DEPLOY / "jiwen.env").read_text()
    in_file = set(re.findall(r"^(?:# )?([A-Z_]+)=", written, re.M))
    in_units = {
        name
        for unit in UNITS
        for name in re.findall(r"^Environment=(\w+)=", unit.read_text(), re.M)
    }
    assert {"DATABASE_URL", "CHROMA_URL"} <= in_compose & in_file
    assert (in_compose | in_file | in_units) - known == set()


def test_the_units_may_write_where_the_settings_say() -> None:
    written = (DEPLOY / "jiwen.env").read_text()
    folders = re.findall(r"^(?:# )?(?:JIWEN_HOME|JIWEN_MODELS|JIWEN_CORPUS)=(\S+)", written, re.M)
    assert len(folders) == 3
    for name in ("jiwen@.service", "jiwen-worker@.service"):
        unit = (DEPLOY / name).read_text()
        open_to_it = [
            f"/var/lib/{state}" for state in re.findall(r"^StateDirectory=(.+)$", unit, re.M)
        ]
        open_to_it += re.findall(r"^ReadWritePaths=-?(.+)$", unit, re.M)
        for folder in folders:
            assert any(folder.startswith(f"{place}/") for place in open_to_it), (name, folder)


def test_both_readmes_give_the_same_commands() -> None:
    english, chinese = (
        re.findall(r"```bash\n(.*?)```", (DEPLOY / name).read_text("utf-8"), re.S)
        for name in ("README.md", "README.zh.md")
    )
    assert english == chinese != []

"""What is in `deploy/` is understood by the programs it is for, and names what there is."""

from __future__ import annotations

import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml

import jiwen

DEPLOY = Path(__file__).parents[1] / "deploy"
UNITS = sorted(DEPLOY.glob("*.service")) + sorted(DEPLOY.glob("*.timer"))


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
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
    services = compose["services"]
    for service in services.values():
        assert set(service.get("depends_on", {})) <= set(services)
        for volume in service.get("volumes", []):
            where = volume.partition(":")[0]
            assert where in compose["volumes"] or where.startswith("./")
    build = services["jiwen"]["build"]
    assert (DEPLOY / build["context"] / build["dockerfile"]).resolve() == DEPLOY / "Dockerfile"


def test_the_units_call_commands_that_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    called = set()
    for unit in UNITS:
        called |= set(re.findall(r"/opt/jiwen/bin/jiwen (\w+)", unit.read_text()))
    assert called == {"serve", "backup", "restore"}
    for command in called - {"serve"}:
        with pytest.raises(SystemExit) as ended:
            jiwen.main([command, "--help"])
        assert ended.value.code == 0


def test_both_readmes_give_the_same_commands() -> None:
    english, chinese = (
        re.findall(r"```bash\n(.*?)```", (DEPLOY / name).read_text("utf-8"), re.S)
        for name in ("README.md", "README.zh.md")
    )
    assert english == chinese != []

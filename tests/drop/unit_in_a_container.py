"""Sets a drop up as the operator's page says, over a copy-on-write view of this machine, and boots systemd on it.

``unit_probe.py`` asks the drop there. Run as root in a mount namespace of its own; prints what was found, as JSON.
Ends with 77 where no such view can be had.
"""

from __future__ import annotations

import importlib.metadata
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

from packaging.requirements import Requirement

TOP = Path(__file__).resolve().parents[2]
PAGE, PACKAGES = TOP / "docs" / "drop" / "operator.md", TOP / "packages"
PROBE = """[Unit]
Wants=fairlead-drop.service
After=fairlead-drop.service
[Service]
Type=oneshot
ExecStart=/bin/sh -c '/opt/fairlead-drop/bin/python /probe.py > /found.json 2> /said.txt'
TimeoutStartSec=120
ExecStopPost=/bin/systemctl --no-block --force poweroff
"""
PYTHON = "/opt/fairlead-drop/bin/python"
BOOT_S = 240


def main() -> None:
    """Set up, boot, print."""
    held = Path(tempfile.mkdtemp(dir="/dev/shm"))
    changed, root = held / "changed", held / "root"
    for path in (changed, root, held / "work"):
        path.mkdir()
    layers = f"lowerdir=/,upperdir={changed},workdir={held / 'work'}"
    mounted = subprocess.run(["mount", "-t", "overlay", "overlay", "-o", layers, str(root)], check=False)
    if mounted.returncode:
        sys.exit(77)
    try:
        set_up(root)
        command = ["systemd-nspawn", "-q", "--register=no", "--keep-unit", "-D", str(root), "--private-network"]
        command += ["--machine=fairlead-drop-unit", "--boot", "systemd.unit=probe.service"]
        said = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=BOOT_S, check=False)
        found, errors = changed / "found.json", changed / "said.txt"
        if not found.is_file() or not found.stat().st_size:
            print(said.stdout.decode(errors="replace")[-3000:], file=sys.stderr)
            sys.exit(errors.read_text() if errors.is_file() else "the probe said nothing")
        print(found.read_text())
    finally:
        run("umount", str(root))
        shutil.rmtree(held)


def set_up(root: Path) -> None:
    """Do what docs/drop/operator.md says, line by line; but install from here, and let the boot start the unit."""
    for wanted in (root / "etc/systemd/system/multi-user.target.wants").glob("*"):
        wanted.unlink()  # this machine's own services have no business there
    inside(root, "/usr/bin/python3 -m venv --without-pip /opt/fairlead-drop")
    (site,) = (root / "opt/fairlead-drop/lib").glob("python3*/site-packages")
    for package in sorted(closure("fairlead-drop")):
        install(package, site)
    program(root)
    key = ""
    for line in commands(PAGE.read_text("utf-8")):
        command = line.partition(" && systemctl")[0]
        if "pip install" not in line and not command.startswith(("systemctl", "cat ", "export ")):
            said = inside(root, command.replace("KEY", key))
            key = said.strip() if "office new" in line else key
    shutil.copy(Path(__file__).with_name("unit_probe.py"), root / "probe.py")
    (root / "etc/systemd/system/probe.service").write_text(PROBE)


def commands(page: str) -> list[str]:
    """Return the commands of the page's first three sections."""
    sections = page.partition("## 1.")[2].partition("## What must be switched off")[0]
    return [line.strip() for line in sections.splitlines() if line.startswith("    ")]


def inside(root: Path, line: str) -> str:
    """Run a line of the page in the container's root, with the installed program on the path."""
    path = "PATH=/opt/fairlead-drop/bin:/usr/sbin:/usr/bin:/sbin:/bin"
    return run("chroot", str(root), "/usr/bin/env", "-i", path, "/bin/sh", "-c", f"cd /root && {line}")


def program(root: Path) -> None:
    """Write the command that pip would have written."""
    made = root / "opt/fairlead-drop/bin/fairlead-drop"
    made.write_text(f"#!{PYTHON}\nimport sys\nfrom fairlead_drop.__main__ import main\nsys.exit(main())\n")
    made.chmod(0o755)


def closure(name: str, seen: set[str] | None = None) -> set[str]:
    """Return the names of a distribution and of all that it needs."""
    seen = set() if seen is None else seen
    if name in seen:
        return seen
    seen.add(name)
    for line in stated(name):
        needed = Requirement(line)
        if needed.marker is None or needed.marker.evaluate({"extra": ""}):
            closure(needed.name, seen)
    return seen


def stated(name: str) -> list[str]:
    """Return what a distribution says that it needs; ours by their sources, which may be newer."""
    if not name.startswith("fairlead"):
        return importlib.metadata.requires(name) or []
    project = PACKAGES / name.removeprefix("fairlead-") / "pyproject.toml"
    return list(tomllib.loads(project.read_text("utf-8"))["project"].get("dependencies", []))


def install(name: str, site: Path) -> None:
    """Copy an installed distribution; ours from where they are imported."""
    if name.startswith("fairlead"):
        module = __import__(name.replace("-", "_"))
        shutil.copytree(Path(module.__file__).parent, site / name.replace("-", "_"))
        return
    for file in importlib.metadata.files(name) or []:
        if ".." not in file.parts and "__pycache__" not in file.parts:
            (site / file).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(file.locate(), site / file)


def run(*command: str) -> str:
    """Run a command, return what it printed."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(command)}: {done.stdout}{done.stderr}")
    return done.stdout


if __name__ == "__main__":
    main()

"""Make ``.venv`` and install the locked packages. Standard library only: it runs before anything is installed.

Usage: python3 tools/bootstrap.py base|dev [--browser]

``--browser`` also makes sure that Chromium and xmlsec1 are there (tests): from the path, else by apt when root.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
OLDEST = (3, 11)


def say(text: str) -> None:
    print(f"· {text}", flush=True)


def stop(text: str) -> None:
    sys.exit(f"✕ {text}")


def apt_install(packages: list[str], why: str) -> None:
    """Install Debian packages when we may, otherwise say exactly what to do."""
    command = f"apt-get install -y {' '.join(packages)}"
    if not shutil.which("apt-get") or os.geteuid() != 0:
        stop(f"{why} saknas. Kör som administratör:  {command}")
    say(f"Installerar {', '.join(packages)} …")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], check=False, env=environment, stdout=subprocess.DEVNULL)
    done = subprocess.run(
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages],
        env=environment,
        stdout=subprocess.DEVNULL,
    )
    if done.returncode:
        stop(f"{why} kunde inte installeras. Kör:  {command}")


def ensure_venv() -> None:
    """A virtual environment of the running interpreter, whole or made anew."""
    if PYTHON.exists() and subprocess.run([PYTHON, "-c", "import pip"], capture_output=True).returncode == 0:
        return
    say("Skapar .venv …")
    try:
        import ensurepip  # noqa: F401
    except ImportError:
        apt_install([f"python3.{sys.version_info.minor}-venv"], "Pythonmodulen venv")
    venv.EnvBuilder(with_pip=True, clear=True, symlinks=True).create(VENV)


def ensure_packages(lock: Path) -> None:
    """Install ``lock`` unless the very same file was installed before."""
    stamp = VENV / f".{lock.stem}-installed"
    fingerprint = hashlib.sha256(lock.read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == fingerprint:
        return
    say(f"Installerar låsta paket ur {lock.relative_to(ROOT)} (första gången tar det någon minut) …")
    done = subprocess.run(
        [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "-r", lock]
    )
    if done.returncode:
        stop("Paketen kunde inte installeras; felet står ovan.")
    stamp.write_text(fingerprint)


def ensure_browser() -> None:
    """Chromium for the browser tests, xmlsec1 as the independent judge of signatures."""
    missing = []
    if not (shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")):
        missing.append("chromium")
    if not shutil.which("xmlsec1"):
        missing.append("xmlsec1")
    if missing:
        apt_install(missing, "För testerna: " + " och ".join(missing))


def main(arguments: list[str]) -> None:
    if sys.version_info < OLDEST:
        stop(f"Python {OLDEST[0]}.{OLDEST[1]} eller nyare behövs; detta är {sys.version.split()[0]}.")
    ensure_venv()
    ensure_packages(ROOT / "requirements" / f"{arguments[0]}.txt")
    if "--browser" in arguments:
        ensure_browser()


if __name__ == "__main__":
    main(sys.argv[1:])

"""Fetch and prepare vendored browser assets (docs: spec/ui.md 9.5, mockups/README "Vendoring"). For developers only.

    python tools/vendor.py            make static/vendor and tests/e2e/vendor anew
    python tools/vendor.py --check    only compare what stands there with what would be made

Needs npm on the path (``npm pack`` only; nothing is installed). Each package is checked against the integrity
hash below before anything is taken out of it.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import re
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MIT = """MIT License

{holder}

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
"""


@dataclass(frozen=True, slots=True)
class Package:
    """One npm package: what is taken (``files``: path in the package -> path in ``folder``) and what is done to it."""

    name: str
    version: str
    integrity: str
    licence: str
    folder: str
    files: dict[str, str]
    changes: tuple[str, ...]
    prepare: Callable[[str, bytes], bytes]
    licence_text: str = ""


def prepare_nhsuk(path: str, content: bytes) -> bytes:
    """No fonts, no source maps, relative pictures, and every rule in the layer ``nhsuk``, so that ours win."""
    text = re.sub(rb"\n?/[/*]# sourceMappingURL=[^\n]*", b"", content)
    if not path.endswith(".css"):
        return text
    text = re.sub(rb"@font-face\{[^}]*\}", b"", text)
    text = text.replace(b"url(/assets/images/nhsuk-icon-", b"url(icons/")
    charset = b'@charset "UTF-8";'
    if not text.startswith(charset):
        raise SystemExit("nhsuk-frontend: the style sheet does not begin with @charset as expected")
    return charset + b"@layer nhsuk{" + text[len(charset) :].strip() + b"}\n"


def keep_as_is(_path: str, content: bytes) -> bytes:
    return content


PACKAGES = (
    Package(
        name="nhsuk-frontend",
        version="10.6.1",
        integrity="sha512-PZorqQZjZx/A26yJoskCL9z0ib6AtkAyF0o4K/RHr8zRrJyXrUOCnMbjy0VNXsGO4tfTNMwqlkwATKs4a0xayw==",
        licence="MIT",
        folder="static/vendor/nhsuk/10.6.1",
        files={
            "dist/nhsuk/nhsuk-frontend.min.css": "nhsuk-frontend.min.css",
            **{
                f"dist/nhsuk/assets/images/nhsuk-icon-{icon}.svg": f"icons/{icon}.svg"
                for icon in ("arrow-down", "arrow-up-down", "arrow-up", "cross")
            },
        },
        changes=(
            "both @font-face rules removed",
            "sourceMappingURL removed",
            "url(/assets/images/nhsuk-icon-*.svg) rewritten to icons/*.svg; only those four pictures are shipped",
            "everything after @charset wrapped in @layer nhsuk",
        ),
        prepare=prepare_nhsuk,
        licence_text=MIT.format(holder="Copyright (c) NHS England and the nhsuk-frontend contributors"),
    ),
    Package(
        name="axe-core",
        version="4.14.1",
        integrity="sha512-FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ==",
        licence="MPL-2.0",
        folder="tests/e2e/vendor/axe",
        files={"axe.min.js": "axe.min.js", "LICENSE": "LICENSE", "LICENSE-3RD-PARTY.txt": "LICENSE-3RD-PARTY.txt"},
        changes=(),
        prepare=keep_as_is,
    ),
)


def pack(package: Package, folder: Path) -> Path:
    """``npm pack`` into ``folder``; the tarball, checked against the integrity hash."""
    subprocess.run(
        ["npm", "pack", f"{package.name}@{package.version}", "--pack-destination", str(folder), "--silent"],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    tarball = folder / f"{package.name}-{package.version}.tgz"
    found = "sha512-" + base64.b64encode(hashlib.sha512(tarball.read_bytes()).digest()).decode()
    if found != package.integrity:
        raise SystemExit(f"{package.name}: integrity {found} is not the expected {package.integrity}")
    return tarball


def contents(package: Package, tarball: Path) -> dict[str, bytes]:
    """Every file of the vendored folder, VENDOR.toml included."""
    made: dict[str, bytes] = {}
    with tarfile.open(tarball) as archive:
        for source, target in package.files.items():
            member = archive.extractfile(f"package/{source}")
            if member is None:
                raise SystemExit(f"{package.name}: {source} is not in the package")
            made[target] = package.prepare(source, member.read())
    if package.licence_text:
        made["LICENSE"] = package.licence_text.encode()
    made["VENDOR.toml"] = vendor_toml(package, made).encode()
    return made


def vendor_toml(package: Package, made: dict[str, bytes]) -> str:
    lines = [
        f'name = "{package.name}"',
        f'version = "{package.version}"',
        f'integrity = "{package.integrity}"',
        f'licence = "{package.licence}"',
        "changes = [" + ", ".join(f'"{change}"' for change in package.changes) + "]",
        "",
        "[sha256]",
    ]
    lines += [f'"{name}" = "{hashlib.sha256(body).hexdigest()}"' for name, body in sorted(made.items())]
    return "\n".join(lines) + "\n"


def main() -> int:
    parser = argparse.ArgumentParser(description="Make the vendored browser assets")
    parser.add_argument("--check", action="store_true", help="write nothing; fail when something differs")
    only_check = parser.parse_args().check
    differing: list[str] = []
    with tempfile.TemporaryDirectory() as scratch:
        for package in PACKAGES:
            for name, body in contents(package, pack(package, Path(scratch))).items():
                target = ROOT / package.folder / name
                if target.is_file() and target.read_bytes() == body:
                    continue
                differing.append(str(target.relative_to(ROOT)))
                if not only_check:
                    target.parent.mkdir(parents=True, exist_ok=True)
                    target.write_bytes(body)
    for name in differing:
        print(("differs: " if only_check else "written: ") + name)
    return 1 if only_check and differing else 0


if __name__ == "__main__":
    sys.exit(main())

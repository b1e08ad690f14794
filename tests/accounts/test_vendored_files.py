"""Vendored browser files carry licence and hashes and fetch nothing from elsewhere (spec/ui.md 9.5, UI-11)."""

from __future__ import annotations

import hashlib
import re
import tomllib
from pathlib import Path

import pytest
from django.conf import settings

FOLDERS = [
    Path(settings.BASE_DIR) / "static/vendor/nhsuk/10.6.1",
    Path(settings.BASE_DIR) / "tests/e2e/vendor/axe",
]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_file_is_named_with_its_hash(folder: Path) -> None:
    described = tomllib.loads((folder / "VENDOR.toml").read_text())
    files = {str(p.relative_to(folder)): p for p in folder.rglob("*") if p.is_file() and p.name != "VENDOR.toml"}
    assert described["integrity"].startswith("sha512-") and described["licence"]
    assert "LICENSE" in files
    assert described["sha256"] == {name: hashlib.sha256(p.read_bytes()).hexdigest() for name, p in files.items()}


def test_the_style_sheet_is_wrapped_and_has_no_fonts_and_no_foreign_addresses() -> None:
    css = (FOLDERS[0] / "nhsuk-frontend.min.css").read_text()
    assert css.startswith('@charset "UTF-8";@layer nhsuk{') and css.rstrip().endswith("}")
    for absent in ("@font-face", "http:", "https:", "sourceMappingURL", "/assets/"):
        assert absent not in css
    pictures = set(re.findall(r"url\(([^)]+)\)", css))
    assert pictures and all((FOLDERS[0] / picture).is_file() for picture in pictures)


def test_no_own_script_names_a_foreign_address() -> None:
    for script in (Path(settings.BASE_DIR) / "static/js").rglob("*.js"):
        assert "http://" not in script.read_text() and "https://" not in script.read_text(), script.name


def test_no_foreign_logotype_or_font_is_shipped() -> None:
    names = [p.name.lower() for p in (Path(settings.BASE_DIR) / "static").rglob("*") if p.is_file()]
    assert not [n for n in names if "logo" in n or "favicon" in n or n.endswith((".woff", ".woff2", ".ttf"))]

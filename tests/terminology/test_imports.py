"""The import commands: published layouts in, all or nothing (terminology README of the shared material)."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError

from terminology.models import CodeSystem, Concept
from terminology.search import ICD_10_SE, KSH97_P, find, search_by_code

pytestmark = pytest.mark.django_db

SHARED = Path(settings.BASE_DIR).parent / "shared" / "terminology"
HEADING = '"Kod"\t"Giltig från"\t"Överordnad kod"\t"Titel"\t"Latin"\n'


def write_icd(path: Path, *rows: tuple[str, str, str, str]) -> Path:
    body = "".join("\t".join(f'"{value}"' for value in (*row, "")) + "\n" for row in rows)
    path.write_text(HEADING + body, encoding="utf-8")
    return path


def run(command: str, path: Path) -> str:
    out = StringIO()
    call_command(command, str(path), stdout=out)
    return out.getvalue()


def stored(code_system: str) -> dict[str, str]:
    return dict(Concept.objects.filter(code_system__key=code_system).values_list("code", "title"))


def test_icd_rows_are_stored_without_dots_and_shown_with_them(tmp_path: Path) -> None:
    run("import_icd10se", write_icd(tmp_path / "icd.tsv", ("F43.8A", "1997-01-01", "F43.8", "Utmattningssyndrom")))
    row = Concept.objects.get()
    assert (row.code, row.display_code, row.parent_code) == ("F438A", "F43.8A", "F438")


def test_blocks_chapters_and_rows_without_valid_from_are_skipped(tmp_path: Path) -> None:
    path = write_icd(
        tmp_path / "icd.tsv",
        ("05", "1997-01-01", "", "Kapitel"),
        ("F40-F48", "1997-01-01", "", "Block"),
        ("F99", "", "", "Utgången"),
        ("F43", "1997-01-01", "", "Stress"),
    )
    run("import_icd10se", path)
    assert stored(ICD_10_SE) == {"F43": "Stress"}


def test_the_marks_of_paired_codes_are_left_out_of_the_title(tmp_path: Path) -> None:
    run("import_icd10se", write_icd(tmp_path / "icd.tsv", ("F00", "1997-01-01", "", "*\tDemens vid sjukdom")))
    assert stored(ICD_10_SE) == {"F00": "Demens vid sjukdom"}


def test_importing_the_same_file_twice_changes_nothing(tmp_path: Path) -> None:
    path = write_icd(tmp_path / "icd.tsv", ("F43", "1997-01-01", "", "Stress"))
    run("import_icd10se", path)
    before = CodeSystem.objects.get().stamp, list(Concept.objects.values_list("pk", "code"))
    assert "0 nya, 0 ändrade, 0 borttagna, 1 koder" in run("import_icd10se", path)
    assert (CodeSystem.objects.get().stamp, list(Concept.objects.values_list("pk", "code"))) == before


def test_a_newer_file_adds_changes_and_removes(tmp_path: Path) -> None:
    old = [("F43", "1997-01-01", "", "Stress"), ("J45", "1997-01-01", "", "Astma")]
    new = [("F43", "1997-01-01", "", "Svår stress"), ("M54", "1997-01-01", "", "Ryggvärk")]
    run("import_icd10se", write_icd(tmp_path / "old.tsv", *old))
    assert "1 nya, 1 ändrade, 1 borttagna" in run("import_icd10se", write_icd(tmp_path / "new.tsv", *new))
    assert stored(ICD_10_SE) == {"F43": "Svår stress", "M54": "Ryggvärk"}


def test_the_source_and_the_number_of_codes_are_kept(tmp_path: Path) -> None:
    run("import_icd10se", write_icd(tmp_path / "icd2025.tsv", ("F43", "1997-01-01", "", "Stress")))
    system = CodeSystem.objects.get()
    assert (system.name, system.version, system.concept_count) == ("ICD-10-SE", "icd2025.tsv", 1)
    assert system.imported_at is not None


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "kolumnen Kod"),
        (b"code;title\nF43;Stress\n", "kolumnen Kod"),
        (HEADING.encode(), "inga giltiga koder"),
        ((HEADING + '"hej"\t"1997-01-01"\t""\t"Titel"\t""\n').encode(), "Rad 2"),
        ((HEADING + '"F43"\t"1997-01-01"\t""\t""\t""\n').encode(), "Rad 2"),
        (HEADING.encode("iso-8859-1"), "inte UTF-8"),
    ],
)
def test_a_wrong_icd_file_is_refused_and_nothing_changes(tmp_path: Path, content: bytes, message: str) -> None:
    run("import_icd10se", write_icd(tmp_path / "good.tsv", ("F43", "1997-01-01", "", "Stress")))
    wrong = tmp_path / "wrong.tsv"
    wrong.write_bytes(content)
    with pytest.raises(CommandError, match=message):
        run("import_icd10se", wrong)
    assert stored(ICD_10_SE) == {"F43": "Stress"}


def test_a_missing_file_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="finns inte"):
        run("import_ksh97p", tmp_path / "none.ans")


def test_ksh_lines_have_fixed_columns_in_latin1(tmp_path: Path) -> None:
    path = tmp_path / "ksh.ans"
    path.write_bytes("A02-P  Salmonella \nF438A  Utmattning på jobbet\n\n".encode("iso-8859-1"))
    run("import_ksh97p", path)
    assert stored(KSH97_P) == {"A02-P": "Salmonella", "F438A": "Utmattning på jobbet"}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("A02-P  Ånger".encode(), "ISO-8859-1"),
        (b"<html>\n", "Rad 1"),
        (b"A02-P\n", "Rad 1"),
        (b"\n", "inga giltiga koder"),
    ],
)
def test_a_wrong_ksh_file_is_refused_and_nothing_is_stored(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "wrong.ans"
    path.write_bytes(content)
    with pytest.raises(CommandError, match=message):
        run("import_ksh97p", path)
    assert stored(KSH97_P) == {}


def test_the_icd_file_is_no_ksh_file(tmp_path: Path) -> None:
    path = write_icd(tmp_path / "icd.tsv", ("F43", "1997-01-01", "", "Stress"))
    with pytest.raises(CommandError, match="Inget har ändrats"):
        run("import_ksh97p", path)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the full terminology files are not here")
def test_the_full_icd_file_is_imported_and_searched() -> None:
    out = run("import_icd10se", SHARED / "icd-10-se.tsv")
    assert "35684 nya" in out
    assert "30000 koder skrivna" in out
    assert search_by_code(ICD_10_SE, "F43").total == 8
    found = find(ICD_10_SE, "F43.8A")
    assert found is not None
    assert found.title == "Utmattningssyndrom"


@pytest.mark.skipif(not SHARED.is_dir(), reason="the full terminology files are not here")
def test_the_full_ksh_file_is_imported() -> None:
    run("import_ksh97p", SHARED / "KSH97P_KOD.ANS")
    assert stored(KSH97_P)["A02-P"] == "Salmonellainfektioner"
    assert len(stored(KSH97_P)) == 977

"""``import_icf``: two tables in a layout of our own, all or nothing (docs/terminology.md)."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from terminology import demo
from terminology.icf_sources import read_icf
from terminology.models import CodeSystem, IcfSuggestion, IcfTerm
from terminology.search import ICD_10_SE, find

pytestmark = pytest.mark.django_db

TERM_HEADING = "Kod\tTitel\tBeskrivning\tInnefattar"
SUGGESTION_HEADING = "Diagnos\tCentrala\tKompletterande"
SLEEP = "b134\tSömn\tAtt sova.\tinsomni"
ATTENTION = "b140\tUppmärksamhet\tAtt hålla fokus.\t"
WALK = "d450\tGå\tAtt gå.\ttrappor"


def write(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path / "terms.tsv", TERM_HEADING, SLEEP, ATTENTION, WALK)
    write(tmp_path / "suggestions.tsv", SUGGESTION_HEADING, "F43\tb134 b140\td450", "M54.5\td450\tb134")
    return tmp_path


def run(folder: Path, *options: str) -> str:
    out = StringIO()
    call_command("import_icf", str(folder / "terms.tsv"), str(folder / "suggestions.tsv"), *options, stdout=out)
    return out.getvalue()


def suggestions() -> set[tuple[str, str, bool]]:
    return set(IcfSuggestion.objects.values_list("diagnosis_code", "term_id", "is_central"))


def test_terms_are_stored_with_their_texts(folder: Path) -> None:
    run(folder)
    term = IcfTerm.objects.get(code="b134")
    assert (term.title, term.description, term.includes) == ("Sömn", "Att sova.", "insomni")


def test_suggestions_are_central_or_supplementary_and_their_codes_lose_the_dot(folder: Path) -> None:
    run(folder)
    assert suggestions() == {
        ("F43", "b134", True),
        ("F43", "b140", True),
        ("F43", "d450", False),
        ("M545", "d450", True),
        ("M545", "b134", False),
    }


def test_importing_the_same_tables_twice_changes_nothing(folder: Path) -> None:
    run(folder)
    before = CodeSystem.objects.get().stamp, set(IcfSuggestion.objects.values_list("pk", flat=True))
    out = run(folder)
    assert "ICF-kategorier: 0 nya, 0 ändrade, 0 borttagna, 3 kategorier i allt." in out
    assert "ICF-förslag: 0 nya, 0 ändrade, 0 borttagna, 5 förslag i allt." in out
    assert (CodeSystem.objects.get().stamp, set(IcfSuggestion.objects.values_list("pk", flat=True))) == before


def test_newer_tables_add_change_and_remove(folder: Path) -> None:
    run(folder)
    write(folder / "terms.tsv", TERM_HEADING, "b134\tSömnen\tAtt sova.\tinsomni", WALK, "d455\tSpringa\tAtt springa.\t")
    write(folder / "suggestions.tsv", SUGGESTION_HEADING, "F43\td450\tb134", "S82\td455\t")
    out = run(folder)
    assert "ICF-kategorier: 1 nya, 1 ändrade, 1 borttagna, 3 kategorier i allt." in out
    assert "ICF-förslag: 1 nya, 2 ändrade, 3 borttagna, 3 förslag i allt." in out
    assert set(IcfTerm.objects.values_list("code", "title")) == {
        ("b134", "Sömnen"),
        ("d450", "Gå"),
        ("d455", "Springa"),
    }
    assert suggestions() == {("F43", "d450", True), ("F43", "b134", False), ("S82", "d455", True)}


def test_terms_may_change_titles_with_each_other(folder: Path) -> None:
    run(folder)
    swapped = [SLEEP.replace("Sömn", "Uppmärksamhet"), ATTENTION.replace("Uppmärksamhet", "Sömn"), WALK]
    write(folder / "terms.tsv", TERM_HEADING, *swapped)
    run(folder)
    assert IcfTerm.objects.get(code="b140").title == "Sömn"


def test_the_source_and_the_number_of_terms_are_kept(folder: Path) -> None:
    run(folder, "--source", "Höst 2026")
    system = CodeSystem.objects.get()
    assert (system.name, system.version, system.concept_count) == ("ICF", "Höst 2026", 3)


def test_without_a_source_the_names_of_the_files_are_kept(folder: Path) -> None:
    run(folder)
    assert CodeSystem.objects.get().version == "terms.tsv och suggestions.tsv"


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ([], "kolumnen Kod"),
        ([TERM_HEADING], "inga kategorier"),
        ([TERM_HEADING, "e310\tFamilj\tStöd.\t"], "Rad 2: koden"),
        ([TERM_HEADING, "b134\t\tAtt sova.\t"], "Rad 2: koden, titeln"),
        ([TERM_HEADING, "b134\tSömn\t\t"], "beskrivningen är inte giltig"),
        ([TERM_HEADING, f"b134\t{'x' * 201}\tAtt sova.\t"], "högst 200 tecken"),
        ([TERM_HEADING, SLEEP, "b134\tVila\tAtt vila.\t"], "Rad 3: koden eller titeln finns redan"),
        ([TERM_HEADING, SLEEP, "b140\tSömn\tAtt vila.\t"], "Rad 3: koden eller titeln finns redan"),
    ],
)
def test_a_wrong_table_of_terms_is_refused_and_nothing_changes(folder: Path, lines: list[str], message: str) -> None:
    run(folder)
    write(folder / "terms.tsv", *lines)
    with pytest.raises(CommandError, match=r"terms\.tsv: .*") as refused:
        run(folder)
    assert message in str(refused.value)
    assert IcfTerm.objects.count() == 3


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("hej\tb134\t", "Rad 2: diagnoskoden"),
        ("F43\tb134\tb134", "Rad 2: samma kategori"),
        ("F43\tb999\t", "Rad 2: kategorin b999 finns inte"),
        ("F43\tb134\t\nF43\td450\t", "Rad 3: diagnosen finns redan"),
    ],
)
def test_a_wrong_table_of_suggestions_is_refused_and_nothing_changes(folder: Path, row: str, message: str) -> None:
    run(folder)
    write(folder / "suggestions.tsv", SUGGESTION_HEADING, row)
    with pytest.raises(CommandError, match=r"suggestions\.tsv: .*") as refused:
        run(folder)
    assert message in str(refused.value)
    assert len(suggestions()) == 5


def test_a_missing_file_is_said_to_be_missing(folder: Path) -> None:
    (folder / "suggestions.tsv").unlink()
    with pytest.raises(CommandError, match="finns inte"):
        run(folder)


def test_the_starter_set_covers_sixty_categories_of_diagnoses_in_both_sets() -> None:
    catalogue = read_icf(demo.ICF_TERMS, demo.ICF_SUGGESTIONS)
    for component in ("b", "d"):
        offered = {s.diagnosis_code[:3] for s in catalogue.suggestions if s.term_code.startswith(component)}
        assert len(offered) >= 60


def test_every_diagnosis_of_the_starter_set_is_a_code_of_the_register() -> None:
    demo.load()
    codes = set(IcfSuggestion.objects.values_list("diagnosis_code", flat=True))
    assert [code for code in codes if find(ICD_10_SE, code) is None] == []


def test_every_term_of_the_starter_set_is_offered_for_some_diagnosis() -> None:
    demo.load()
    assert not IcfTerm.objects.filter(suggestions=None).exists()

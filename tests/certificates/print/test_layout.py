"""What stands on the paper in each state, and how it is tagged (spec/print.md 3, 7.1, 7.2)."""

from __future__ import annotations

import re
import shutil
import subprocess
from itertools import pairwise
from pathlib import Path

import pytest
import time_machine

from certificates.models import Certificate
from certificates.print.document import print_document
from tests.certificates.print.pdfs import artifact_text, pages, printed, printed_bytes, structure, text
from webcert import clock

ADDRESS = "839 88 Östersund"
SENT = "Intyget har skickats digitalt till Försäkringskassan"


def test_a_draft_says_so_in_watermark_and_in_words(draft: Certificate) -> None:
    pdf = printed(draft)
    assert all("UTKAST" in page for page in pages(pdf))
    assert "Utkast Det här är en utskrift av ett utkast och ska INTE skickas till Försäkringskassan." in text(pdf)


def test_a_draft_has_no_id_in_the_margin_no_signer_and_no_address(draft: Certificate) -> None:
    printed_text = text(printed(draft))
    for absent in ("Intygs-ID", draft.issuer_name, draft.issuer_hsa_id, "Överläkare", ADDRESS, SENT):
        assert absent not in printed_text


def test_a_locked_draft_says_so(locked: Certificate) -> None:
    pdf = printed(locked)
    assert all("LÅST UTKAST" in page for page in pages(pdf))
    assert "Låst utkast" in text(pdf)


def test_a_revoked_certificate_says_so(revoked: Certificate) -> None:
    pdf = printed(revoked)
    assert all("MAKULERAT" in page for page in pages(pdf))
    assert "Makulerat" in text(pdf)
    assert ADDRESS not in text(pdf)


def test_a_signed_certificate_has_its_id_on_every_page_and_no_watermark(signed: Certificate) -> None:
    signed.answers = {**signed.answers, "25": "mycket text " * 800}
    pdf = printed(signed)
    assert len(pdf.pages) > 1
    assert all(f"Intygs-ID: {signed.pk}" in page for page in pages(pdf))
    assert not re.search("UTKAST|MAKULERAT", text(pdf))
    assert "Intyget är elektroniskt undertecknat" in text(pdf)


def test_a_signed_certificate_names_signer_unit_and_time(signed: Certificate) -> None:
    printed_text = text(printed(signed))
    moment = clock.local(signed.signed_at).strftime("%Y-%m-%d %H:%M")
    for present in (signed.issuer_name, signed.issuer_hsa_id, signed.unit_name, "Storgatan 1", "990 01", moment):
        assert present in printed_text


def test_the_address_stands_only_while_not_sent(signed: Certificate) -> None:
    assert ADDRESS in text(printed(signed))
    assert SENT not in text(printed(signed))


def test_a_sent_certificate_has_the_head_line_and_no_address(sent: Certificate) -> None:
    printed_text = text(printed(sent))
    assert SENT in printed_text
    assert "1177.se" in printed_text
    assert ADDRESS not in printed_text


def test_every_page_says_that_it_is_a_test_whose_it_is_and_which_page(draft: Certificate) -> None:
    draft.answers = {**draft.answers, "25": "ord " * 1600}
    found = pages(printed(draft))
    assert len(found) == 3
    for number, page in enumerate(found, start=1):
        assert "TESTINTYG – ej giltigt" in page
        assert "Person-/samordningsnr 19121212-1212" in page
        assert f"Utskriftsdatum {clock.today().isoformat()}" in page
        assert f"{number} (3)" in page


def test_answers_stand_as_on_the_page(signed: Certificate) -> None:
    printed_text = text(printed(signed))
    for present in (
        "Läkarintyg för sjukpenning (FK 7804)",
        "Nedsättningsgrad Från och med Till och med 50 procent 2026-03-02 2026-03-12",
        "F43.0 Akut stressreaktion",
        "Snickare Lyfter tungt",
        "Prognos Prognos för arbetsförmågan Ej angivet",
    ):
        assert present in printed_text


def test_chosen_icf_terms_stand_on_lines_of_their_own_before_the_text(signed: Certificate) -> None:
    signed.answers["35"] = {"terms": ["Sömn", "Energi och drivkraft"], "text": "Vaknar ofta."}
    lines = [line.strip() for page in pages(printed(signed)) for line in page.splitlines() if line.strip()]
    start = lines.index("Nedsatta funktioner:")
    assert lines[start : start + 3] == ["Nedsatta funktioner:", "Sömn - Energi och drivkraft", "Vaknar ofta."]


def test_hidden_questions_and_empty_sections_are_left_out(signed: Certificate) -> None:
    signed.answers = {**signed.answers, "27": True}
    printed_text = text(printed(signed))
    assert "Smittbärarpenning" in printed_text
    assert "Sysselsättning" not in printed_text
    assert "Snickare" not in printed_text


def test_a_diagnosis_that_is_hidden_appears_nowhere(signed: Certificate) -> None:
    """Neither in the text nor in the metadata nor among the bytes of a stream."""
    signed.answers = {k: v for k, v in signed.answers.items() if k != "6"}
    pdf = printed(signed)
    everything = text(pdf) + str(pdf.metadata) + pdf.trailer["/Root"]["/Metadata"].get_data().decode()
    assert "F43" not in everything
    assert "stressreaktion" not in everything


def test_ten_thousand_characters_go_on_and_nothing_is_lost(signed: Certificate) -> None:
    words = [f"ord{number}" for number in range(1500)]
    signed.answers = {**signed.answers, "25": " ".join(words)[:10_000]}
    pdf = printed(signed)
    found = re.findall(r"ord\d+", "".join(pages(pdf)))
    assert found == re.findall(r"ord\d+", signed.answers["25"])


def test_a_word_without_end_stays_on_the_page(signed: Certificate) -> None:
    signed.answers = {**signed.answers, "25": "w" * 3000}
    right_edge = 210 / 25.4 * 72
    seen: list[float] = []
    pdf = printed(signed)
    for page in pdf.pages:
        page.extract_text(
            visitor_text=lambda part, cm, tm, font, size: seen.append(cm[4] + tm[4]) if "www" in part else None
        )
    assert sum(page.count("w") for page in pages(pdf)) >= 3000
    assert max(seen) < right_edge


@pytest.mark.parametrize(
    "nasty", ["#panic[x]", "<script>alert(1)</script>", "{{ x }}", "*fet* _kursiv_ $x$", "\\u{41}", "// ej"]
)
def test_markup_is_printed_as_it_stands(nasty: str, signed: Certificate) -> None:
    signed.answers = {**signed.answers, "25": f"före {nasty} efter"}
    assert f"före {nasty} efter" in text(printed(signed))


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("å ä ö Å Ä Ö – é “ ” ½ € µ ≥", "å ä ö Å Ä Ö – é “ ” ½ € µ ≥"),
        ("glad 😀 slut", "glad □ slut"),
        ("hjärta ❤️ slut", "hjärta □ slut"),
        ("漢字 slut", "□□ slut"),
        ("a\u0301 slut", "á slut"),
        ("noll\u200bbredd \u202eomvänt", "nollbredd omvänt"),
        ("styr\x07tecken\x00", "styrtecken"),
        ("rad ett\r\nrad två\ttabb", "rad ett rad två tabb"),
        ("10\u2011talet", "10‐talet"),
    ],
)
def test_every_character_can_be_printed(typed: str, shown: str, signed: Certificate) -> None:
    signed.answers = {**signed.answers, "25": typed}
    assert shown in text(printed(signed))


def test_the_document_is_tagged_in_swedish_and_has_a_title(signed: Certificate) -> None:
    pdf = printed(signed)
    root = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "sv"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert pdf.metadata.title == "Läkarintyg för sjukpenning FK 7804"
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()


def test_headings_come_in_order_and_tables_have_header_cells(signed: Certificate) -> None:
    found = structure(printed(signed))
    levels = [int(name[1]) for name in found if re.fullmatch("H[1-6]", name)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert found.count("Table") == found.count("THead") > 0
    assert "TH" in found


def test_running_texts_and_watermark_are_artifacts_and_the_state_is_not(draft: Certificate) -> None:
    outside = artifact_text(printed(draft))
    for running in ("UTKAST", "TESTINTYG – ej giltigt", "Utskriftsdatum", "Fastställd av Försäkringskassan"):
        assert running in outside
    assert "ska INTE skickas" not in outside


def test_the_title_and_the_metadata_hold_no_personal_number(signed: Certificate) -> None:
    pdf = printed(signed)
    assert "1212" not in str(pdf.metadata)
    assert b"1212" not in pdf.trailer["/Root"]["/Metadata"].get_data()


def test_fonts_are_embedded(signed: Certificate) -> None:
    fonts = {
        font.get_object()["/BaseFont"]: font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        for page in printed(signed).pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert fonts
    for name, descriptor in fonts.items():
        assert "LiberationSans" in name
        assert "/FontFile2" in descriptor.get_object()


def test_the_same_certificate_and_time_give_the_same_bytes(signed: Certificate) -> None:
    with time_machine.travel(clock.now(), tick=False):
        assert printed_bytes(signed) == printed_bytes(signed)


def test_makulerat_goes_before_locked(locked: Certificate) -> None:
    locked.revoked_at = clock.now()
    assert print_document(locked, printed_at=clock.now()).watermark == "MAKULERAT"


def test_verapdf_accepts_it_where_it_is_installed(signed: Certificate, tmp_path: Path) -> None:
    if shutil.which("verapdf") is None:
        pytest.skip("veraPDF is not installed")
    (tmp_path / "signed.pdf").write_bytes(printed_bytes(signed))
    judged = subprocess.run(
        ["verapdf", "--flavour", "ua1", "signed.pdf"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert 'isCompliant="true"' in judged.stdout

"""What a printed file is called, for every type (spec/print.md 5)."""

from __future__ import annotations

import datetime as dt

import pytest

from certificates.print.file_name import file_name, in_plain_letters
from certificates.types import registry
from certificates.types.base import CertificateType

PRINTED_AT = dt.datetime(2026, 7, 1, 22, 4, tzinfo=dt.UTC)
"""Past midnight in Sweden."""
DASHES, UNDERSCORES = "_26-07-02_0004", "_26_07_02_0004"
NAMES = {
    "fk7263": f"lakarintyg_fk7263{DASHES}.pdf",
    "lisjp": f"lakarintyg_sjukpenning{DASHES}.pdf",
    "luse": f"lakarutlatande_sjukersattning{DASHES}.pdf",
    "luae_na": f"lakarutlatande_aktivitetsersattning{DASHES}.pdf",
    "luae_fs": f"lakarutlatande_aktivitetsersattning{DASHES}.pdf",
    "ts-bas": f"lakarintyg_transportstyrelsen{DASHES}.pdf",
    "tstrk1062": f"lakarintyg_transportstyrelsen{DASHES}.pdf",
    "ts-diabetes": f"lakarintyg_transportstyrelsen{UNDERSCORES}.pdf",
    "tstrk1009": f"lakarintyg_transportstyrelsen{UNDERSCORES}.pdf",
    "af00213": f"af_medicinskt_utlatande{UNDERSCORES}.pdf",
    "af00251": f"af_lakarintyg_arbetsmarknadspolitiskt_program{UNDERSCORES}.pdf",
    "ag7804 1": f"arbetsgivarintyg{UNDERSCORES}.pdf",
    "ag114 1": f"sjukloneintyg{UNDERSCORES}.pdf",
    "db": f"dodsbevis{DASHES}.pdf",
    "doi": f"dodsorsaksintyg{DASHES}.pdf",
    "fk7804": f"lakarintyg_for_sjukpenning{DASHES}",
    "ag7804 2": "lakarintyg_om_arbetsformaga_arbetsgivaren",
    "ag114 2": "lakarintyg_om_arbetsformaga_sjukloneperioden",
    "ts8071": "lakarintyg_transportstyrelsen",
}
NAMED_LIKE_THE_TYPE = {"fk3221", "fk3226", "fk7210", "fk7426", "fk7427", "fk7472", "fk7809", "fk7810"}


@pytest.mark.parametrize("ctype", registry.all_types(), ids=lambda t: f"{t.type_id}-{t.version}")
def test_a_file_is_named_as_the_type_declares(ctype: CertificateType) -> None:
    key = ctype.type_id if ctype.type_id not in {"ag7804", "ag114"} else f"{ctype.type_id} {ctype.major}"
    name = file_name(ctype, printed_at=PRINTED_AT)

    if ctype.type_id in NAMED_LIKE_THE_TYPE:
        assert name == f"{in_plain_letters(ctype.name)}{DASHES}"
    else:
        assert name == NAMES[key]


def test_an_adapted_print_of_the_older_engine_says_so() -> None:
    older, newer = registry.get("ag7804", "1.2"), registry.get("ag7804", "2.0")

    assert file_name(older, printed_at=PRINTED_AT, is_adapted=True) == f"minimalt_arbetsgivarintyg{UNDERSCORES}.pdf"
    assert file_name(newer, printed_at=PRINTED_AT, is_adapted=True) == NAMES["ag7804 2"]


@pytest.mark.parametrize(
    ("type_name", "cleaned"),
    [
        ("Läkarintyg för sjukpenning", "lakarintyg_for_sjukpenning"),
        ("Intyg – om å, Ä och ö", "intyg_om_a_a_och_o"),
        ("Två  blanka", "tva_blanka"),
    ],
)
def test_a_type_without_a_word_of_its_own_is_written_in_plain_letters(type_name: str, cleaned: str) -> None:
    assert in_plain_letters(type_name) == cleaned

"""What is checked of both versions of TS8071: no schematron, so only the values (ts8071.yaml; README 12)."""

from __future__ import annotations

from certificates.types.receiver import ACCEPTED, BOOLEAN, DATE, TEXT, Coded, CodeList, Part, ReceiverRules, code_list
from certificates.types.receiver_parts import unlimited, unlimited_svar
from certificates.types.receiver_parts_ts import ID_KONTROLL

_CONCERNS = code_list(
    "1.2.752.129.5.1.66",
    "gr_II",
    "gr_II_III",
    "forlang_gr_II",
    "forlang_gr_II_III",
    "utbyt_utl_kk",
    "tax_leg",
    "int_begar_ts",
)
_BASIS = code_list("1.2.752.129.5.1.67", "journal", "distkont", "undersokn")
EARS = code_list("1.2.752.129.5.1.68", "25577004", "89644007")
_JUDGEMENT = code_list("TS-002", "ja", "nej", "ejstalln")


def values_of(*parts: Part, ears: CodeList, unknown: str) -> ReceiverRules:
    """The values of the common sub-answers and of those of one version, which has its own code for "not known"."""
    return ReceiverRules(
        svar=unlimited_svar(
            *unlimited(Coded(_CONCERNS), "1.1"),
            *unlimited(Coded(_BASIS), "2.1"),
            *unlimited(DATE, "2.2"),
            *unlimited(Coded(ID_KONTROLL), "3.1"),
            *unlimited(TEXT, "5.1", "5.2", "5.3", "5.4", "5.5", "5.6"),
            *unlimited(BOOLEAN, "4.1", "7.1", "7.3", "8.1", "9.1", "9.2", "10.1", "10.3"),
            *unlimited(BOOLEAN, "11.1", "11.3", "11.5", "11.7", "11.9", "12.1", "13.1"),
            *unlimited(BOOLEAN, "14.1", "14.3", "14.5", "14.8", "15.1", "15.2", "16.1", "16.2", "17.1", "17.3"),
            *unlimited(BOOLEAN, "18.1", "18.3", "18.6", "18.8", "19.1", "21.1"),
            *unlimited(TEXT, "7.2", "7.4", "8.2", "10.2", "11.2", "11.4", "11.6", "11.8", "13.2"),
            *unlimited(TEXT, "14.2", "14.4", "14.6", "14.7", "14.9", "15.3", "16.3", "17.2"),
            *unlimited(TEXT, "18.2", "18.4", "18.5", "18.7", "18.9", "19.2", "19.3", "21.2", "22.1", "23.2", "23.3"),
            *unlimited(Coded(ears), "9.3"),
            *unlimited(Coded(known_or(unknown)), "11.10"),
            *unlimited(Coded(_JUDGEMENT), "23.1"),
            *parts,
        ),
        other_svar=ACCEPTED,
    )


def known_or(unknown: str) -> CodeList:
    """Yes, no, and the code for "not known"."""
    return code_list("TS-001", "ja", "nej", unknown)

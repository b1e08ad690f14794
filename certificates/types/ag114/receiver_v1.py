"""What the receiver demands of AG1-14 version 1 (ag114.yaml, ``legacy_v1.transport``)."""

from __future__ import annotations

from certificates.types.receiver import (
    ACCEPTED,
    BOOLEAN,
    ONCE,
    OPTIONAL,
    PERIOD,
    TEXT,
    Coded,
    Count,
    DiagnosisRows,
    Measure,
    ReceiverRules,
    Rule,
    at_most_one,
    is_true,
    one,
    singles,
    svar,
)
from certificates.types.receiver_parts import (
    FKMU_0002,
    LEGACY_DIAGNOSIS_SYSTEMS,
    basis,
    diagnosis_code,
    other_basis,
)

WHOLE_PERCENT = Measure(0, 100, form=r"(0|[1-9][0-9]*)\.0")
"""Only the presence of a unit is asked for."""

RECEIVER_RULES = ReceiverRules(
    svar=(
        basis("10", Count(most=4), "UNDERSOKNING", "TELEFONKONTAKT", "JOURNALUPPGIFTER", "ANNAT"),
        *singles(ONCE, Coded(FKMU_0002.only("NUVARANDE_ARBETE")), "1"),
        *singles(ONCE, TEXT, "2", "5"),
        *singles(ONCE, BOOLEAN, "3"),
        svar(
            "4",
            Count(most=3),
            at_most_one("4.1", TEXT),
            at_most_one("4.2", diagnosis_code(LEGACY_DIAGNOSIS_SYSTEMS, max_length=None)),
            other_parts=True,
        ),
        svar("6", ONCE, one("6.1", BOOLEAN), at_most_one("6.2", TEXT)),
        svar("7", ONCE, one("7.1", WHOLE_PERCENT), one("7.2", PERIOD)),
        *singles(OPTIONAL, TEXT, "8"),
        svar("9", OPTIONAL, one("9.1", BOOLEAN), at_most_one("9.2", TEXT)),
    ),
    other_svar=ACCEPTED,
    instans_required=("4", "10"),
    instans_from_one=False,
    rules=(
        *other_basis("10"),
        DiagnosisRows("4", (("4.1", "4.2"),)),
        Rule(when=is_true("3.1"), present=("4",)),
        Rule(when=is_true("6.1"), present=("6.2",)),
        Rule(when=is_true("9.1"), present=("9.2",)),
    ),
)

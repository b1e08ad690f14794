"""What the receiver demands of FK 7804 version 2.0 (block ``transport`` of its file; value rules: README 12)."""

from __future__ import annotations

from certificates.types.code_lists import DIAGNOSIS_PATTERN
from certificates.types.receiver import (
    Count,
    DiagnosisRule,
    ReceiverRules,
    Rule,
    SubAnswerCount,
    unless,
    when,
    when_other,
)

RECEIVER_RULES = ReceiverRules(
    counts={
        "27": Count(),
        "1": Count(most=5),
        "28": Count(most=4),
        "29": Count(),
        "6": Count(least=1),
        "35": Count(),
        "17": Count(),
        "19": Count(),
        "32": Count(least=1, most=4),
        "37": Count(),
        "34": Count(),
        "33": Count(),
        "39": Count(),
        "44": Count(),
        "25": Count(),
        "26": Count(),
    },
    sub_answers={
        "27": SubAnswerCount(("27.1",)),
        "1": SubAnswerCount(("1.1", "1.2"), ("1.3",)),
        "28": SubAnswerCount(("28.1",)),
        "29": SubAnswerCount(("29.1",)),
        "6": SubAnswerCount(("6.1", "6.2"), ("6.3", "6.4", "6.5", "6.6")),
        "35": SubAnswerCount(("35.1",)),
        "17": SubAnswerCount(("17.1",)),
        "19": SubAnswerCount(("19.1",)),
        "32": SubAnswerCount(("32.1", "32.2")),
        "37": SubAnswerCount(("37.1",)),
        "34": SubAnswerCount(("34.1",)),
        "33": SubAnswerCount(("33.1",), ("33.2",)),
        "39": SubAnswerCount(("39.1",), ("39.2", "39.4")),
        "44": SubAnswerCount(("44.1",)),
        "25": SubAnswerCount(("25.1",)),
        "26": SubAnswerCount(("26.1",), ("26.2",)),
    },
    instans_required=frozenset({"1", "28", "32"}),
    distinct_codes=("1.1", "28.1", "32.1"),
    periods=("32.2",),
    diagnoses=(
        DiagnosisRule(
            svar="6", rows=(("6.1", "6.2"), ("6.3", "6.4"), ("6.5", "6.6")), max_length=5, pattern=DIAGNOSIS_PATTERN
        ),
    ),
    rules=(
        Rule((when("27.1", "false", "0"),), present=("1", "28", "35", "17", "39")),
        Rule((when("1.1", "ANNAT"),), present=("1.3",), same_svar=True),
        Rule((unless("1.1", "ANNAT"),), absent=("1.3",), same_svar=True),
        Rule((when("28.1", "NUVARANDE_ARBETE"),), present=("29",)),
        Rule((unless("28.1", "NUVARANDE_ARBETE"),), absent=("29",)),
        Rule((when("33.1", "true", "1"),), present=("33.2",)),
        Rule((when("33.1", "false", "0"),), absent=("33.2",)),
        Rule((when("39.1", "ATER_X_ANTAL_MANADER"),), present=("39.4",)),
        Rule((when_other("39.1", "ATER_X_ANTAL_MANADER"),), absent=("39.4",)),
        Rule((when("39.1", "PROGNOS_OKLAR"),), present=("39.2",)),
        Rule((when_other("39.1", "PROGNOS_OKLAR"),), absent=("39.2",)),
        Rule((when("26.1", "false", "0"),), absent=("26.2",)),
    ),
)

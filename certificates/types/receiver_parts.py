"""Pieces that the receiver's rules of several types share (spec/certificate-types README 7, 10, 12)."""

from __future__ import annotations

from certificates.types.code_lists import DIAGNOSIS_PATTERN
from certificates.types.receiver import (
    ANY,
    BOOLEAN,
    DATE,
    ONCE,
    OPTIONAL,
    PERIOD,
    TEXT,
    Coded,
    CodeList,
    Count,
    DiagnosisCode,
    DiagnosisRows,
    Distinct,
    Expected,
    NotAfter,
    Part,
    PeriodsApart,
    ReceiverRule,
    Rule,
    Value,
    all_of,
    any_number,
    at_most_one,
    code_list,
    given,
    has,
    is_false,
    is_true,
    not_,
    one,
    singles,
    svar,
)
from certificates.types.receiver.certificate import svar_of

FKMU_0001 = code_list(
    "KV_FKMU_0001", "FYSISKUNDERSOKNING", "DIGITALUNDERSOKNING", "TELEFONKONTAKT", "JOURNALUPPGIFTER", "ANNAT"
)
"""As of version 2 of the certificates of sick leave."""
FKMU_0002 = code_list("KV_FKMU_0002", "NUVARANDE_ARBETE", "ARBETSSOKANDE", "FORALDRALEDIG", "STUDIER")
FKMU_0003 = code_list("KV_FKMU_0003", "EN_FJARDEDEL", "HALFTEN", "TRE_FJARDEDEL", "HELT_NEDSATT")
FKMU_0004 = code_list(
    "KV_FKMU_0004",
    "EJ_AKTUELLT",
    "ARBETSTRANING",
    "ARBETSANPASSNING",
    "SOKA_NYTT_ARBETE",
    "BESOK_ARBETSPLATS",
    "ERGONOMISK",
    "HJALPMEDEL",
    "KONFLIKTHANTERING",
    "KONTAKT_FHV",
    "OMFORDELNING",
    "OVRIGA_ATGARDER",
)
FKMU_0006 = code_list("KV_FKMU_0006", "STOR_SANNOLIKHET", "ATER_X_ANTAL_MANADER", "SANNOLIKT_INTE", "PROGNOS_OKLAR")
"""As of version 2; version 1 counts days."""
FKMU_0007 = code_list(
    "KV_FKMU_0007", "TRETTIO_DGR", "SEXTIO_DGR", "NITTIO_DGR", "HUNDRAATTIO_DAGAR", "TREHUNDRASEXTIOFEM_DAGAR"
)

LEGACY_DIAGNOSIS_SYSTEMS = frozenset({"1.2.752.116.1.1.1.1.3", "1.2.752.116.1.3.1.4.1"})
"""ICD-10-SE and KSH97-P."""


def diagnosis_code(systems: frozenset[str], *, max_length: int | None = 5) -> DiagnosisCode:
    """README 7, point 4."""
    return DiagnosisCode(systems, DIAGNOSIS_PATTERN, max_length)


# --- basis and background ---------------------------------------------------------------------------------------------


def basis(svar_id: str, count: Count, *codes: str, more: tuple[Part, ...] = ()) -> Expected:
    """What the certificate is based on: code and day, and what else it is based on."""
    code = one(f"{svar_id}.1", Coded(code_list("KV_FKMU_0001", *codes)))
    return svar(svar_id, count, code, one(f"{svar_id}.2", DATE), at_most_one(f"{svar_id}.3", TEXT), *more)


def other_basis(svar_id: str) -> tuple[ReceiverRule, ...]:
    """What else it is based on is told with ANNAT, and only with it; no code stands twice."""
    is_other, told = has(f"{svar_id}.1", "ANNAT"), (f"{svar_id}.3",)
    return (
        Distinct(f"{svar_id}.1"),
        Rule(each=svar_id, when=is_other, present=told),
        Rule(each=svar_id, when=not_(is_other), absent=told),
    )


def investigations(kinds: CodeList) -> Expected:
    """Other investigations: type, day and source of each."""
    code = one("4.1", Coded(kinds))
    return svar("4", Count(most=3), code, one("4.2", DATE), one("4.3", TEXT))


def some_of(*svar_ids: str) -> Rule:
    """At least one of the svar."""
    return Rule(any_of=svar_ids)


def follow_up(question: str, answer: str) -> tuple[Rule, Rule]:
    """The answer is given when the question is answered by yes, and must not be when by no."""
    return Rule(when=is_true(question), present=(answer,)), Rule(when=is_false(question), absent=(answer,))


CONTACT = svar("26", OPTIONAL, one("26.1", BOOLEAN), at_most_one("26.2", TEXT))


# --- diagnoses --------------------------------------------------------------------------------------------------------


def diagnosis_pairs(svar_id: str) -> tuple[tuple[str, str], ...]:
    """Sub-answers of three rows in one svar: text and code by turns."""
    return tuple((f"{svar_id}.{n}", f"{svar_id}.{n + 1}") for n in (1, 3, 5))


def diagnoses_6(count: Count, systems: frozenset[str]) -> Expected:
    """Svar 6: three rows of text and code, the first one always."""
    code = diagnosis_code(systems)
    (first_text, first_code), *others = diagnosis_pairs("6")
    further = [part for text_id, code_id in others for part in (at_most_one(text_id, TEXT), at_most_one(code_id, code))]
    return svar("6", count, one(first_text, TEXT), one(first_code, code), *further)


LEGACY_DIAGNOSIS_ROWS = DiagnosisRows("6", diagnosis_pairs("6"), same_terminology=True)


def diagnoses_58(count: Count, *systems: str) -> Expected:
    """Svar 58: one row in each."""
    return svar("58", count, one("58.1", TEXT), one("58.2", diagnosis_code(frozenset(systems))))


# --- sickness and activity compensation -------------------------------------------------------------------------------

OPINION_BASIS = basis("1", Count(1, 4), "UNDERSOKNING", "JOURNALUPPGIFTER", "ANHORIG", "ANNAT")
OPINION_RULES: tuple[ReceiverRule, ...] = (
    *other_basis("1"),
    NotAfter("2.1", "1.2", when=has("1.1", "UNDERSOKNING", "ANHORIG"), each="1"),
    Rule(when=is_true("3.1"), present=("4",)),
    Rule(when=is_false("3.1"), absent=("4",)),
    LEGACY_DIAGNOSIS_ROWS,
    Rule(when=is_false("26.1"), absent=("26.2",)),
)
"""Rules that FK 7800, 7801 and 7802 have in common."""

OPINION_INVESTIGATIONS = code_list(
    "KV_FKMU_0005",
    "NEUROPSYKIATRISKT",
    "HABILITERING",
    "ARBETSTERAPEUT",
    "FYSIOTERAPEUT",
    "LOGOPED",
    "PSYKOLOG",
    "FORETAGSHALSOVARD",
    "SKOLHALSOVARD",
    "SPECIALISTKLINIK",
    "VARD_UTOMLANDS",
    "OVRIGT_UTLATANDE",
)
"""All that the three know; FK 7800 and 7802 leave one out."""

COMPENSATION_SVAR: tuple[Expected, ...] = (
    OPINION_BASIS,
    *singles(ONCE, DATE, "2"),
    *singles(ONCE, BOOLEAN, "3"),
    *singles(ONCE, TEXT, "5", "7", "17", "22"),
    diagnoses_6(ONCE, LEGACY_DIAGNOSIS_SYSTEMS),
    *singles(OPTIONAL, TEXT, "8", "9", "10", "11", "12", "13", "14", "18", "19", "20", "21", "23", "25"),
    CONTACT,
    svar("45", ONCE, one("45.1", BOOLEAN), at_most_one("45.2", TEXT)),
)
COMPENSATION_RULES: tuple[ReceiverRule, ...] = (
    *OPINION_RULES,
    some_of("8", "9", "10", "11", "12", "13", "14"),
    *follow_up("45.1", "45.2"),
)
"""What FK 7800 and 7801 have in common besides; only the investigations differ, and svar 24."""


# --- sick leave -------------------------------------------------------------------------------------------------------

OCCUPATIONS = svar("28", Count(most=4), one("28.1", Coded(FKMU_0002)))
PERIODS = svar("32", Count(1, 4), one("32.1", Coded(FKMU_0003)), one("32.2", PERIOD))
WORKING_HOURS = svar("33", OPTIONAL, one("33.1", BOOLEAN), at_most_one("33.2", TEXT))

SICK_LEAVE_RULES: tuple[ReceiverRule, ...] = (
    *other_basis("1"),
    Distinct("28.1"),
    Distinct("32.1"),
    PeriodsApart("32.2"),
    Rule(when=has("28.1", "NUVARANDE_ARBETE"), present=("29",)),
    Rule(when=not_(has("28.1", "NUVARANDE_ARBETE")), absent=("29",)),
    *follow_up("33.1", "33.2"),
)
"""Rules of svar 1, 28, 29, 32 and 33 that hold in both versions."""

LEGACY_PROGNOSIS = svar(
    "39",
    OPTIONAL,
    one(
        "39.1",
        Coded(code_list("KV_FKMU_0006", "STOR_SANNOLIKHET", "ATER_X_ANTAL_DGR", "SANNOLIKT_INTE", "PROGNOS_OKLAR")),
    ),
    at_most_one("39.3", Coded(FKMU_0007)),
)
_IS_PARTIAL = has("32.1", "EN_FJARDEDEL", "HALFTEN", "TRE_FJARDEDEL")
_IN_DAYS = has("39.1", "ATER_X_ANTAL_DGR")
LEGACY_SICK_LEAVE_RULES: tuple[ReceiverRule, ...] = (
    *SICK_LEAVE_RULES,
    LEGACY_DIAGNOSIS_ROWS,
    Distinct("40.1"),
    Rule(when=all_of(_IS_PARTIAL, not_(is_true("27.1"))), present=("33",)),
    Rule(when=not_(_IS_PARTIAL), absent=("33",)),
    Rule(when=_IN_DAYS, present=("39.3",)),
    Rule(when=all_of(given("39.1"), not_(_IN_DAYS)), absent=("39.3",)),
    Rule(when=has("40.1", "EJ_AKTUELLT"), absent=("44",), at_most={"40": 1}),
)
"""Version 1 of the sick-leave types."""


# --- certificates of the model engine ---------------------------------------------------------------------------------
#
# Their files tell a few numbers in words. That unknown ids are refused, that a svar which no number is told for stands
# at most once, and how often the sub-answers stand in it, is concluded from the types whose rules are known.


MEETING_BASIS = ("FYSISKUNDERSOKNING", "DIGITALUNDERSOKNING", "JOURNALUPPGIFTER", "ANHORIG", "ANNAT")
"""What FK 3221 and 7810 are based on."""
RELATION = (at_most_one("1.4", TEXT),)
"""Who has described the patient, in FK 3221, 7809 and 7810."""
INVESTIGATIONS = code_list(
    "KV_FKMU_0005",
    "NEUROPSYKIATRISKT",
    "HABILITERING",
    "ARBETSTERAPEUT",
    "FYSIOTERAPEUT",
    "LOGOPED",
    "PSYKOLOG",
    "VARDCENTRAL",
    "SPECIALISTKLINIK",
    "SKOLHALSOVARD",
    "VARD_UTOMLANDS",
    "HORSELHABILITERING",
    "SYNHABILITERINGEN",
    "AUDIONOM",
    "DIETIST",
    "ORTOPTIST",
    "ORTOPEDTEKNIKER",
    "OVRIGT_UTLATANDE",
)
"""All that FK 3221, 7809 and 7810 know; each leaves some out."""
CHILD_BASIS = ("FYSISKUNDERSOKNING", "DIGITALUNDERSOKNING", "JOURNALUPPGIFTER", "FORALDER", "ANNAT")
"""What the two certificates about a sick child are based on."""
TREATMENTS = svar("50", OPTIONAL, one("50.1", TEXT), at_most_one("50.2", TEXT))


def unlimited(value: Value, *sub_answers: str) -> tuple[Part, ...]:
    """Sub-answers of a type that has no answer rules: only their values are looked at."""
    return tuple(any_number(sub_answer, value) for sub_answer in sub_answers)


def unlimited_svar(*parts: Part) -> tuple[Expected, ...]:
    """The svar that these sub-answers belong to, any number of them."""
    ids = dict.fromkeys(svar_of(part.id) for part in parts)
    return tuple(
        svar(svar_id, ANY, *(part for part in parts if svar_of(part.id) == svar_id), other_parts=True)
        for svar_id in ids
    )

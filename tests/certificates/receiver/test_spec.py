"""The declared rules against the files of the specification, key by key (README 12; blocks transport, schematron_*)."""

from __future__ import annotations

import re
from typing import Any

import pytest

from certificates.types.receiver import (
    BOOLEAN,
    DATE,
    OPTIONAL,
    PERIOD,
    TEXT,
    Coded,
    DiagnosisCode,
    DiagnosisRows,
    Distinct,
    Measure,
    Part,
    PeriodsApart,
    ReceiverRules,
    Value,
    code_list,
)
from certificates.types.receiver.structure import ONCE
from tests.certificates.receiver import spec
from tests.certificates.receiver.world import RULES

pytestmark = pytest.mark.skipif(not spec.FOLDER.is_dir(), reason="the specification is not at hand")

SCHEMATRONS = {
    "af00213-v1": ("af00213", "schematron_v1"),
    "af00251-v1": ("af00251", "schematron_v1"),
    "db-v1": ("db", "schematron_v1"),
    "doi-v1": ("doi", "schematron_v1"),
    "ts-bas-v6": ("ts_bas", "schematron_v6"),
    "ts-bas-v7": ("ts_bas", "schematron_v7"),
    "ts-diabetes-v3": ("ts_diabetes", "schematron_v3"),
    "ts-diabetes-v4": ("ts_diabetes", "schematron_v4"),
    "tstrk1009-v1": ("tstrk1009", "schematron_v1"),
    "tstrk1062-v1": ("tstrk1062", "schematron_v1"),
}
COMPLETE = {
    "lisjp-v1": ("lisjp",),
    "luse-v1": ("luse",),
    "luae_na-v1": ("luae_na",),
    "luae_fs-v1": ("luae_fs",),
    "ag114-v1": ("ag114", "legacy_v1"),
    "ag7804-v1": ("ag7804", "legacy_v1"),
}
"""Types whose block ``transport`` is complete for the receiver."""
_MODELS = ("fk3221", "fk3226", "fk7210", "fk7426", "fk7427", "fk7472", "fk7809", "fk7810")
FORMS = {
    **{key: place for key, place in COMPLETE.items() if key != "ag7804-v1"},
    **{f"{name}-v1": (name,) for name in _MODELS},
    **{f"{name}-v2": (name,) for name in ("ag114", "ag7804", "fk7804")},
}
"""Types whose values are those of ``sections``; AG7804 version 1 tells its own in words."""


def schematron(key: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The block of a version, on top of the one it is based on, and the code lists of the file."""
    name, block_name = SCHEMATRONS[key]
    whole = spec.load(name)
    block = whole[block_name]
    if based_on := block.get("based_on"):
        older = whole[based_on]
        replaced = {i for names in block["delsvar"] for i in spec.ids_of(names)} | set(block["removed_delsvar"])
        kept = {
            one: written
            for names, written in older["delsvar"].items()
            for one in spec.ids_of(names)
            if one not in replaced
        }
        block = {**older, **block, "delsvar": {**kept, **block["delsvar"]}}
        block["counts"] = {**older["counts"], **block["counts"]}
    if block["counts"] == "same as transport.counts":
        block = {**block, "counts": whole["transport"]["counts"]}
    return block, whole.get("code_lists", {})


def transport(key: str) -> dict[str, Any]:
    block = spec.load(COMPLETE[key][0])
    return (block["legacy_v1"] if len(COMPLETE[key]) > 1 else block)["transport"]


def counts(rules: ReceiverRules) -> dict[str, Any]:
    return {expected.id: expected.count for expected in rules.svar}


def parts(rules: ReceiverRules) -> dict[str, Part]:
    return {part.id: part for expected in rules.svar for part in expected.parts}


def pieces(rules: ReceiverRules) -> set[spec.Piece]:
    return {piece for rule in rules.rules for piece in spec.declared_pieces(rule)}


# --- schematron_* -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", SCHEMATRONS)
def test_numbers_of_svar(key: str) -> None:
    block, _ = schematron(key)

    assert counts(RULES[key]) == {svar_id: spec.count_of(n) for svar_id, n in block["counts"].items()}


@pytest.mark.parametrize("key", SCHEMATRONS)
def test_numbers_and_values_of_sub_answers(key: str) -> None:
    block, lists = schematron(key)
    declared = parts(RULES[key])
    accepts_others = {part for expected in RULES[key].svar if expected.other_parts for part in _ids(block, expected.id)}

    for name, (count, value) in spec.parts_of(block, lists).items():
        if name not in declared:
            assert name in accepts_others, name
            assert value is spec.UNCHECKED, name
            continue
        is_acuity = key.startswith("ts-bas") and name.startswith("8.") and value in (spec.ACUITY, spec.DECIMAL)
        assert declared[name].count == (OPTIONAL if is_acuity and count != ONCE else count), name
        if value is not None:
            assert declared[name].value == value, name


def _ids(block: dict[str, Any], svar_id: str) -> set[str]:
    return {i for names in block["delsvar"] for i in spec.ids_of(names) if i.partition(".")[0] == svar_id}


@pytest.mark.parametrize("key", SCHEMATRONS)
def test_no_sub_answer_is_declared_that_the_file_does_not_have(key: str) -> None:
    block, lists = schematron(key)

    assert set(parts(RULES[key])) <= set(spec.parts_of(block, lists))


@pytest.mark.parametrize("key", SCHEMATRONS)
def test_rules_across_answers(key: str) -> None:
    block, _ = schematron(key)
    regular = [r for r in block["rules"] if "text" not in r and not ("$8." in r.get("when", "") and "<" in r["when"])]
    told = {piece for rule in regular for piece in spec.rule_pieces(rule)}
    extra = {piece for piece in pieces(RULES[key]) - told if "_Below" not in repr(piece)}

    assert told <= pieces(RULES[key])
    assert extra <= IN_WORDS.get(key, set())


IN_WORDS: dict[str, set[spec.Piece]] = {
    "af00251-v1": {("once", spec.has("1.1", "ANNAT"), "1", "1.3")},
}


@pytest.mark.parametrize("key", SCHEMATRONS)
def test_unknown_svar_and_sub_answers(key: str) -> None:
    block, _ = schematron(key)
    rules = RULES[key]
    others = block["unknown_delsvar"]
    open_ids = [expected.id for expected in rules.svar if expected.other_parts]

    assert rules.other_svar.accepts("77777") is (block["unknown_svar"] == "accepted")
    assert rules.other_svar.accepts("118") is (block["unknown_svar"] not in ("refused",))
    if isinstance(others, dict):
        assert open_ids == others["accepted_in"]
    else:
        assert open_ids == ([] if others == "refused" else [expected.id for expected in rules.svar])


@pytest.mark.parametrize("key", SCHEMATRONS)
def test_instans(key: str) -> None:
    block, _ = schematron(key)
    told = block.get("instans", {})

    assert list(RULES[key].instans_required) == told.get("required_in", [])
    assert RULES[key].instans_from_one is (told.get("minimum") == 1)


# --- transport --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", COMPLETE)
def test_numbers_of_svar_in_a_complete_block(key: str) -> None:
    declared = {svar_id: count for svar_id, count in counts(RULES[key]).items() if count != spec.count_of("any")}

    assert declared == {svar_id: spec.count_of(n) for svar_id, n in transport(key)["counts"].items()}


@pytest.mark.parametrize("key", COMPLETE)
def test_numbers_of_sub_answers_in_a_complete_block(key: str) -> None:
    block = transport(key)
    told = {
        name: count
        for expected in block["sub_answers"].values()
        for kind, count in (("exactly_one", ONCE), ("at_most_one", OPTIONAL))
        for name in expected.get(kind, ())
    }
    open_ids = {svar_id for svar_id, expected in block["sub_answers"].items() if "others" in expected}
    if isinstance(allowed := block["allowed_svar_ids"], list):
        open_ids |= {svar_id for svar_id in allowed if svar_id.isdecimal()} - set(block["counts"])

    assert {name: part.count for name, part in parts(RULES[key]).items()} == told
    assert {expected.id for expected in RULES[key].svar if expected.other_parts} == open_ids


@pytest.mark.parametrize("key", COMPLETE)
def test_the_other_keys_of_a_complete_block(key: str) -> None:
    block, rules = transport(key), RULES[key]
    diagnoses = block["diagnoses"]
    codes = [p.value for p in parts(rules).values() if isinstance(p.value, DiagnosisCode)]
    (rows,) = [rule for rule in rules.rules if isinstance(rule, DiagnosisRows)]
    overlaps = {name for name, told in block.get("periods", {}).items() if "overlap" in told}

    assert set(rules.instans_required) == set(block["instans_required"])
    assert rules.instans_from_one is ("instans_value" not in block)
    assert rules.other_svar.accepts("7") is (block["allowed_svar_ids"] == "any")
    assert rules.extra_questions is block["extra_questions"].startswith("accepted")
    assert {r.sub_answer for r in rules.rules if isinstance(r, Distinct)} == set(block["distinct_codes"])
    assert {r.sub_answer for r in rules.rules if isinstance(r, PeriodsApart)} == overlaps
    assert {(code.systems, code.max_length) for code in codes} == {
        (frozenset(diagnoses["code_systems"]), diagnoses["max_length"])
    }
    assert (rows.svar, rows.same_terminology) == (diagnoses["svar"], diagnoses["same_terminology"])
    assert all(parts(rules)[name].value == PERIOD for name in block.get("periods", {}))


@pytest.mark.parametrize("key", COMPLETE)
def test_rules_across_answers_of_a_complete_block(key: str) -> None:
    block = transport(key)
    told = {piece for rule in block["rules"] for piece in spec.rule_pieces(rule)}
    told |= {("order", spec.ALWAYS, "", name, spec.TODAY) for name in block.get("not_after_today", ())}
    if "at_least_one_of" in block:
        told.add(("any_of", spec.ALWAYS, "", tuple(block["at_least_one_of"])))

    assert pieces(RULES[key]) == told


# --- sections ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", FORMS)
def test_values_are_those_of_the_form(key: str) -> None:
    whole = spec.load(FORMS[key][0])
    sections = (whole["legacy_v1"] if len(FORMS[key]) > 1 else whole)["sections"]
    declared = parts(RULES[key])

    found = {a["id"]: a for section in sections for q in section["questions"] for a in sub_answers(q)}

    assert set(declared) == set(found)
    for name, sub_answer in found.items():
        assert fits(declared[name].value, sub_answer), name


def sub_answers(question: dict[str, Any]) -> list[dict[str, Any]]:
    own = [a for a in question.get("subanswers", ()) if re.fullmatch(r"[0-9]+\.[0-9]+", a["id"] or "")]
    return own + [a for child in question.get("questions", ()) for a in sub_answers(child)]


def fits(value: Value, sub_answer: dict[str, Any]) -> bool:
    kind = sub_answer["type"]
    if "codes" in sub_answer:
        return value == Coded(code_list(sub_answer["code_system"], *(c["code"] for c in sub_answer["codes"])))
    if kind == "code":
        return (
            isinstance(value, DiagnosisCode) and sub_answer.get("code_system", "1.2.752.116.1.1.1.1.3") in value.systems
        )
    if kind == "quantity":
        return isinstance(value, Measure)
    if kind in ("text", "icf", "integer"):
        return value == TEXT or (isinstance(value, spec.FreeText) and value.max_length == sub_answer["max_length"])
    return value == {"boolean": BOOLEAN, "date": DATE, "date_range": PERIOD}[kind]

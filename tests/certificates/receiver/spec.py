"""The receiver's rules as the specification writes them, brought into the language of the declarations.

Reads the regular notation of ``counts``, ``delsvar`` and ``rules`` (README 12; ts_bas.yaml). Rules that a file tells in
words are left out; the tests of the single types cover those.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import yaml

from certificates.types.receiver import (
    ALWAYS,
    ANY_CODE,
    BIRTH,
    BOOLEAN,
    DATE,
    DAY,
    DECIMAL,
    TEXT,
    TODAY,
    UNCHECKED,
    YEAR,
    AnyTrue,
    Coded,
    CodedUnpaired,
    CodeList,
    CodeOnly,
    Condition,
    Count,
    FreeText,
    Measure,
    NotAfter,
    OneOf,
    ReceiverRule,
    Rule,
    Value,
    YearBetween,
    all_of,
    any_of,
    given,
    has,
    is_false,
    is_true,
    not_,
)
from certificates.types.receiver.values import ACUITY
from tests.certificates.engine.world import SHARED

FOLDER = SHARED / "spec" / "certificate-types"

Piece = tuple[object, ...]
"""One demand of one rule, so that rules can be compared however they are put together."""

_SIMPLE: dict[str, Value] = {
    "boolean": BOOLEAN,
    "text": TEXT,
    "date": DATE,
    "day": DAY,
    "year": YEAR,
    "decimal": DECIMAL,
    "decimal2": ACUITY,
    "cv": ANY_CODE,
    "unchecked": UNCHECKED,
}


@cache
def load(name: str) -> dict[str, Any]:
    return yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))


def count_of(written: object) -> Count:
    """``1``, ``"0..4"``, ``"1 or more"``, ``any``."""
    text = str(written)
    if text == "any":
        return Count(0, None)
    if text.endswith("or more"):
        return Count(int(text.split()[0]), None)
    least, _, most = text.partition("..")
    return Count(int(least), int(most or least))


def ids_of(written: str) -> Iterator[str]:
    """``"8.2-8.4, 9.1"`` means four sub-answers."""
    for part in written.split(","):
        first, _, last = part.strip().partition("-")
        svar_id, _, number = first.partition(".")
        numbers = range(int(number), int((last or first).partition(".")[2]) + 1)
        yield from (f"{svar_id}.{n}" for n in numbers)


def parts_of(block: dict[str, Any], lists: dict[str, Any]) -> dict[str, tuple[Count, Value | None]]:
    """Count and value of each sub-answer; None where the value depends on something or is told in words."""
    found: dict[str, tuple[Count, Value | None]] = {}
    for names, written in block["delsvar"].items():
        count, _, value = written.partition(" ")
        for name in ids_of(names):
            found[name] = count_of(count), value_of(value, lists)
    return found


def value_of(written: str, lists: dict[str, Any]) -> Value | None:
    if " when " in written or written == "cv pattern":
        return None
    if " or " in written:
        return OneOf(tuple(value for part in written.split(" or ") if (value := value_of(part, lists))))
    if written.startswith("text<="):
        return FreeText(int(written.removeprefix("text<=")))
    if written.startswith("pq "):
        _, unit, limits = written.split()
        low, high = map(int, limits.split("-"))
        return Measure(low, high, unit)
    if written in _SIMPLE:
        return _SIMPLE[written]
    kind, name, *narrowed = written.split()
    codes = codes_of(lists[name])
    if narrowed[:1] == ["without"]:
        codes = codes.without(narrowed[1])
    if narrowed[:1] == ["only"]:
        codes = codes.only(narrowed[1])
    if kind == "code":
        return CodeOnly(codes)
    return CodedUnpaired(codes) if narrowed == ["unpaired"] else Coded(codes)


def codes_of(spec: dict[str, Any]) -> CodeList:
    pairs = {(c.get("code_system") or spec["code_system"], c["code"]) for c in spec["codes"] if "code" in c}
    also = {(spec["code_system"], code) for code in spec.get("schematron_also_accepts", ())}
    return CodeList(frozenset(pairs | also))


# --- rules ------------------------------------------------------------------------------------------------------------

_BOOLEAN = re.compile(r"\$?([0-9.]+) == (true|false)")
_CODE = re.compile(r"\$?([0-9.]+) (?:==|has|contains) ([A-Z0-9_]+)")
_CODES = re.compile(r"([0-9.]+) has_any \[(.+)\]")
_RANGE = re.compile(r"([0-9.]+) contains any of ([A-Z]+)([0-9]+)-[A-Z]+([0-9]+)")


def condition_of(written: str) -> Condition:
    text = written.strip()
    if match := re.fullmatch(r"not \((.+)\)", text):
        return not_(condition_of(match[1]))
    for word, combined in ((" and ", all_of), (" or ", any_of)):
        if word in text:
            return combined(*map(condition_of, text.split(word)))
    if text.startswith("not "):
        return not_(condition_of(text.removeprefix("not ")))
    if match := _BOOLEAN.fullmatch(text):
        return is_true(match[1]) if match[2] == "true" else is_false(match[1])
    if match := _CODES.fullmatch(text):
        return has(match[1], *match[2].split(", "))
    if match := _RANGE.fullmatch(text):
        return has(match[1], *(f"{match[2]}{n}" for n in range(int(match[3]), int(match[4]) + 1)))
    if match := _CODE.fullmatch(text):
        return has(match[1], match[2])
    if match := re.fullmatch(r"(filled|empty)\(([0-9.]+)\)", text):
        return given(match[2]) if match[1] == "filled" else not_(given(match[2]))
    if match := re.fullmatch(r"svar ([0-9]+) is present", text):
        return given(match[1])
    raise ValueError(f"unknown notation: {text}")


def rule_pieces(spec: dict[str, Any]) -> Iterator[Piece]:
    """What one rule of a file demands."""
    when = condition_of(spec["when"]) if "when" in spec else ALWAYS
    is_narrow = spec.get("same_svar") or spec.get("scope") == "same_svar"
    each = re.findall(r"[0-9]+", spec["when"])[0] if is_narrow else ""
    for key, kind in _KINDS.items():
        yield from ((kind, when, each, place) for place in spec.get(key, ()))
    for key in ("any_of", "any_svar"):
        if key in spec:
            yield ("any_of", when, each, tuple(spec[key]))
    for key in ("at_most", "max_svar"):
        yield from (("at_most", when, each, place, most) for place, most in spec.get(key, {}).items())
    if "alone" in spec:
        yield ("at_most", when, each, spec["alone"], 1)
    if "any_true" in spec:
        yield ("any_true", when, tuple(spec["any_true"]))
    if "must_be_true" in spec:
        yield ("any_true", when, (spec["must_be_true"],))
    if "not_after" in spec:
        yield ("order", when, each, *map(_day, spec["not_after"]))
    if "not_before" in spec:
        yield ("order", when, each, *map(_day, reversed(spec["not_before"])))
    for later, earlier in spec.get("date_not_before", {}).items():
        yield ("order", when, each, earlier, later)
    if "year_between" in spec:
        sub_answer, first, _ = spec["year_between"]
        yield ("year", sub_answer, first == "birth year")


_KINDS = {
    "needs": "once",
    "needs_svar": "once",
    "present": "present",
    "absent": "absent",
    "forbids": "absent",
    "forbids_svar": "absent",
}


def _day(place: str) -> str:
    return {"today": TODAY, "birth": BIRTH}.get(place, place)


def declared_pieces(rule: ReceiverRule) -> Iterator[Piece]:
    """What one declared rule demands; nothing for rules that the files tell in words or by another key."""
    match rule:
        case Rule():
            for kind in ("once", "present", "absent"):
                yield from ((kind, rule.when, rule.each, place) for place in getattr(rule, kind))
            if rule.any_of:
                yield ("any_of", rule.when, rule.each, rule.any_of)
            yield from (("at_most", rule.when, rule.each, place, most) for place, most in rule.at_most.items())
        case AnyTrue():
            yield ("any_true", rule.when, rule.any_of)
        case NotAfter():
            yield ("order", rule.when, rule.each, rule.first, rule.second)
        case YearBetween():
            yield ("year", rule.sub_answer, rule.from_birth)

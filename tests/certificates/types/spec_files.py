"""The specification's files about certificate types, read in one shape whatever their style."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.certificates.engine.world import SHARED

FOLDER = SHARED / "spec/certificate-types"


@dataclass(frozen=True, slots=True)
class SpecPart:
    """One sub-answer of one question of one section."""

    section: str
    svar: str
    delsvar: str
    label: str
    max_length: int | None = None
    has_max_length: bool = False
    codes: frozenset[str] = field(default_factory=frozenset)
    code_system: str = ""
    renew: bool = True


@dataclass(frozen=True, slots=True)
class SpecForm:
    """One generation of one type: the sections in order, and every sub-answer in it."""

    type_id: str
    major: str
    file: dict[str, Any]
    sections: tuple[tuple[str, str], ...]
    parts: tuple[SpecPart, ...]


def forms() -> list[SpecForm]:
    """Every form of every file; empty where the specification is not at hand."""
    import yaml

    files = {
        path.stem: next(document for document in yaml.safe_load_all(path.read_text("utf-8")) if document)
        for path in sorted(FOLDER.glob("*.yaml"))
    }
    found = []
    for file in files.values():
        _fill_in_what_is_the_same(file, files)
        found.append(_form(file, _newest_major(file), file["sections"]))
        for key in ("legacy_v1", "version_3"):
            if "sections" in file.get(key, {}):
                found.append(_form(file, key[-1], file[key]["sections"]))
    return found


def _fill_in_what_is_the_same(file: dict[str, Any], files: dict[str, dict[str, Any]]) -> None:
    """A question may be told to be the same as in another file (doi: db)."""
    for question in (q for s in file["sections"] for q in s.get("questions", []) if "same_as" in q):
        others = (q for s in files[question["same_as"]]["sections"] for q in s.get("questions", []))
        question.update({**next(q for q in others if q["id"] == question["id"]), **question})


def _newest_major(file: dict[str, Any]) -> str:
    return max(str(v["version"]).partition(".")[0] for v in file["versions"])


def _form(file: dict[str, Any], major: str, sections: list[dict[str, Any]]) -> SpecForm:
    parts = tuple(p for s in sections for p in _parts(file, major, s["id"], s.get("questions", []), renew=True))
    return SpecForm(file["id"], major, file, tuple((s["id"], s.get("heading", "")) for s in sections), parts)


def _parts(
    file: dict[str, Any], major: str, section: str, questions: list[dict[str, Any]], *, renew: bool
) -> Iterator[SpecPart]:
    for question in questions:
        own_renew = question.get("renew", renew) and str(question.get("id", "")) not in _cleared(file)
        for sub_answer in question.get("subanswers") or []:
            if not sub_answer.get("id"):
                continue
            codes = _codes(file, major, sub_answer)
            yield SpecPart(
                section=section,
                svar=str(question.get("id", "")),
                delsvar=str(sub_answer["id"]),
                label=str(sub_answer.get("label") or question.get("label") or ""),
                max_length=_number(sub_answer.get("max_length")),
                has_max_length="max_length" in sub_answer,
                codes=codes,
                code_system=str(sub_answer.get("code_system", "")) if codes else "",
                renew=own_renew,
            )
        yield from _parts(file, major, section, question.get("questions") or [], renew=own_renew)


def _cleared(file: dict[str, Any]) -> frozenset[str]:
    """Svar that renewal clears, where the file tells so in a list of its own (af00251)."""
    renewal = file.get("copy_rules", {}).get("renewal", {})
    cleared = renewal.get("cleared", []) if isinstance(renewal, dict) else []
    return frozenset(str(entry).split()[0] for entry in cleared)


def _codes(file: dict[str, Any], major: str, sub_answer: dict[str, Any]) -> frozenset[str]:
    named = sub_answer.get("codes")
    if isinstance(named, str):
        named = file.get("code_lists", {}).get(named, {}).get("codes", [])
    excluded = set(sub_answer.get("excluded_codes", []))
    known = [c for c in named or [] if "code" in c and _exists_in(c, major)]
    return frozenset(str(c["code"]) for c in known if c["code"] not in excluded)


def _number(limit: Any) -> int | None:
    """A limit may be put in words ("none on the server")."""
    return limit if isinstance(limit, int) else None


def _exists_in(code: dict[str, Any], major: str) -> bool:
    """A code may belong to some versions only (ts8071)."""
    return "versions" not in code or any(str(v).partition(".")[0] == major for v in code["versions"])

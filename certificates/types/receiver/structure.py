"""Which svar and sub-answers there are, how often, and what they hold (README 12: ``counts``, ``sub_answers``)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from certificates.questions.svar import Svar
from certificates.types.receiver.certificate import Received, named
from certificates.types.receiver.values import TEXT, UNCHECKED, Value

EXTRA_QUESTIONS = range(9000, 10000)
"""Ids of questions that a text version may add. 9000 is let through as it is (README 12)."""


@dataclass(frozen=True, slots=True)
class Count:
    """How often something may occur; ``most`` None = no upper bound."""

    least: int = 0
    most: int | None = 1

    def fault(self, found: int) -> str:
        """What is wrong with the number, fit to follow the name of what was counted; empty when it is right."""
        if found < self.least:
            return "saknas" if found == 0 else f"ska finnas minst {times(self.least)}"
        if self.most is not None and found > self.most:
            return f"får finnas högst {times(self.most)}"
        return ""


ONCE = Count(1, 1)
OPTIONAL = Count(0, 1)
SOME = Count(1, None)
ANY = Count(0, None)


@dataclass(frozen=True, slots=True)
class Part:
    """A sub-answer: how often it stands in one svar element, and what it holds."""

    id: str
    count: Count
    value: Value = UNCHECKED

    def faults(self, svar: Svar) -> Iterator[str]:
        contents = svar.all(self.id)
        if self.count == ONCE and len(contents) != 1:
            yield f"Delsvar {self.id} ska finnas exakt en gång i svar {svar.id}"
        elif fault := self.count.fault(len(contents)):
            yield f"Delsvar {self.id} {fault} i svar {svar.id}"
        for content in contents:
            if fault := self.value.fault(content):
                yield f"Delsvar {self.id} ska vara {fault}"


@dataclass(frozen=True, slots=True)
class Expected:
    """A svar that the type knows. ``other_parts``: sub-answers that are not listed are accepted."""

    id: str
    count: Count
    parts: tuple[Part, ...]
    other_parts: bool = False

    def faults(self, certificate: Received) -> Iterator[str]:
        if fault := self.count.fault(certificate.count(self.id)):
            yield f"Svar {self.id} {fault}"
        for one in certificate.svar(self.id):
            for part in self.parts:
                yield from part.faults(one)
            if not self.other_parts:
                known = {part.id for part in self.parts}
                unknown = sorted({d.id for d in one.delsvar} - known)
                yield from (f"Delsvar {part} ingår inte i svar {self.id}" for part in unknown)


@dataclass(frozen=True, slots=True)
class OtherSvar:
    """What happens to svar that the type does not know: refused, unless the id ends with one of ``suffixes``."""

    suffixes: tuple[str, ...] = ()

    def accepts(self, svar_id: str) -> bool:
        return svar_id.endswith(self.suffixes)


REFUSED = OtherSvar()
ACCEPTED = OtherSvar(("",))


def ending_with(ids: Iterable[str]) -> OtherSvar:
    """An unknown id that ends with a known one passes too: 118 as 18 (ts_bas.yaml, ``unknown_svar``)."""
    return OtherSvar(tuple(ids))


def extra_question_faults(svar_id: str, group: Sequence[Svar]) -> Iterator[str]:
    """From 9001 on: each id once, with exactly one sub-answer, whose id is not looked at, and which is not blank."""
    if int(svar_id) == EXTRA_QUESTIONS.start:
        return
    if len(group) > 1:
        yield f"Svar {svar_id} får finnas högst en gång"
    for one in group:
        if len(one.delsvar) != 1:
            yield f"Svar {svar_id} ska ha exakt ett delsvar"
        yield from (f"{named(d.id)} ska vara {fault}" for d in one.delsvar if (fault := TEXT.fault(d.content)))


def is_extra_question(svar_id: str) -> bool:
    return svar_id.isascii() and svar_id.isdecimal() and len(svar_id) == 4 and int(svar_id) in EXTRA_QUESTIONS


def times(number: int) -> str:
    """``en gång``, ``4 gånger``."""
    return "en gång" if number == 1 else f"{number} gånger"


def svar(svar_id: str, count: Count, *parts: Part, other_parts: bool = False) -> Expected:
    """A svar and its sub-answers."""
    return Expected(svar_id, count, parts, other_parts)


def singles(count: Count, value: Value, *ids: str) -> tuple[Expected, ...]:
    """Svar with nothing but a sub-answer .1, exactly one in each."""
    return tuple(svar(svar_id, count, one(f"{svar_id}.1", value)) for svar_id in ids)


def one(sub_answer: str, value: Value = UNCHECKED) -> Part:
    """Exactly one in each svar."""
    return Part(sub_answer, ONCE, value)


def at_most_one(sub_answer: str, value: Value = UNCHECKED) -> Part:
    return Part(sub_answer, OPTIONAL, value)


def any_number(sub_answer: str, value: Value = UNCHECKED) -> Part:
    return Part(sub_answer, ANY, value)

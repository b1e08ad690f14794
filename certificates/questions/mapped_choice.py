"""One radio group whose options each say what they are sent as (DB 6; DOI 11; TSTRK1062 61)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from certificates.questions.base import (
    Fault,
    PrefillCode,
    Reading,
    Situation,
    SubAnswer,
    SubAnswerKind,
)
from certificates.questions.boolean import SPELLINGS
from certificates.questions.choice import OneChosen
from certificates.questions.svar import Content, Cv, Delsvar, Svar, Text

YES = Text("true")
NO = Text("false")
NULL_FLAVOR = "2.16.840.1.113883.5.1008"
"""v3 NullFlavor, of which NI means that nothing is known."""


@dataclass(frozen=True, slots=True)
class MappedOption:
    """``sent``: sub-answer and content, ``(("6.1", NO), ("6.2", Cv("UNDERSOKNING_GJORT", …)))``."""

    code: str
    label: str
    sent: tuple[tuple[str, Text | Cv], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MappedChoice(OneChosen):
    """The value is the form code of the chosen option, which never leaves the form."""

    kind: ClassVar[str] = "mapped_choice"

    options: tuple[MappedOption, ...]

    @property
    def choices(self) -> tuple[MappedOption, ...]:
        return self.options

    def _chosen(self, value: str) -> MappedOption | None:
        return next((o for o in self.options if o.code == value), None)

    @property
    def delsvar_ids(self) -> tuple[str, ...]:
        """Every sub-answer that some option writes, in order of first appearance."""
        return tuple(dict.fromkeys(delsvar_id for o in self.options for delsvar_id, _ in o.sent))

    @property
    def sub_answers(self) -> tuple[SubAnswer, ...]:
        return tuple(self._sub_answer(delsvar_id) for delsvar_id in self.delsvar_ids)

    def _sub_answer(self, delsvar_id: str) -> SubAnswer:
        contents = [content for o in self.options for id_, content in o.sent if id_ == delsvar_id]
        codes = [content for content in contents if isinstance(content, Cv)]
        if not codes:
            return SubAnswer(delsvar_id, SubAnswerKind.BOOLEAN)
        kind = SubAnswerKind.CODE if len(codes) == len(contents) else SubAnswerKind.BOOLEAN_OR_CODE
        return SubAnswer(delsvar_id, kind, frozenset(c.system for c in codes), frozenset(c.code for c in codes))

    def to_svar(self, value: str, situation: Situation) -> tuple[Svar, ...]:
        chosen = self._chosen(value)
        if chosen is None:
            return ()
        return (Svar(self.svar_id, tuple(Delsvar(id_, content) for id_, content in chosen.sent)),)

    def from_svar(self, svar: Sequence[Svar], situation: Situation) -> Reading:
        """The option that is sent as exactly these contents."""
        given = {id_: content for id_ in self.delsvar_ids if (content := svar[0].get(id_)) is not None}
        if not given:
            return Reading("", (Fault(PrefillCode.WRONG_NUMBER_OF_ANSWERS, self.delsvar_ids[0]),))
        found = next((o for o in self.options if _says(given, dict(o.sent))), None)
        if found is None:
            return Reading("", (Fault(PrefillCode.INVALID_FORMAT, next(iter(given))),))
        return Reading(found.code)


def _says(given: Mapping[str, Content], sent: Mapping[str, Text | Cv]) -> bool:
    return given.keys() == sent.keys() and all(_same(given[id_], content) for id_, content in sent.items())


def _same(given: Content, content: Text | Cv) -> bool:
    if isinstance(content, Cv):
        return isinstance(given, Cv) and (given.code, given.system) == (content.code, content.system)
    return isinstance(given, Text) and SPELLINGS.get(given.value.strip()) is SPELLINGS[content.value]

"""Checkboxes for groups of codes, of which every code is sent (TSTRK1009, question 1)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from certificates.questions.base import AnswerRow, Fault, PrefillCode, Reading, Situation, SubAnswer, SubAnswerKind
from certificates.questions.code_checkboxes import CodeCheckboxes
from certificates.questions.codes import Options
from certificates.questions.svar import Cv, Delsvar, Svar


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeGroups(CodeCheckboxes):
    """The value is the list of chosen groups; ``options`` are the groups, which never leave the form.

    ``members``: the codes of each group, out of ``sent``. A group may hold all codes of others.
    """

    members: Mapping[str, tuple[str, ...]]
    sent: Options

    @property
    def sub_answers(self) -> tuple[SubAnswer, ...]:
        return (SubAnswer(self.delsvar_id, SubAnswerKind.CODE, frozenset({self.sent.system}), self.sent.codes),)

    def to_svar(self, value: list[str], situation: Situation) -> tuple[Svar, ...]:
        codes = dict.fromkeys(code for group in value for code in self.members[group])
        return tuple(
            Svar(
                self.svar_id,
                (Delsvar(self.delsvar_id, Cv(code, self.sent.system, self.sent.display(code))),),
                instans=number,
                key=code,
            )
            for number, code in enumerate(codes, start=1)
        )

    def answer_rows(self, value: list[str]) -> tuple[AnswerRow, ...]:
        """What is numbered outside are the codes, which no box stands for alone."""
        return ()

    def from_svar(self, svar: Sequence[Svar], situation: Situation) -> Reading:
        """The group that holds just these codes, otherwise the smallest group of each code."""
        codes: set[str] = set()
        faults: list[Fault] = []
        for one in svar:
            content = one.get(self.delsvar_id)
            if content is None:
                faults.append(Fault(PrefillCode.WRONG_NUMBER_OF_ANSWERS, self.delsvar_id))
            elif not self.sent.accepts(content):
                faults.append(Fault(PrefillCode.INVALID_FORMAT, self.delsvar_id))
            else:
                codes.add(content.code)
        return Reading(self.tidy(list(self._folded(codes))), tuple(faults))

    def _folded(self, codes: set[str]) -> Iterator[str]:
        exact = next((group for group, members in self.members.items() if set(members) == codes), None)
        if exact is not None:
            yield exact
            return
        for code in codes:
            yield min((g for g, members in self.members.items() if code in members), key=lambda g: len(self.members[g]))

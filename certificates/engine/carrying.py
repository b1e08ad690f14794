"""Which answers go along to a new draft (spec/certificate-types README 8)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any

from certificates.engine.answers import Facts, situation, stored, tidied
from certificates.engine.prefill import answers_from_svar
from certificates.engine.svar import svar_of
from certificates.questions.base import Answers
from certificates.types.base import CertificateType, Engine, FilledFrom


def carried_for_renewal(ctype: CertificateType, answers: Answers, *, same_unit: bool) -> dict[str, Any]:
    """All answers but those that are cleared on renewal; of the unit's contact details see ``_carried``."""
    carried = _carried(ctype, answers, same_unit)
    return {question_id: value for question_id, value in carried.items() if question_id not in ctype.renewal_cleared}


def carried_for_replacement(ctype: CertificateType, answers: Answers, *, same_unit: bool) -> dict[str, Any]:
    """All answers; of the unit's contact details see ``_carried``."""
    return _carried(ctype, answers, same_unit)


def carried_for_complement(
    ctype: CertificateType, answers: Answers, *, same_unit: bool, asked: Collection[str] = ()
) -> dict[str, Any]:
    """As for replacement. ``asked``: ids of questions that are to be complemented; they are opened if need be."""
    carried = _carried(ctype, answers, same_unit)
    opened = {q.id: q.opened(q.tidy(carried.get(q.id)), asked) for q in ctype.questions() if not q.in_xml}
    return tidied(ctype, {**carried, **opened})


def carried_for_copy(ctype: CertificateType, answers: Answers) -> dict[str, Any]:
    """All answers of a locked draft; the unit's contact details are taken anew."""
    return _carried(ctype, answers, same_unit=False)


def carried_into_successor(
    ctype: CertificateType,
    answers: Answers,
    successor: CertificateType,
    *,
    same_unit: bool,
    birth: dt.date | None,
    judged_on: dt.date | None = None,
) -> dict[str, Any]:
    """The renewal of a certificate whose type lives on as a model: its svar are read as prefill (README 1)."""
    read = read_as(ctype, answers, successor, birth=birth, judged_on=judged_on)
    if same_unit and (contact := tidied(ctype, answers).get(ctype.unit_contact)) is not None:
        read[successor.unit_contact] = contact
    return carried_for_renewal(successor, read, same_unit=same_unit)


def read_as(
    ctype: CertificateType,
    answers: Answers,
    other: CertificateType,
    *,
    birth: dt.date | None,
    judged_on: dt.date | None = None,
) -> dict[str, Any]:
    """What another type of the same code understands of the svar of these answers.

    ``judged_on``: the day that their conditions count from, for signed answers that of the signing.
    """
    return answers_from_svar(other, svar_of(ctype, answers, birth=birth, today=judged_on), birth=birth).answers


def carried_into_other_type(
    ctype: CertificateType,
    answers: Answers,
    other: CertificateType,
    source: FilledFrom,
    *,
    birth: dt.date | None,
    judged_on: dt.date | None = None,
) -> dict[str, Any]:
    """The answers that a draft of another type shares (spec/lifecycle.md 5.6), of questions shown on ``judged_on``.

    An answer of another kind travels as its svar: chosen ICF terms become text.
    """
    looked_at = situation(judged_on, birth=birth)
    facts = Facts(ctype, answers, looked_at.today, birth)
    carried = {}
    for theirs, ours in source.questions:
        given, taking = ctype.question(theirs), other.question(ours)
        if given is None or taking is None:
            raise ValueError(f"{other.type_id}: {theirs} of {ctype.type_id} and {ours} are no pair")
        value = facts.value(theirs)
        if given.kind == taking.kind:
            value = taking.tidy(value)
        else:
            svar = given.to_svar(given.sent_value(value, facts), looked_at)
            value = taking.from_svar(svar, looked_at).value if svar else taking.empty()
        if (kept := stored(taking, value)) is not None:
            carried[ours] = kept
    return carried


def with_comment(ctype: CertificateType, answers: Answers, comment: str) -> dict[str, Any]:
    """The comment of a complement after what stands in the free text for it, a blank line between."""
    question = ctype.question(ctype.further_information) if ctype.further_information else None
    if not comment.strip() or question is None:
        return dict(answers)
    before = question.tidy(answers.get(question.id)).rstrip()
    text = question.tidy(f"{before}\n\n{comment.strip()}" if before else comment.strip())
    return {**answers, question.id: text}


def _carried(ctype: CertificateType, answers: Answers, same_unit: bool) -> dict[str, Any]:
    """Details edited in a model go along to a draft on the same issuing unit; else HSA is asked anew."""
    carried = tidied(ctype, answers)
    if not same_unit or ctype.engine is Engine.LEGACY:
        carried.pop(ctype.unit_contact, None)
    return carried

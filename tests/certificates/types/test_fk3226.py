"""What FK 3226 shows, demands and sends (fk3226.yaml)."""

from __future__ import annotations

from typing import Any

import pytest

from certificates import engine
from certificates.engine.svar import svar_of
from certificates.types.fk3226 import FK3226
from tests.certificates.engine.xml import cv, forifyllnad, svar
from tests.certificates.types.asking import errors, shown
from tests.certificates.types.examples.fk3226 import ACUTE, OTHER, PALLIATIVE, WITHOUT_END
from tests.certificates.types.test_every_type import TODAY, find

FOLLOW_UPS = {"52.2", "52.3", "52.4", "52.5", "52.6", "52.7"}


@pytest.mark.parametrize(
    ("answers", "followed_by"),
    [
        ({}, set()),
        (PALLIATIVE, {"52.2"}),
        (ACUTE, {"52.3", "52.4", "52.5", "52.6"}),
        (WITHOUT_END, {"52.3", "52.4", "52.5"}),
        (OTHER, {"52.7"}),
    ],
)
def test_the_care_situation_decides_what_is_asked(answers: dict[str, Any], followed_by: set[str]) -> None:
    assert shown(FK3226, answers) & FOLLOW_UPS == followed_by


@pytest.mark.parametrize(
    ("answers", "question", "error"),
    [
        (PALLIATIVE, "52.2", "MISSING_DATE"),
        (ACUTE, "52.3", "MISSING_DATE"),
        (ACUTE, "52.4", "MISSING_ANSWER"),
        (ACUTE, "52.5", "MISSING_OPTION"),
        (ACUTE, "52.6", "MISSING_DATE"),
        (OTHER, "52.7", "MISSING_ANSWER"),
        (OTHER, "53", "MISSING_OPTION"),
    ],
)
def test_what_is_asked_must_be_answered(answers: dict[str, Any], question: str, error: str) -> None:
    without = {key: value for key, value in answers.items() if key != question}

    assert [found for found, _, _ in errors(FK3226, without)] == [error]


@pytest.mark.parametrize(
    ("answers", "question", "day", "error"),
    [
        (PALLIATIVE, "52.2", "2026-01-16", "DATE_TOO_LATE"),
        (ACUTE, "52.3", "2026-01-16", "DATE_TOO_LATE"),
        (ACUTE, "52.6", "2026-01-14", "DATE_TOO_EARLY"),
    ],
)
def test_days_have_limits(answers: dict[str, Any], question: str, day: str, error: str) -> None:
    assert errors(FK3226, {**answers, question: "2026-01-15"}) == []
    assert errors(FK3226, {**answers, question: day}) == [(error, "KAT_2", question)]


@pytest.mark.parametrize(
    ("answers", "question", "limit"), [(PALLIATIVE, "1.3", 50), (ACUTE, "52.4", 265), (OTHER, "52.7", 265)]
)
def test_texts_have_limits(answers: dict[str, Any], question: str, limit: int) -> None:
    assert errors(FK3226, {**answers, question: "x" * limit}) == []
    assert [found for found, _, _ in errors(FK3226, {**answers, question: "x" * (limit + 1)})] == ["TEXT_TOO_LONG"]


def test_answers_of_another_care_situation_are_not_sent() -> None:
    answers = {**ACUTE, **PALLIATIVE}

    sent = [one for one in svar_of(FK3226, answers, today=TODAY, find=find) if one.id == "52"]

    assert [[part.id for part in one.delsvar] for one in sent] == [["52.1", "52.2"]]


def test_the_care_situation_and_its_follow_ups_are_one_svar() -> None:
    sent = [one for one in svar_of(FK3226, ACUTE, today=TODAY, find=find) if one.id == "52"]

    assert [[part.id for part in one.delsvar] for one in sent] == [["52.1", "52.3", "52.4", "52.5", "52.6"]]


def test_the_form_tells_what_to_think_of() -> None:
    messages = {q.id: q.level.value for q in FK3226.questions() if q.kind == "message"}

    assert messages == {"everyDiagnosis": "OBSERVE", "forutsattningar": "INFO"}
    assert messages.keys() <= shown(FK3226, {})


def test_consent_is_asked_anew_on_renewal() -> None:
    carried = engine.carried_for_renewal(FK3226, PALLIATIVE, same_unit=True)

    assert set(PALLIATIVE) - set(carried) == {"1", "1.3", "53"}


def test_prefill_reads_the_care_situation() -> None:
    given = svar("52", ("52.1", cv("AKUT_LIVSHOTANDE", "KV_FKMU_0009")), ("52.3", "2026-01-13"), ("52.5", "true"))

    result = engine.prefill(FK3226, forifyllnad(given), today=TODAY, find=find)

    assert result.answers == {"52": "AKUT_LIVSHOTANDE", "52.3": "2026-01-13", "52.5": True}
    assert result.log == ()


def test_prefill_leaves_out_a_situation_of_another_code_system() -> None:
    given = svar("52", ("52.1", cv("ANNAT", "KV_FKMU_0001")), ("52.7", "Svag"))

    result = engine.prefill(FK3226, forifyllnad(given), today=TODAY, find=find)

    assert result.answers == {"52.7": "Svag"}
    assert [(e.code.value, e.svar_id, e.delsvar_id) for e in result.log] == [("INVALID_FORMAT", "52", "52.1")]


@pytest.mark.parametrize("is_signed", [True, False])
def test_lists_tell_the_first_diagnosis_of_a_signed_certificate(is_signed: bool) -> None:
    told = engine.summary(FK3226, PALLIATIVE, signed_on=TODAY if is_signed else None)

    assert (told.label, told.value) == ("Avser diagnos", "Cerebral pares" if is_signed else "")

"""The copy for the employer, and what the patient keeps back in it (spec/print.md 4)."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpResponse

from accounts import features
from accounts.features import FeatureName
from accounts.models import Feature
from accounts.user import CareUser
from certificates.events import DomainEvent, EventKind
from certificates.models import Certificate
from certificates.print.document import WITHHELD, print_document
from certificates.print.employer_copy import Choice, employer_choices
from certificates.print.remarks import ADAPTED
from certificates.types import registry
from tests.certificates.print.pdfs import read, text
from tests.certificates.types.examples import all_examples
from tests.pages.certificate.markup import Page
from tests.pages.certificate.sessions import log_in
from webcert import clock
from webcert.errors import AuthorizationProblem

AG = [
    ("ag7804", "2.0", "100", "6"),
    ("ag7804", "1.2", "100", "6"),
    ("ag114", "2.0", "3", "4"),
    ("ag114", "1.0", "3", "4"),
]
every_version = pytest.mark.parametrize(("type_id", "version", "disclosure", "diagnosis"), AG)


def become(certificate: Certificate, type_id: str, version: str, name: str = "complete") -> None:
    """The certificate as the type's example of that name."""
    answers: dict[str, Any] = next(
        dict(e.answers) for e in all_examples() if e.type_id == type_id and version in e.versions and e.name == name
    )
    certificate.type_id, certificate.type_version, certificate.answers = type_id, version, answers
    certificate.save()


def copy(user: CareUser, certificate: Certificate, *withheld: str) -> HttpResponse:
    address = f"/moduleapi/intyg/{certificate.type_id}/{certificate.pk}/pdf/arbetsgivarutskrift"
    return log_in(user).get(address, {"withhold": withheld})


def test_a_type_for_others_has_no_copy_for_the_employer(
    doctor: CareUser, signed: Certificate, heard: list[DomainEvent]
) -> None:
    response = copy(doctor, signed)

    assert (response.status_code, response.json()["errorCode"]) == (403, "AUTHORIZATION_PROBLEM")
    assert "arbetsgivare" in response.json()["message"]
    assert heard == []


@every_version
def test_what_is_kept_back_is_nowhere_in_the_copy(
    type_id: str,
    version: str,
    disclosure: str,
    diagnosis: str,
    doctor: CareUser,
    signed: Certificate,
    heard: list[DomainEvent],
) -> None:
    become(signed, type_id, version)
    response = copy(doctor, signed, diagnosis)
    pdf = read(response.content)
    everything = text(pdf) + str(pdf.metadata) + pdf.trailer["/Root"]["/Metadata"].get_data().decode()

    assert response.status_code == 200
    assert WITHHELD in everything
    assert ADAPTED in everything
    for chosen in signed.answers[diagnosis]:
        if chosen["code"]:
            assert f"{chosen['code'][:3]}.{chosen['code'][3:]}" not in everything
            assert chosen["text"] not in everything
    assert [event.kind for event in heard] == [EventKind.PRINTED]


@every_version
def test_without_a_choice_the_copy_holds_what_the_print_holds(
    type_id: str, version: str, disclosure: str, diagnosis: str, doctor: CareUser, signed: Certificate
) -> None:
    become(signed, type_id, version)
    printed_text = text(read(copy(doctor, signed).content))

    assert WITHHELD not in printed_text
    assert ADAPTED not in printed_text
    assert signed.answers[diagnosis][0]["text"] in printed_text


@every_version
def test_the_diagnosis_and_the_question_before_it_can_be_kept_back(
    type_id: str, version: str, disclosure: str, diagnosis: str, signed: Certificate
) -> None:
    become(signed, type_id, version)

    asked = [
        question for question in registry.get(type_id, version).questions() if question.id in {disclosure, diagnosis}
    ]
    assert employer_choices(signed).choices == tuple(Choice(question.id, question.label) for question in asked)
    assert len(asked) == 2


def test_a_diagnosis_that_is_not_disclosed_is_no_choice(signed: Certificate) -> None:
    become(signed, "ag7804", "2.0", "undisclosed")

    assert [c.question for c in employer_choices(signed).choices] == ["100"]


@pytest.mark.parametrize("version", ["2.0", "1.2"])
def test_a_carriers_diagnosis_cannot_be_kept_back(
    version: str, doctor: CareUser, signed: Certificate, heard: list[DomainEvent]
) -> None:
    become(signed, "ag7804", version, "carrier")
    response = copy(doctor, signed, "6")

    assert (response.status_code, response.json()["errorCode"]) == (409, "INVALID_STATE")
    assert "smittskyddslagen" in response.json()["message"]
    assert employer_choices(signed).choices == ()
    assert employer_choices(signed).why_not == response.json()["message"]
    assert heard == []


def test_nothing_but_the_declared_questions_can_be_kept_back(
    doctor: CareUser, signed: Certificate, heard: list[DomainEvent]
) -> None:
    become(signed, "ag7804", "2.0")

    assert copy(doctor, signed, "6", "32").status_code == 400
    assert heard == []


def test_there_is_nothing_to_choose_for_other_types(signed: Certificate) -> None:
    with pytest.raises(AuthorizationProblem):
        employer_choices(signed)


@every_version
def test_the_copy_is_offered_and_printed_though_the_real_systems_feature_for_it_is_off(
    type_id: str, version: str, disclosure: str, diagnosis: str, doctor: CareUser, signed: Certificate
) -> None:
    become(signed, type_id, version)
    asked = Page(log_in(doctor).get(f"/certificate/{signed.pk}/print"))

    assert not features.at_unit(doctor.unit).covers(FeatureName.ARBETSGIVARUTSKRIFT, type_id)
    assert asked.test_id("btn-print-employer") is not None
    assert copy(doctor, signed).status_code == 200


def test_where_the_type_may_not_be_printed_there_is_no_copy_either(
    doctor: CareUser, signed: Certificate, heard: list[DomainEvent]
) -> None:
    become(signed, "ag114", "1.0")
    switch = Feature.objects.get(name=FeatureName.UTSKRIFT)
    switch.certificate_types = switch.certificate_types.replace("ag114", "")
    switch.save()
    client = log_in(doctor)

    assert Page(client.get(f"/certificate/{signed.pk}")).test_id("btn-print-certificate") is None
    assert client.get(f"/certificate/{signed.pk}/print").status_code == 403
    assert copy(doctor, signed).status_code == 403
    assert EventKind.PRINTED not in {event.kind for event in heard}


@pytest.mark.parametrize("state", ["revoked", "locked"])
def test_no_copy_of_a_revoked_certificate_or_a_locked_draft(
    state: str, doctor: CareUser, heard: list[DomainEvent], request: pytest.FixtureRequest
) -> None:
    certificate = request.getfixturevalue(state)
    become(certificate, "ag114", "2.0")

    assert copy(doctor, certificate).status_code in {403, 409}
    assert heard == []


def test_the_certificate_of_the_first_two_weeks_says_what_it_is_for(signed: Certificate) -> None:
    become(signed, "ag114", "2.0")
    early = print_document(signed, printed_at=clock.now())
    become(signed, "ag7804", "2.0")
    late = print_document(signed, printed_at=clock.now())

    assert any("sjuklöneperioden" in notice for notice in early.notices)
    assert not any("sjuklöneperioden" in notice for notice in late.notices)

"""Every way in which the signing service fails: what Webcert's page says then, that nothing is signed, and that the
same draft can be signed afterwards (spec/ui.md 14.5, spec/signing.md 12.1.2, 12.7).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from accounts.user import CareUser
from certificates.models import Certificate, SigningTicket
from simulators.modes.models import SimulatorMode
from simulators.signing.models import SigningFault
from tests.pages.certificate.markup import Page
from tests.simulators.signing.journey import Journey, fields
from webcert import clock

Mode, Kind = SimulatorMode.Mode, SigningFault.Kind

COULD_NOT = "Underskriftstjänsten kunde inte skriva under intyget."
CANCELLED = "Signeringen avbröts i underskriftstjänsten."
OTHER = "Underskriften gjordes med en annan identitet än den du är inloggad med."
AGAIN = "Utkastet är oförändrat och kan signeras igen."


@pytest.fixture
def journey(doctor: CareUser, draft: Certificate) -> Journey:
    return Journey.of(doctor, draft)


def switch(mode: SimulatorMode.Mode, **scope: Any) -> SimulatorMode:
    return SimulatorMode.objects.create(simulator="signing", mode=mode, **scope)


def assert_can_still_be_signed(journey: Journey) -> None:
    """Unsigned, unchanged, and signed at the next try when the service is well again."""
    SimulatorMode.objects.all().delete()
    SigningFault.objects.all().delete()
    draft = Certificate.objects.get(pk=journey.draft.pk)
    assert (draft.is_draft, draft.version) == (True, journey.draft.version)
    assert journey.sign()["Location"] == f"/certificate/{draft.pk}"
    assert Certificate.objects.get(pk=draft.pk).is_signed


def said(journey: Journey, location: str) -> str:
    """The words of the dialog that the browser is led to."""
    assert location == f"/certificate/{journey.draft.pk}/sign/error"
    return Page(journey.webcert.get(location)).text("modal")


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (Kind.EXPIRED_REQUEST, COULD_NOT),
        (Kind.WRONG_MESSAGE_SIGNATURE, COULD_NOT),
        (Kind.TAMPERED_VALUE, COULD_NOT),
        (Kind.DER_VALUE, COULD_NOT),
        (Kind.OTHER_SIGNER, OTHER),
    ],
)
def test_a_false_answer_is_told_and_signs_nothing(journey: Journey, kind: str, words: str) -> None:
    SigningFault.objects.create(kind=kind)

    text = said(journey, journey.sign()["Location"])

    assert words in text
    assert AGAIN in text
    assert_can_still_be_signed(journey)


@pytest.mark.parametrize(("choice", "words"), [("CANCEL", CANCELLED), ("FAIL", COULD_NOT)])
def test_what_the_signer_chose_is_told_and_signs_nothing(journey: Journey, choice: str, words: str) -> None:
    text = said(journey, journey.sign(choice)["Location"])

    assert words in text
    assert AGAIN in text
    assert_can_still_be_signed(journey)


@pytest.mark.parametrize(
    "mode", [Mode.TECHNICAL_ERROR, Mode.VALIDATION_ERROR, Mode.APPLICATION_ERROR, Mode.REVOKED, Mode.BROKEN_XML]
)
def test_a_service_that_fails_or_answers_rubbish_is_told_and_signs_nothing(
    journey: Journey, mode: SimulatorMode.Mode
) -> None:
    switch(mode)

    text = said(journey, journey.sign()["Location"])

    assert COULD_NOT in text
    assert AGAIN in text
    assert_can_still_be_signed(journey)


@pytest.mark.parametrize(
    ("mode", "status"),
    [(Mode.HTTP_404, 404), (Mode.HTTP_500, 500), (Mode.HTTP_503, 503), (Mode.SOAP_FAULT, 500)],
)
def test_a_service_that_is_down_keeps_the_browser_and_the_draft_can_be_signed_later(
    journey: Journey, mode: SimulatorMode.Mode, status: int
) -> None:
    switch(mode)

    assert journey.bring(journey.start()).status_code == status
    assert_back_at_the_draft(journey)
    assert_can_still_be_signed(journey)


@pytest.mark.parametrize("more", [{}, {"remaining": 1}], ids=["always", "once"])
@pytest.mark.parametrize("mode", [Mode.CONNECTION_REFUSED, Mode.CONNECTION_CLOSED])
def test_a_connection_that_breaks_off_leaves_the_draft_as_it_was(
    journey: Journey, mode: SimulatorMode.Mode, more: dict[str, int]
) -> None:
    switch(mode, **more)

    answer = journey.bring(journey.start())

    assert int(answer.headers["Content-Length"]) > len(b"".join(answer))
    assert_back_at_the_draft(journey)
    assert_can_still_be_signed(journey)


def test_a_silent_service_leaves_the_draft_as_it_was(journey: Journey, settings: Any) -> None:
    settings.SOAP_TOTAL_TIMEOUT_S = -4.95
    switch(Mode.NO_ANSWER)

    assert journey.bring(journey.start()).status_code == 503
    assert_back_at_the_draft(journey)
    assert_can_still_be_signed(journey)


def test_a_service_that_never_lets_go_leaves_the_draft_as_it_was(journey: Journey) -> None:
    SigningFault.objects.create(kind=Kind.NO_ANSWER)

    assert not fields(journey.choose(journey.start(), "SIGN"))
    assert_back_at_the_draft(journey)
    assert_can_still_be_signed(journey)


def test_a_slow_service_signs_late(journey: Journey) -> None:
    switch(Mode.SLOW, delay_ms=80)
    began = clock.wall_now()

    assert journey.sign()["Location"] == f"/certificate/{journey.draft.pk}"
    assert clock.wall_now() - began >= dt.timedelta(milliseconds=80)


def test_a_signing_that_has_expired_says_so_and_the_draft_can_be_signed_again(journey: Journey) -> None:
    answer = fields(journey.choose(journey.start(), "SIGN"))
    SigningTicket.objects.update(expires_at=clock.wall_now())

    page = Page(journey.come_back(answer))

    assert "Signeringen finns inte eller har gått ut. Signera igen." in page.text("sign-error")
    assert_can_still_be_signed(journey)


# --- for whom and how often ----------------------------------------------------------------------------------------
def of_the_certificate(journey: Journey) -> dict[str, str]:
    return {"certificate_id": journey.draft.pk}


def of_the_signer(journey: Journey) -> dict[str, str]:
    return {"unit_id": SigningTicket.objects.get().user_hsa_id}


@pytest.mark.parametrize("scope", [of_the_certificate, of_the_signer])
def test_a_mode_may_hold_for_one_certificate_or_signer(
    journey: Journey, scope: Callable[[Journey], dict[str, str]]
) -> None:
    form = journey.start()
    switch(Mode.HTTP_503, **scope(journey))
    assert journey.bring(form).status_code == 503

    SimulatorMode.objects.all().delete()
    switch(Mode.HTTP_503, unit_id="SE-OTHER")
    switch(Mode.HTTP_503, certificate_id="00000000-0000-4000-8000-000000000000")
    assert journey.bring(form).status_code == 303


def test_a_mode_that_holds_for_every_other_signing_counts_each_of_them_once(journey: Journey) -> None:
    switch(Mode.TECHNICAL_ERROR, every=2)

    for words in (CANCELLED, COULD_NOT, CANCELLED):
        assert words in said(journey, journey.sign("CANCEL")["Location"])


def assert_back_at_the_draft(journey: Journey) -> None:
    """Whoever goes back finds the draft, with the button to sign."""
    page = Page(journey.webcert.get(f"/certificate/{journey.draft.pk}"))
    assert page.by_id("draft") is not None
    assert page.tree.xpath("//button[contains(., 'Signera')]")

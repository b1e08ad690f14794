"""A signed certificate as a document, and what can be done with it (spec/ui.md 3.2, 3.4; spec/lifecycle.md 13.1)."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import pairwise

import pytest

from accounts.user import LaunchParameters
from certificates.models import Certificate
from certificates.types import registry
from certificates.types.base import CertificateType
from certificates.types.fk7804 import FK7804
from hsa.roles import Role
from tests.certificates.lifecycle.kinds import older
from tests.factories import (
    DECEASED,
    OTHER_PATIENT,
    PRIVATE,
    PROTECTED,
    TEST_PERSON,
    VE02,
    VE21,
    complete_answers,
    make_draft,
    make_integrated_user,
    make_patient,
    make_signed,
    make_user,
)
from tests.pages.certificate.markup import Page
from tests.pages.certificate.sessions import log_in
from webcert import clock

SIGNED_AT = clock.from_local(dt.datetime(2026, 1, 18, 14, 22))


def signed(**changes) -> Certificate:
    return make_signed(answers=complete_answers() | {"27": False}, signed_at=SIGNED_AT, **changes)


def page_of(certificate: Certificate, user=None, rest: str = "") -> Page:
    return Page(log_in(user or make_user()).get(f"/certificate/{certificate.pk}{rest}"))


def test_answers_are_read_in_sections_with_their_headings() -> None:
    part = page_of(signed()).by_id("kat-4")
    assert part.findtext("h2") == "Diagnos"
    assert part.xpath(".//td/text()") == ["F43.0", "Akut stressreaktion"]


def test_a_missing_answer_is_said_to_be_missing() -> None:
    answer = page_of(signed()).test_id("element-25")
    assert answer.xpath(".//p[@class='wc-answer__none']/text()") == ["Ej angivet"]


def test_nothing_can_be_edited() -> None:
    page = page_of(signed())
    assert not page.tree.xpath("//main//input[not(@type='hidden')] | //main//textarea")


def test_the_seal_tells_who_signed_when_and_where() -> None:
    seal = page_of(signed()).text("seal")
    assert "2026-01-18 14:22" in seal
    assert "Leonie Koehl, överläkare" in seal
    assert "Enhet VE01" in seal
    assert "Storgatan 1, 990 01 Exempelby" in seal


def test_no_id_stands_twice_and_no_heading_level_is_skipped() -> None:
    page = page_of(signed())
    ids = page.ids()
    levels = [int(tag.tag[1]) for tag in page.tree.xpath("//h1|//h2|//h3|//h4")]
    assert len(ids) == len(set(ids))
    assert levels.count(1) == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))


def test_a_signed_certificate_can_be_printed_and_sent() -> None:
    certificate = signed()
    page = page_of(certificate)
    assert page.text("status-1") == "Intyget är signerat"
    assert page.text("btn-send-certificate") == "Skicka till Försäkringskassan"
    assert page.test_id("btn-print-certificate").get("href") == f"/moduleapi/intyg/fk7804/{certificate.pk}/pdf"


def test_the_function_buttons_stand_in_their_order() -> None:
    page = page_of(signed())
    shown = page.tree.xpath("//*[@id='certificate-actions']//*[starts-with(@data-testid, 'btn-')]/@data-testid")
    assert shown == [
        "btn-create-certificate-from-template",
        "btn-send-certificate",
        "btn-print-certificate",
        "btn-renew-certificate",
        "btn-replace-certificate",
        "btn-revoke-certificate",
    ]


def test_the_patient_can_read_it() -> None:
    assert page_of(signed()).text("status-3") == "Intyget är tillgängligt för patienten"


def test_a_sent_certificate_names_its_recipient_and_is_not_sent_again() -> None:
    page = page_of(signed(sent_at=clock.now(), sent_to="FKASSA"))
    assert page.text("status-1") == "Intyget är skickat till Försäkringskassan"
    assert page.test_id("btn-send-certificate") is None


def test_a_revoked_certificate_can_neither_be_printed_nor_sent() -> None:
    page = page_of(signed(revoked_at=clock.now()))
    assert page.text("status-1") == "Intyget är makulerat"
    assert page.test_id("status-3") is None
    assert not page.tree.xpath("//*[starts-with(@data-testid, 'btn-')]")


def test_a_replaced_certificate_leads_to_the_one_that_replaced_it() -> None:
    old = signed()
    new = signed(parent=old, relation="ERSATT")
    page = page_of(old)
    assert page.text("status-1") == "Intyget har ersatts av detta intyg"
    assert page.test_id("status-1").xpath(".//a/@href") == [f"/certificate/{new.pk}"]


def test_a_draft_that_will_replace_it_is_told_of() -> None:
    old = signed()
    make_draft(parent=old, relation="ERSATT")
    assert page_of(old).text("status-1") == "Det finns ett utkast som ersätter intyget. Öppna utkastet"


def test_a_deleted_or_revoked_replacement_does_not_count() -> None:
    old = signed(sent_at=clock.now(), sent_to="FKASSA")
    make_draft(parent=old, relation="ERSATT", state=Certificate.State.DELETED)
    signed(parent=old, relation="ERSATT", revoked_at=clock.now())
    assert page_of(old).text("status-1") == "Intyget är skickat till Försäkringskassan"


def test_a_complemented_certificate_says_so() -> None:
    old = signed()
    signed(parent=old, relation="KOMPLT")
    assert page_of(old).text("status-1") == "Intyget har kompletterats av ett annat intyg. Öppna intyget"


def test_a_test_persons_certificate_cannot_be_sent_and_says_why() -> None:
    make_patient(TEST_PERSON)
    page = page_of(signed(person_id=TEST_PERSON, is_test_certificate=True))
    button = page.test_id("btn-send-certificate")
    assert button.get("aria-disabled") == "true"
    assert "testperson" in page.by_id(button.get("aria-describedby")).text
    assert page.test_id("status-3") is None


def test_an_administrator_may_send() -> None:
    assert page_of(signed(), make_user(Role.VARDADMINISTRATOR)).test_id("btn-send-certificate") is not None


def test_a_deceased_patients_certificate_is_shown() -> None:
    make_patient(DECEASED)
    assert page_of(signed(person_id=DECEASED)).test_id("patient-deceased") is not None


def test_a_certificate_of_another_care_unit_is_read_only_in_a_journal() -> None:
    page = page_of(make_signed(make_user(unit=VE02), answers=complete_answers()), make_integrated_user())
    assert page.text("notice-bar") == "Utfärdat på: Vårdgivare VG01 - Enhet VE02"
    assert page.test_id("btn-send-certificate") is None
    assert page.test_id("btn-print-certificate") is not None


TOO_OLD = "Den här versionen av intygstypen är inte längre aktiv. Vissa funktioner är därför inte tillgängliga."
OLDER_MAJOR = "Intyget är av en äldre version. Alla funktioner är därför inte tillgängliga."
OLDER_TYPE = "Intygstypen är av en äldre version. Vissa funktioner kan därför saknas."


def bar_of(shown: CertificateType, *others: CertificateType) -> str:
    """The notice above a signed certificate of the first type, with all of them installed."""
    with registry.installed(shown, *others):
        return page_of(signed(type_id=shown.type_id, type_version=shown.version)).text("notice-bar")


def test_a_certificate_whose_model_is_not_active_says_so() -> None:
    assert bar_of(replace(FK7804, version="9.0", active_from=dt.date(2999, 1, 1))) == TOO_OLD


def test_a_certificate_of_an_earlier_major_version_says_so() -> None:
    assert bar_of(older("ts-diabetes", "1.0"), older("ts-diabetes", "2.0")) == OLDER_MAJOR


def test_an_earlier_major_version_that_is_not_closed_says_nothing() -> None:
    with registry.installed(older(version="1.0"), older(version="2.0")):
        page = page_of(signed(type_id="luse", type_version="1.0"))
    assert page.test_id("notice-bar") is None


def test_a_certificate_of_a_closed_type_says_that_functions_may_be_missing() -> None:
    assert bar_of(older("ts-bas")) == OLDER_TYPE


def test_that_the_type_is_closed_counts_more_than_that_its_version_is_not_the_latest() -> None:
    assert bar_of(older("ts-bas", "6.8"), older("ts-bas", "7.0")) == OLDER_TYPE


def test_a_certificate_of_an_open_type_of_the_older_engine_says_nothing_about_versions() -> None:
    with registry.installed(older()):
        page = page_of(signed(type_id="luse", type_version="1.0"))
    assert page.test_id("notice-bar") is None


def test_a_certificate_of_another_care_unit_is_closed_in_stand_alone_use() -> None:
    other = make_signed(make_user(unit=VE02), answers=complete_answers())
    assert log_in(make_user()).get(f"/certificate/{other.pk}").status_code == 403


@pytest.mark.parametrize(("sjf", "status"), [(True, 200), (False, 403)])
def test_another_care_providers_certificate_needs_coherent_journaling(sjf: bool, status: int) -> None:
    other = make_signed(make_user(unit=VE21), answers=complete_answers())
    assert other.care_provider_id == PRIVATE
    client = log_in(make_integrated_user(launch=LaunchParameters(sjf=sjf)))
    assert client.get(f"/certificate/{other.pk}").status_code == status


def test_another_care_providers_certificate_can_only_be_renewed() -> None:
    other = make_signed(make_user(unit=VE21), answers=complete_answers())
    page = page_of(other, make_integrated_user(launch=LaunchParameters(sjf=True)))
    assert page.tree.xpath("//*[starts-with(@data-testid, 'btn-')]/@data-testid") == ["btn-renew-certificate"]


def test_a_protected_patient_on_another_unit_is_refused_with_its_own_code() -> None:
    make_patient(PROTECTED)
    other = make_signed(make_user(unit=VE02), person_id=PROTECTED, answers=complete_answers())
    response = log_in(make_integrated_user()).get(f"/certificate/{other.pk}")
    assert response.status_code == 403
    assert "SEKRETESSMARKERING_ENHET" in response.content.decode()


def test_a_new_number_from_the_journal_is_shown_and_the_certificate_keeps_its_own() -> None:
    certificate = signed()
    user = make_integrated_user(launch=LaunchParameters(alternate_patient_ssn="19910317-2608"))
    page = page_of(certificate, user)
    assert OTHER_PATIENT == "199103172608"
    assert "19910317-2608 fd. 19121212-1212" in page.text("patient-header")
    certificate.refresh_from_db()
    assert certificate.person_id == "191212121212"


def test_the_address_for_questions_opens_the_messages() -> None:
    page = page_of(signed(), rest="/questions")
    assert page.test_id("panel-tab-arenden").get("aria-current") == "true"


def test_an_unsent_certificate_says_that_no_question_can_be_asked() -> None:
    assert "intyget är inte skickat" in page_of(signed()).by_id("panel-arenden").text_content()


def test_a_sent_certificate_has_no_messages_yet() -> None:
    page = page_of(signed(sent_at=clock.now(), sent_to="FKASSA"))
    assert "Det finns inga administrativa frågor" in page.by_id("panel-arenden").text_content()


def test_a_failed_print_or_sign_address_of_a_signed_certificate_shows_the_certificate() -> None:
    page = page_of(signed(), rest="/sign/error")
    assert page.text("status-1") == "Intyget är signerat"
    assert page.test_id("modal").get("open") is None


def test_the_way_back_leads_to_where_one_came_from() -> None:
    certificate = signed()
    client = log_in(make_user())
    response = client.get(
        f"/certificate/{certificate.pk}", headers={"Referer": "http://testserver/list/certificate?f=1&page=2"}
    )
    assert Page(response).tree.xpath("//a[@class='wc-band__back']/@href") == ["/list/certificate?f=1&page=2"]

"""What was signed looks the same for ever: its conditions on days count from the day of the signing (README 2)."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
import time_machine
from lxml import etree

from certificates.engine import carried_into_other_type, read_as
from certificates.expressions import days_from_today
from certificates.lifecycle.renew import renew
from certificates.models import Certificate
from certificates.print.document import print_document
from certificates.print.employer_copy import employer_choices
from certificates.questions.date import Date
from certificates.questions.text_area import TextArea
from certificates.transport import intyg_element
from certificates.types import registry
from certificates.types.base import FilledFrom
from certificates.types.fk7804 import FK7804
from certificates.types.paper import PaperNotice
from tests.certificates.engine.world import certificate, find, tiny_type, with_changes
from tests.certificates.types.examples import all_examples
from tests.certificates.types.examples.lisjp import COMPLETE
from tests.factories import make_patient, make_signed, make_user
from tests.pages.certificate.markup import Page
from tests.pages.certificate.sessions import log_in
from webcert import clock

pytestmark = pytest.mark.django_db

SIGNED_ON = dt.date(2026, 1, 15)
SIGNED_AT = clock.from_local(dt.datetime(2026, 1, 15, 23, 50))
LATER = dt.datetime(2026, 3, 2, 14, 5, tzinfo=dt.UTC)
EARLY_START = "32.1-motivering"
NOT_ASKED_YET = with_changes(
    COMPLETE,
    {
        "32": {"HALFTEN": {"from": "2026-01-09", "to": "2026-02-11"}},
        EARLY_START: "Väntade på tid.",
    },
)
"""A period that begins six days before the signing; a week and more is asked about."""
LISJP = registry.get("lisjp", "1.3")


def signed(type_id: str = "lisjp", version: str = "1.3", answers: dict[str, Any] = NOT_ASKED_YET) -> Certificate:
    return certificate(
        answers, type_id=type_id, type_version=version, state=Certificate.State.SIGNED, signed_at=SIGNED_AT
    )


def test_a_signed_certificate_is_judged_by_its_day_and_a_draft_by_today() -> None:
    with time_machine.travel(LATER):
        assert signed().judged_on == SIGNED_ON
        assert certificate().judged_on == dt.date(2026, 3, 2)


def test_the_page_shows_the_questions_of_the_signing_day() -> None:
    make_patient()
    kept = make_signed(type_id="lisjp", type_version="1.3", answers=NOT_ASKED_YET, signed_at=SIGNED_AT)
    with time_machine.travel(LATER):
        page = Page(log_in(make_user()).get(f"/certificate/{kept.pk}"))
    assert page.test_id("element-32") is not None
    assert page.test_id(f"element-{EARLY_START}") is None


def test_the_print_shows_the_questions_of_the_signing_day() -> None:
    documents = [print_document(signed(), printed_at=moment) for moment in (SIGNED_AT, LATER)]
    assert documents[0].sections == documents[1].sections
    assert [document.printed_on for document in documents] == ["2026-01-15", "2026-03-02"]


def test_the_notices_on_paper_are_those_of_the_signing_day() -> None:
    notice = PaperNotice(days_from_today("32", below=-6), "Började tidigt.")
    with registry.installed(replace(LISJP, paper=replace(LISJP.paper, notices=(notice,)))):
        assert "Började tidigt." not in print_document(signed(), printed_at=LATER).notices


def test_the_xml_of_a_status_update_holds_the_answers_of_the_signing_day() -> None:
    elements = []
    for moment in (SIGNED_AT, LATER):
        with time_machine.travel(moment):
            elements.append(etree.tostring(intyg_element(signed(), find=find)))
    assert elements[0] == elements[1]


def test_a_signature_under_way_is_judged_by_its_own_time() -> None:
    draft = certificate(NOT_ASKED_YET, type_id="lisjp", type_version="1.3")
    with time_machine.travel(LATER):
        element = intyg_element(draft, signing_time=SIGNED_AT, find=find)
    assert "Väntade på tid." not in "".join(element.itertext())


def test_the_employers_copy_keeps_back_what_could_be_kept_back_on_the_signing_day() -> None:
    ag7804 = registry.get("ag7804", "2.0")
    copy = replace(ag7804.employer_copy, unless=days_from_today("32", below=-6))
    answers = next(dict(e.answers) for e in all_examples() if e.type_id == "ag7804" and "2.0" in e.versions)
    answers["32"] = NOT_ASKED_YET["32"]
    with registry.installed(replace(ag7804, employer_copy=copy)), time_machine.travel(LATER):
        assert employer_choices(signed("ag7804", "2.0", answers)).choices


def test_another_type_takes_the_answers_of_the_signing_day() -> None:
    late = TextArea(id="2", label="Sent", visible_when=days_from_today("1", below=-6))
    ours, theirs = tiny_type(Date(id="1", label="Dag"), late), tiny_type(TextArea(id="2", label="Text"))
    source, answers = FilledFrom(type_id="tiny", major=1, questions=(("2", "2"),)), {"1": "2026-01-09", "2": "Svar"}
    for day, carried in ((SIGNED_ON, {}), (LATER.date(), {"2": "Svar"})):
        assert carried_into_other_type(ours, answers, theirs, source, birth=None, judged_on=day) == carried


def test_a_successor_reads_the_answers_of_the_signing_day() -> None:
    with time_machine.travel(LATER):
        assert read_as(LISJP, NOT_ASKED_YET, FK7804, birth=None, judged_on=SIGNED_ON)["25"] == COMPLETE["25"]


def test_a_renewal_into_the_successor_begins_with_the_answers_of_the_signing_day() -> None:
    make_patient()
    source = make_signed(type_id="lisjp", type_version="1.3", answers=NOT_ASKED_YET, signed_at=SIGNED_AT)
    with time_machine.travel(LATER):
        assert renew(user=make_user(), certificate_id=source.pk).answers["25"] == COMPLETE["25"]

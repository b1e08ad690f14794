"""The intyg element (spec/signing.md 2, spec/integration.md 2.2, spec/status-updates.md 3.3)."""

from __future__ import annotations

import datetime as dt
import importlib.util
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from lxml import etree

from certificates.engine import tidied, validate
from certificates.models import Certificate
from certificates.receiver_rules import check
from certificates.transport import (
    INTYG_IN_STATUS_UPDATE,
    UnreadableIntyg,
    intyg_element,
    parse_intyg,
    register_certificate_body,
)
from certificates.types import registry
from certificates.types.base import Engine, PatientContent
from certificates.types.fk7804 import FK7804
from certificates.types.registry import UnknownCertificateType
from rivta.namespaces import CERT, CERT_32, REGISTER, TYPES
from tests.certificates.engine.world import (
    CARRIER,
    COMPLETE,
    SHARED,
    TODAY,
    UNIT_CONTACT,
    certificate,
    complete,
    find,
    needs_contracts,
    tiny_type,
)

SIGNED_AT = dt.datetime(2026, 1, 15, 12, 30, 15, 987654, tzinfo=dt.UTC)
NS = {"c": CERT, "t": TYPES, "c32": CERT_32, "r": REGISTER}


@cache
def official_check() -> Callable[[etree._Element], list[str]]:
    """The validator of the official contracts."""
    spec = importlib.util.spec_from_file_location("check_contract", SHARED / "tools" / "check_contract.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.check


def body(answers: dict[str, Any] | None = None, **fields: Any) -> etree._Element:
    return register_certificate_body(certificate(answers, **fields), find=find)


def intyg(answers: dict[str, Any] | None = None, **fields: Any) -> etree._Element:
    return intyg_element(certificate(answers, **fields), find=find)


def texts(element: etree._Element, path: str) -> list[str]:
    return [e.text or "" for e in element.iterfind(path, NS)]


def tags(element: etree._Element) -> list[str]:
    return [etree.QName(e).localname for e in element]


def svar(element: etree._Element) -> dict[str, list[str]]:
    """Sub-answers of each svar as text or code, in order, by svar id and number."""
    found: dict[str, list[str]] = {}
    for one in element.iterfind("c:svar", NS):
        instans = one.findtext("c:instans", namespaces=NS)
        name = one.get("id") + (f"/{instans}" if instans else "")
        found[name] = [
            f"{d.get('id')}={d.findtext('t:cv/t:code', namespaces=NS) or d.text or '..'.join(d.xpath('*/*/text()'))}"
            for d in one.iterfind("c:delsvar", NS)
        ]
    return found


# --- around the answers -----------------------------------------------------------------------------------------------


def test_elements_stand_in_the_order_of_the_schema() -> None:
    element = intyg(signed_at=SIGNED_AT, relation="FRLANG", parent=Certificate(id="p", unit_id="SE-1"))

    assert list(dict.fromkeys(tags(element))) == [
        "intygs-id", "typ", "version", "signeringstidpunkt", "skickatTidpunkt", "patient", "skapadAv", "relation",
        "svar",
    ]  # fmt: skip


def test_the_certificate_is_named_by_unit_and_id() -> None:
    element = intyg()

    assert texts(element, "c:intygs-id/*") == ["SE2321000016-VE01", "3f0c9d2e-6b1a-4c57-9f0e-2a41d8b7c913"]


def test_type_and_version_are_those_of_the_declaration() -> None:
    element = intyg()

    assert texts(element, "c:typ/*") == ["LISJP", "b64ea353-e8f6-4832-b563-fc7d46f29548", "Läkarintyg sjukpenning"]
    assert texts(element, "c:version") == ["2.0"]


def test_both_times_are_that_of_the_signature_in_swedish_time() -> None:
    element = intyg(signed_at=SIGNED_AT)

    assert texts(element, "c:signeringstidpunkt") == ["2026-01-15T13:30:15"]
    assert texts(element, "c:skickatTidpunkt") == ["2026-01-15T13:30:15"]


def test_a_draft_has_no_times() -> None:
    assert "signeringstidpunkt" not in tags(intyg())
    assert "skickatTidpunkt" not in tags(intyg())


def test_a_signing_under_way_sets_the_time() -> None:
    element = intyg_element(certificate(), signing_time=SIGNED_AT, find=find)

    assert texts(element, "c:signeringstidpunkt") == ["2026-01-15T13:30:15"]


def test_only_the_number_of_the_patient_is_told() -> None:
    element = intyg()

    assert texts(element, "c:patient/c:person-id/*") == ["1.2.752.129.2.1.3.1", "191212121212"]
    assert texts(element, "c:patient/*")[1:] == ["", "", "", "", ""]
    assert b"Tolvan" not in etree.tostring(element)


def test_a_coordination_number_has_its_own_root() -> None:
    element = intyg(person_id="199001612385")

    assert texts(element, "c:patient/c:person-id/t:root") == ["1.2.752.129.2.1.3.3"]


def test_a_type_that_tells_names_writes_them() -> None:
    ctype = tiny_type(patient_content=PatientContent.WITH_NAME)
    with registry.installed(ctype):
        element = intyg({}, type_id="tiny", type_version="1.0", patient_middle_name="Mellan")

    assert texts(element, "c:patient/*")[1:4] == ["Tolvan", "Tolvansson", "Mellan"]


def test_the_issuer_is_told_with_position_speciality_and_licence() -> None:
    element = intyg()

    assert tags(element.find("c:skapadAv", NS)) == [
        "personal-id", "fullstandigtNamn", "forskrivarkod", "befattning", "enhet", "specialistkompetens",
        "legitimeratYrke",
    ]  # fmt: skip
    assert texts(element, "c:skapadAv/c:personal-id/*") == ["1.2.752.129.2.1.4.1", "SE2321000016-P001"]
    assert texts(element, "c:skapadAv/c:forskrivarkod") == ["0000000"]
    assert texts(element, "c:skapadAv/c:befattning/*") == ["201010", "1.2.752.129.2.2.1.4", "Överläkare"]
    assert texts(element, "c:skapadAv/c:specialistkompetens/*") == ["N/A", "Allmänmedicin"]
    assert texts(element, "c:skapadAv/c32:legitimeratYrke/*") == ["LK", "1.2.752.29.23.1.6", "Läkare"]


def test_the_unit_has_the_contact_details_of_the_draft() -> None:
    element = intyg()

    assert tags(element.find("c:skapadAv/c:enhet", NS)) == [
        "enhets-id", "arbetsplatskod", "enhetsnamn", "postadress", "postnummer", "postort", "telefonnummer", "epost",
        "vardgivare",
    ]  # fmt: skip
    assert texts(element, "c:skapadAv/c:enhet/c:arbetsplatskod/*") == ["1.2.752.29.4.71", "1000001"]
    assert texts(element, "c:skapadAv/c:enhet/c:postadress") == ["Storgatan 1"]
    assert texts(element, "c:skapadAv/c:enhet/c:vardgivare/c:vardgivarnamn") == ["Region Exempel"]


def test_a_unit_without_mail_has_no_mail_element() -> None:
    assert texts(intyg(unit_mail=""), "c:skapadAv/c:enhet/c:epost") == []


def test_a_unit_without_workplace_code_gets_that_of_hsa() -> None:
    assert texts(intyg(workplace_code=""), ".//c:arbetsplatskod/t:extension") == ["0000000"]


def test_an_older_type_without_workplace_code_gets_the_temporary_one_and_no_prescriber_code() -> None:
    with registry.installed(tiny_type(engine=Engine.LEGACY)):
        element = intyg({}, type_id="tiny", type_version="1.0", workplace_code="")

    assert texts(element, ".//c:arbetsplatskod/t:extension") == ["TEMPORARY ARBETSPLATSKOD"]
    assert texts(element, ".//c:forskrivarkod") == []


def test_the_relation_names_the_parent_and_its_unit() -> None:
    element = intyg(relation="KOMPLT", parent=Certificate(id="parent-id", unit_id="SE-PARENT"))

    assert texts(element, "c:relation/c:typ/t:code") == ["KOMPLT"]
    assert texts(element, "c:relation/c:typ/t:codeSystem") == ["c2362fcd-eda0-4f9a-bd13-b3bbaf7f2146"]
    assert texts(element, "c:relation/c:intygs-id/*") == ["SE-PARENT", "parent-id"]


def test_the_element_may_belong_to_another_message() -> None:
    element = intyg_element(certificate(), qualified_tag=INTYG_IN_STATUS_UPDATE, find=find)

    assert element.tag == INTYG_IN_STATUS_UPDATE


def test_an_answer_to_a_complement_request_names_it() -> None:
    element = register_certificate_body(certificate(), answers_message_id="de300001", find=find)

    assert tags(element) == ["svarPa", "intyg"]
    assert texts(element, "r:svarPa/c:meddelande-id") == ["de300001"]


def test_namespaces_are_declared_once() -> None:
    assert etree.tostring(body(signed_at=SIGNED_AT)).count(b"xmlns:t=") == 1
    assert etree.tostring(intyg()).count(b"xmlns:t=") == 1


# --- answers ----------------------------------------------------------------------------------------------------------


def test_svar_stand_in_form_order_with_their_sub_answers() -> None:
    assert svar(intyg(complete(q27=False))) == {
        "27": ["27.1=false"],
        "1/1": ["1.1=FYSISKUNDERSOKNING", "1.2=2026-01-05"],
        "1/2": ["1.1=ANNAT", "1.2=2026-01-02", "1.3=Samtal med arbetsledare"],
        "28/1": ["28.1=NUVARANDE_ARBETE"],
        "28/2": ["28.1=STUDIER"],
        "29": ["29.1=Undersköterska.\nNattpass."],
        "6": ["6.1=Utmattningssyndrom", "6.2=F438A", "6.3=Ont i ryggen", "6.4=M545"],
        "35": ["35.1=Nedsatta funktioner:\nSömnfunktioner - Uppmärksamhet\n\nUttalad trötthet."],
        "17": ["17.1=Orkar inte hela pass."],
        "19": ["19.1=Samtalsstöd."],
        "32/1": ["32.1=HALFTEN", "32.2=2026-01-29..2026-02-11"],
        "32/2": ["32.1=HELT_NEDSATT", "32.2=2026-01-15..2026-01-28"],
        "37": ["37.1=Lång väntan."],
        "34": ["34.1=true"],
        "33": ["33.1=true", "33.2=Sömnen störs av nattpass."],
        "39": ["39.1=ATER_X_ANTAL_MANADER", "39.4=3"],
        "44": ["44.1=Anpassade pass."],
        "25": ["25.1=Inget mer."],
        "26": ["26.1=true", "26.2=Frågor om planen."],
    }


def test_codes_have_system_and_label() -> None:
    element = intyg()

    assert texts(element, "c:svar[@id='28']/c:delsvar/t:cv/*")[:3] == [
        "NUVARANDE_ARBETE", "KV_FKMU_0002", "Nuvarande arbete",
    ]  # fmt: skip


def test_a_diagnosis_has_the_name_of_the_register_and_the_text_of_the_clinician() -> None:
    element = intyg()

    assert texts(element, "c:svar[@id='6']/c:delsvar[@id='6.4']/t:cv/*") == ["M545", "1.2.752.116.1.1.1", "Lumbago"]
    assert texts(element, "c:svar[@id='6']/c:delsvar[@id='6.3']") == ["Ont i ryggen"]


def test_hidden_questions_are_left_out() -> None:
    assert set(svar(intyg({**COMPLETE, **CARRIER}))) == {"27", "6", "32/1", "25"}


def test_unanswered_questions_make_no_svar() -> None:
    assert svar(intyg({})) == {}


def test_texts_of_blanks_and_terms_without_text_are_not_sent() -> None:
    assert svar(intyg({"25": " \n", "35": {"terms": ["Sömn"], "text": " "}})) == {}


def test_half_filled_rows_of_a_draft_are_sent_as_far_as_they_are_readable() -> None:
    element = intyg(
        {
            "1": {"ANNAT": "igår"},
            "32": {"HALFTEN": {"from": "2026-01-15", "to": "snart"}, "HELT_NEDSATT": {"from": "", "to": ""}},
            "6": [{"code": "", "text": "Bara text"}, {"code": "M545", "text": ""}],
            "39": "ATER_X_ANTAL_MANADER",
            "39.4": "tre",
        }
    )

    assert svar(element) == {
        "1/1": ["1.1=ANNAT"],
        "6": ["6.1=Bara text", "6.4=M545"],
        "32/1": ["32.1=HALFTEN", "32.2=2026-01-15"],
        "32/2": ["32.1=HELT_NEDSATT"],
        "39": ["39.1=ATER_X_ANTAL_MANADER"],
    }


DRAFTS = [
    {},
    COMPLETE,
    CARRIER,
    {"1": {"ANNAT": "igår"}, "32": {"HALFTEN": {"from": "x", "to": ""}}, "39": "ATER_X_ANTAL_MANADER", "39.4": "tre"},
    {"6": [{"code": "Q999", "text": ""}], "25": "<&>\"'"},
]


@needs_contracts
@pytest.mark.parametrize("answers", DRAFTS)
@pytest.mark.parametrize("fields", [{}, {"signed_at": SIGNED_AT}, {"unit_mail": "", "workplace_code": ""}])
def test_every_state_of_a_draft_is_valid_against_the_official_schema(answers: dict, fields: dict) -> None:
    assert official_check()(body(answers, **fields)) == []


@needs_contracts
def test_a_relation_is_valid_against_the_official_schema() -> None:
    element = body(relation="ERSATT", parent=Certificate(id="p", unit_id="SE-1"))

    assert official_check()(element) == []


@needs_contracts
def test_an_answer_to_a_complement_request_is_valid_against_the_official_schema() -> None:
    element = register_certificate_body(certificate(), answers_message_id="de300001", find=find)

    assert official_check()(element) == []


# --- and back ---------------------------------------------------------------------------------------------------------


def without_terms(answers: dict[str, Any]) -> dict[str, Any]:
    """Chosen ICF terms are part of the text once they are sent."""
    return {
        **answers,
        "35": {"terms": [], "text": "Nedsatta funktioner:\nSömnfunktioner - Uppmärksamhet\n\nUttalad trötthet."},
    }


@pytest.mark.parametrize("answers", [without_terms(COMPLETE), CARRIER, {UNIT_CONTACT: COMPLETE[UNIT_CONTACT]}])
def test_reading_gives_the_answers_that_were_written(answers: dict[str, Any]) -> None:
    parsed = parse_intyg(intyg(answers), today=TODAY, find=find)

    assert parsed.answers == answers
    assert parsed.faults == ()


def test_reading_and_writing_again_gives_the_same_xml() -> None:
    first = intyg(COMPLETE, signed_at=SIGNED_AT)
    parsed = parse_intyg(first, today=TODAY, find=find)

    second = intyg(parsed.answers, signed_at=parsed.signed_at)

    assert etree.tostring(second, method="c14n") == etree.tostring(first, method="c14n")


def test_reading_tells_who_where_and_when() -> None:
    parsed = parse_intyg(
        intyg(signed_at=SIGNED_AT, relation="FRLANG", parent=Certificate(id="parent", unit_id="x")), find=find
    )

    assert parsed.ctype is FK7804
    assert parsed.certificate_id == "3f0c9d2e-6b1a-4c57-9f0e-2a41d8b7c913"
    assert parsed.person_id == "191212121212"
    assert (parsed.unit_id, parsed.unit_name) == ("SE2321000016-VE01", "Exempelby vårdcentral")
    assert (parsed.care_provider_id, parsed.care_provider_name) == ("SE2321000016-VG01", "Region Exempel")
    assert (parsed.issuer_hsa_id, parsed.issuer_name) == ("SE2321000016-P001", "Astrid Bergvall")
    assert (parsed.workplace_code, parsed.unit_mail) == ("1000001", "enhet@exempel.test")
    assert parsed.signed_at == SIGNED_AT.replace(microsecond=0)
    assert (parsed.relation, parsed.parent_id) == ("FRLANG", "parent")


def test_an_unknown_type_is_told() -> None:
    element = intyg()
    element.find("c:version", NS).text = "9.9"

    with pytest.raises(UnknownCertificateType):
        parse_intyg(element, find=find)


def test_a_version_without_minor_is_read_as_zero() -> None:
    element = intyg()
    element.find("c:version", NS).text = " 2 "

    assert parse_intyg(element, find=find).ctype is FK7804


@pytest.mark.parametrize("path", ["c:intygs-id/t:extension", "c:patient/c:person-id/t:extension", "c:typ/t:code"])
def test_an_element_without_an_id_is_refused(path: str) -> None:
    element = intyg()
    element.find(path, NS).text = " "

    with pytest.raises(UnreadableIntyg):
        parse_intyg(element, find=find)


def test_a_bad_signing_time_is_refused() -> None:
    element = intyg(signed_at=SIGNED_AT)
    element.find("c:signeringstidpunkt", NS).text = "igår"

    with pytest.raises(UnreadableIntyg):
        parse_intyg(element, find=find)


DAYS = st.dates(dt.date(1900, 1, 2), TODAY).map(dt.date.isoformat)
LATER = st.dates(TODAY, dt.date(2099, 12, 12)).map(dt.date.isoformat)
PROSE = st.text(
    st.characters(min_codepoint=32, max_codepoint=126) | st.sampled_from("åäöÅÄÖ\n"), min_size=1, max_size=50
)
ANSWER = PROSE.filter(str.strip)


@st.composite
def answers_of_fk7804(draw: st.DrawFn) -> dict[str, Any]:
    """Any answers that a user can have given; not always complete ones."""
    rows = draw(st.lists(st.sampled_from(["F438A", "M545", "A78"]), min_size=1, max_size=3))
    periods = draw(st.dictionaries(st.sampled_from(["EN_FJARDEDEL", "HALFTEN", "HELT_NEDSATT"]), LATER, max_size=3))
    codes = ["FYSISKUNDERSOKNING", "JOURNALUPPGIFTER", "ANNAT"]
    values = {
        "27": draw(st.sampled_from([None, False])),
        "1": draw(st.dictionaries(st.sampled_from(codes), DAYS, max_size=3)),
        "1.3": draw(ANSWER),
        "28": draw(st.lists(st.sampled_from(["NUVARANDE_ARBETE", "STUDIER"]), max_size=2)),
        "29": draw(ANSWER),
        "6": [{"code": code, "text": draw(ANSWER).strip()} for code in rows],
        "35": {"terms": [], "text": draw(ANSWER)},
        "32": {level: {"from": start, "to": start} for level, start in periods.items()},
        "33": draw(st.sampled_from([None, True, False])),
        "33.2": draw(ANSWER),
        "34": draw(st.sampled_from([None, True, False])),
        "39": draw(st.sampled_from(["", "PROGNOS_OKLAR", "ATER_X_ANTAL_MANADER"])),
        "39.4": draw(st.integers(1, 99)),
        "39.2": draw(ANSWER),
    }
    return tidied(FK7804, values)


@settings(max_examples=300, deadline=None)
@given(answers=answers_of_fk7804())
def test_whatever_the_form_lets_through_the_receiver_accepts(answers: dict[str, Any]) -> None:
    whole = {**COMPLETE, **answers}
    assume(validate(FK7804, whole, today=TODAY, find=find).is_complete)

    assert check(FK7804, intyg(whole)) == []


@settings(max_examples=300, deadline=None)
@given(answers=answers_of_fk7804())
def test_whatever_is_written_is_read_back_alike(answers: dict[str, Any]) -> None:
    first = intyg(answers)
    parsed = parse_intyg(first, today=TODAY, find=find)

    assert parsed.faults == ()
    assert parsed.answers == {k: v for k, v in answers.items() if k in parsed.answers}
    assert svar(intyg(parsed.answers)) == svar(first)
    assert validate(FK7804, parsed.answers, today=TODAY, find=find) == validate(FK7804, answers, today=TODAY, find=find)

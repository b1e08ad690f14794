"""Which types exist, and that a type needs nothing but its declaration."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from django.http import QueryDict
from lxml import etree

from certificates import engine
from certificates.checks import check_certificate_types, faults_of
from certificates.expressions import all_of, answered, equals
from certificates.questions.checkbox_boolean import CheckboxBoolean
from certificates.questions.text_area import TextArea
from certificates.questions.unit_contact import UnitContact
from certificates.receiver_rules import check
from certificates.transport import intyg_element, parse_intyg
from certificates.types import registry
from certificates.types.base import Engine, FilledFrom, Section, SummaryRule
from certificates.types.fk7804 import FK7804
from certificates.types.paper import Paper, PaperNotice
from certificates.types.receiver import BOOLEAN, OPTIONAL, TEXT, ReceiverRules, singles
from rivta.oids import KV_INTYGSTYP
from tests.certificates.engine.world import COMPLETE, TODAY, UNIT_CONTACT, certificate, find, tiny_type
from tests.certificates.engine.xml import forifyllnad, svar

pytestmark = pytest.mark.django_db
ACTIVE = dt.date(2026, 1, 1)


def test_types_are_found_by_their_modules() -> None:
    assert registry.get("fk7804", "2.0") is FK7804
    assert FK7804 in registry.all_types()


@pytest.mark.parametrize(("type_id", "version"), [("fk7804", "1.0"), ("fk9999", "1.3"), ("", "")])
def test_an_unknown_type_or_version_is_not_found(type_id: str, version: str) -> None:
    with pytest.raises(registry.UnknownCertificateType) as caught:
        registry.get(type_id, version)

    assert caught.value.status == 404


def test_a_code_means_its_newest_active_version() -> None:
    older = tiny_type(version="1.0", active_from=dt.date(2025, 1, 1))
    newer = tiny_type(version="2.0", active_from=dt.date(2026, 1, 1))
    with registry.installed(older, newer):
        assert registry.newest_active("TINY", KV_INTYGSTYP, at=dt.date(2025, 12, 31)) is older
        assert registry.newest_active("TINY", KV_INTYGSTYP, at=ACTIVE) is newer
        assert registry.by_id("tiny") == (newer, older)


def test_an_older_type_gives_way_to_the_newer_one_of_the_same_code() -> None:
    older = registry.get("lisjp", "1.3")

    assert registry.newest_active("LISJP", KV_INTYGSTYP, at=TODAY) is FK7804
    assert older not in registry.active_types(TODAY)
    assert older in registry.all_types()
    assert registry.newest_active("LISJP", KV_INTYGSTYP, at=dt.date(2025, 8, 4)) is older


def test_code_and_code_system_must_both_fit() -> None:
    with pytest.raises(registry.UnknownCertificateType):
        registry.newest_active("LISJP", "other", at=TODAY)


def test_a_type_is_inactive_before_its_day() -> None:
    assert not FK7804.is_active(dt.date(2025, 8, 4))
    assert FK7804.is_active(dt.date(2025, 8, 5))
    assert FK7804 not in registry.active_types(dt.date(2025, 8, 4))
    with pytest.raises(registry.UnknownCertificateType):
        registry.newest_active("LISJP", KV_INTYGSTYP, at=dt.date(2016, 10, 24))


def test_the_type_list_is_sorted_by_name() -> None:
    with registry.installed(tiny_type()):
        names = [t.name.casefold() for t in registry.active_types(TODAY)]

    assert names == sorted(names)
    assert {"allra minsta intyget", FK7804.name.casefold()} <= set(names)


def test_the_same_type_and_version_is_declared_once() -> None:
    with pytest.raises(registry.DuplicateCertificateType):
        registry.register(replace(FK7804, name="Ett annat"))


def test_a_certificate_names_its_type_by_code_and_version() -> None:
    assert registry.by_code("LISJP", KV_INTYGSTYP, "2.0") is FK7804
    with pytest.raises(registry.UnknownCertificateType):
        registry.by_code("LISJP", KV_INTYGSTYP, "3.0")


@pytest.mark.parametrize(("code", "version", "read_as"), [("LISJP", "1", "1.0"), ("LISJP", "2", "2.0")])
def test_a_version_of_one_number_is_the_first_of_that_number(code: str, version: str, read_as: str) -> None:
    ctype = registry.by_code(code, KV_INTYGSTYP, version)

    assert (ctype.code, ctype.version) == (code, read_as)


@pytest.mark.parametrize("version", ["", "3", "1.", ".0", "1.0.0", "1,0", "v1", "-1", "01"])
def test_no_other_writing_of_a_version_is_understood(version: str) -> None:
    with pytest.raises(registry.UnknownCertificateType):
        registry.by_code("LISJP", KV_INTYGSTYP, version)


def test_a_certificate_may_name_a_type_of_the_older_engine_by_its_internal_id() -> None:
    older = tiny_type(type_id="ts-tiny", code="TINY1", engine=Engine.LEGACY)
    with registry.installed(older):
        assert registry.by_code("TINY1", KV_INTYGSTYP, "1.0") is older
        assert registry.by_code("TS-Tiny", KV_INTYGSTYP, "1.0") is older
    with pytest.raises(registry.UnknownCertificateType):
        registry.by_code("fk7804", KV_INTYGSTYP, "2.0")


# --- a new type -------------------------------------------------------------------------------------------------------

TINY = tiny_type(
    CheckboxBoolean(id="7001", label="Behövs mer?"),
    TextArea(id="7002", label="Vad?", required=True, visible_when=equals("7001", True), max_length=10),
    receiver_rules=ReceiverRules(svar=(*singles(OPTIONAL, BOOLEAN, "7001"), *singles(OPTIONAL, TEXT, "7002"))),
    summary=SummaryRule("Gäller", "7002"),
)


def test_a_new_type_works_from_form_to_xml_and_back_by_its_declaration_alone() -> None:
    with registry.installed(TINY):
        answers = {UNIT_CONTACT: COMPLETE[UNIT_CONTACT]}
        post = QueryDict("e.7001.value=true")
        answers |= engine.parse_element(TINY, "7001", post, answers=answers, today=TODAY, find=find).values

        assert [e.error_id for e in engine.validate(TINY, answers, today=TODAY, find=find).errors] == ["MISSING_ANSWER"]

        post = QueryDict("e.7001.shown=1&e.7001.value=true&e.7002.text=Ja")
        answers |= engine.parse_form(TINY, post, answers=answers, today=TODAY, find=find).values

        assert engine.validate(TINY, answers, today=TODAY, find=find).is_complete
        assert engine.summary(TINY, answers, signed_on=TODAY).value == "Ja"
        assert [s.id for s in engine.read_sections(TINY, answers, today=TODAY)] == ["ONE"]
        element = intyg_element(certificate(answers, type_id="tiny", type_version="1.0"), find=find)
        assert check(TINY, element) == []
        assert parse_intyg(element, find=find).answers == answers


def test_a_new_type_can_be_prefilled() -> None:
    element = forifyllnad(svar("7001", ("7001.1", "true")), svar("7002", ("7002.1", "Text")))

    assert engine.prefill(TINY, element, today=TODAY, find=find).answers == {"7001": True, "7002": "Text"}


def test_a_new_type_without_receiver_rules_takes_no_svar() -> None:
    bare = tiny_type()

    assert check(bare, etree.Element("intyg")) == []


# --- start-up checks --------------------------------------------------------------------------------------------------


def problems(*questions: object, **changes: object) -> list[str]:
    return [fault.id for fault in faults_of(tiny_type(*questions, **changes))]


def test_the_installed_types_and_templates_are_sound() -> None:
    assert check_certificate_types(None) == []


def test_a_section_may_be_called_as_its_question() -> None:
    """The older engine calls the section and the question of the unit's address the same."""
    sections = (Section(id=UNIT_CONTACT, heading="Adress", questions=(UnitContact(id=UNIT_CONTACT, label="Adress"),)),)

    assert problems(sections=sections) == []


def test_an_id_is_used_once() -> None:
    assert problems(TextArea(id="7001", label="a"), TextArea(id="7001", label="b")) == ["certificates.E001"]


def test_a_section_has_an_id_of_its_own() -> None:
    sections = tuple(Section(id="ONE", heading="x", questions=()) for _ in range(2)) + tiny_type().sections[1:]

    assert problems(sections=sections) == ["certificates.E001"]


def test_a_condition_names_an_existing_question() -> None:
    assert problems(TextArea(id="7001", label="a", visible_when=all_of(answered("7009")))) == ["certificates.E002"]


def test_the_summary_names_an_existing_question() -> None:
    assert problems(summary=SummaryRule("Gäller", "32")) == ["certificates.E002"]


def test_what_is_carried_names_an_existing_question() -> None:
    assert problems(further_information="25") == ["certificates.E002"]
    assert problems(period_of_parent="32") == ["certificates.E002"]
    filled = FilledFrom(type_id="fk7804", major=2, questions=(("6", "6"),))
    assert problems(filled_from=filled) == ["certificates.E002"]


def test_a_notice_on_paper_names_an_existing_question() -> None:
    paper = Paper(notices=(PaperNotice(answered("7009"), "Skicka utskriften."),))

    assert problems(paper=paper) == ["certificates.E002"]


def test_whether_a_question_is_shown_does_not_depend_on_itself() -> None:
    one = TextArea(id="7001", label="a", visible_when=answered("7002"))
    other = TextArea(id="7002", label="b", hidden_when=answered("7001"))

    assert problems(one, other) == ["certificates.E003", "certificates.E003"]


def test_a_parent_may_not_depend_on_its_child() -> None:
    child = TextArea(id="7002", label="b")
    parent = TextArea(id="7001", label="a", visible_when=answered("7002"), children=(child,))

    assert problems(parent) == ["certificates.E003", "certificates.E003"]


def test_a_kind_without_template_is_told() -> None:
    class Unheard(TextArea):
        kind = "unheard_of"

    with registry.installed(tiny_type(Unheard(id="7001", label="a"))):
        faults = check_certificate_types(None)

    assert [fault.id for fault in faults] == ["certificates.E004"]
    assert "unheard_of" in faults[0].msg

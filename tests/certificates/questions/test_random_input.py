"""Whatever is posted, stored or sent to a question, of every kind, never fails and is kept in the kind's shape.

The number of random inputs is small in the ordinary run. ``RANDOM_INPUTS=10000 python -m pytest
tests/certificates/questions/test_random_input.py`` (``make random-inputs``) gives every kind ten thousand, shared by
its specimens and by the ways in: posted, stored, sent, and posted as if it were right.
"""

from __future__ import annotations

import copy
import datetime as dt
import os
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from lxml import etree

from certificates.engine.answers import Facts
from certificates.pages.fragments import controls
from certificates.questions import dates
from certificates.questions.base import Fields, Question, Reading, ReadValue, Situation, Surroundings, Value
from certificates.questions.diagnosis_codes import dotted, written_code
from certificates.questions.icf import Icf
from certificates.questions.limits import BIRTH, TODAY, Bounds
from certificates.questions.svar import Svar, read_svar
from patients.person_id import InvalidPersonId, PersonId
from rivta.namespaces import CERT, TYPES
from terminology.code_systems import normalise_code
from tests.certificates.engine import world
from tests.certificates.questions.asking import through_xml
from tests.certificates.questions.specimens import (
    DIAGNOSES,
    SPECIMENS,
    TELLING,
    find,
    kinds,
    plausible_posts,
    posts,
    stored_values,
    svar_trees,
    texts,
)
from webcert.errors import InvalidInput

INPUTS = int(os.environ.get("RANDOM_INPUTS", "0"))
LEAST = 40


def inputs(number: int) -> settings:
    return settings(
        max_examples=max(LEAST, number),
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
    )


often = inputs(INPUTS)


def often_for(question: Question) -> settings:
    """A question's part of the inputs of its kind."""
    alike = sum(name.partition(",")[0] == question.kind for name in SPECIMENS)
    ways_in = 4 if question.is_sent else 3
    return inputs(-(-INPUTS // (alike * ways_in)))


SENT = {name: question for name, question in SPECIMENS.items() if question.is_sent}
every_kind = pytest.mark.parametrize("question", SPECIMENS.values(), ids=SPECIMENS.keys())

situations = st.builds(
    Situation,
    st.dates(dt.date(1950, 1, 1), dt.date(2090, 1, 1)) | st.just(world.TODAY),
    st.just(find),
    st.booleans(),
    st.none() | st.dates(dt.date(1880, 1, 1), dt.date(2026, 1, 1)),
)
NOW = Situation(world.TODAY, find, birth=dt.date(1950, 6, 15))


def test_every_kind_has_a_specimen() -> None:
    assert set(kinds()) == {name.partition(",")[0] for name in SPECIMENS}


FORM = world.tiny_type(DIAGNOSES)


def around(question: Question, looked_at: Situation) -> Surroundings:
    return Surroundings(looked_at, Facts(FORM, {}, looked_at.today, looked_at.birth), {question.id: ["x"]})


def parse(question: Question, post: dict[str, Any], previous: Value, looked_at: Situation) -> Value:
    """The parsed value; NUL is refused as the whole post is, and then nothing is changed."""
    try:
        return question.parse(Fields(post, question.id), previous, looked_at.today).value
    except InvalidInput:
        return previous


def use(question: Question, value: Value, looked_at: Situation) -> tuple[Svar, ...]:
    """Everything that is ever done with a value; what is shown are texts, and the value is left as it was."""
    before = copy.deepcopy(value)
    assert question.tidy(value) == value
    assert isinstance(question.is_answered(value), bool)
    assert all(isinstance(code, str) for code in question.codes(value))
    assert all(isinstance(date, dt.date) for date in question.start_dates(value))
    assert question.days_spanned(value) is None or isinstance(question.days_spanned(value), int)
    for row in ("", "ALFA", "from", "to", "medicalInvestigation1", "ingen"):
        assert question.day(value, row) is None or isinstance(question.day(value, row), dt.date)
    for problem in question.validate(value, looked_at):
        assert problem.text
        assert problem.field
        assert problem.part in {*question.parts, question.focus_part}
    for control in controls(question.edit_view(value, around(question, looked_at))):
        assert isinstance(control.value, str)
        assert control.name.startswith(f"e.{question.id}.")
    shown = question.read_view(value)
    assert_texts(shown)
    assert isinstance(question.in_short(value), str)
    svar = question.to_svar(value, looked_at)
    assert all(s.id == question.svar_id and s.delsvar for s in svar)
    assert {d.id for s in svar for d in s.delsvar} <= {s.id for s in question.sub_answers}
    assert value == before
    return svar


def assert_texts(shown: ReadValue) -> None:
    assert all(isinstance(text, str) for text in (shown.text, *shown.items, *shown.columns))
    assert all(isinstance(cell, str) for row in shown.rows for cell in row)
    assert all(len(row) == len(shown.columns) for row in shown.rows if shown.columns)


@every_kind
def test_whatever_is_posted_gives_a_value_of_the_kind(question: Question) -> None:
    @often_for(question)
    @given(posted=st.tuples(posts(question), posts(question)), looked_at=situations)
    def look(posted: tuple[dict[str, Any], dict[str, Any]], looked_at: Situation) -> None:
        previous = question.empty()
        for post in posted:
            parsed = parse(question, post, previous, looked_at)
            use(question, parsed, looked_at)
            settled = question.settle(parsed, previous, looked_at)
            use(question, settled, looked_at)
            assert question.settle(settled, settled, looked_at) == settled
            previous = settled

    look()


@every_kind
def test_whatever_is_stored_is_brought_into_shape_once(question: Question) -> None:
    @often_for(question)
    @given(stored=stored_values(question), looked_at=situations)
    def look(stored: Any, looked_at: Situation) -> None:
        tidied = question.tidy(stored)

        use(question, tidied, looked_at)
        use(question, question.settle(tidied, question.empty(), looked_at), looked_at)

    look()


@every_kind
def test_whatever_is_sent_is_read_or_left_out(question: Question) -> None:
    @often_for(question)
    @given(svar=svar_trees(question), looked_at=situations)
    def look(svar: list[Svar], looked_at: Situation) -> None:
        reading = read(question, svar, looked_at)

        use(question, reading.value, looked_at)
        use(question, question.settle(reading.value, question.empty(), looked_at), looked_at)
        assert all(fault.code for fault in reading.faults)

    look()


def read(question: Question, svar: Sequence[Svar], looked_at: Situation) -> Reading:
    """A text with NUL cannot stand in XML."""
    try:
        return question.from_svar(svar, looked_at)
    except InvalidInput:
        return Reading(question.empty())


@pytest.mark.parametrize("question", SENT.values(), ids=SENT.keys())
def test_a_valid_answer_comes_back_as_it_was_sent(question: Question) -> None:
    @often_for(question)
    @given(post=plausible_posts(question))
    def look(post: dict[str, Any]) -> None:
        before = question.empty()
        value = question.settle(parse(question, post, before, NOW), before, NOW)
        assume(question.is_answered(value) and not question.validate(value, NOW))
        svar = through_xml(question.to_svar(value, NOW))

        reading = question.from_svar(svar, NOW)

        assert reading.faults == ()
        if isinstance(question, Icf):
            assert question.read_view(reading.value) == question.read_view(value)
        else:
            assert sent_part(question, reading.value) == sent_part(question, value)

    look()


def sent_part(question: Question, value: Value) -> Value:
    """Rows that say nothing are not sent, nor unfinished investigations (fk3221: only complete rows)."""
    if question.kind == "medical_investigations":
        return [row for row in value if all(row.values())]
    if question.kind == "cause_of_death":
        return [row for row in value if any(row.values())]
    return value


@often
@given(st.data())
def test_any_xml_in_a_sub_answer_can_be_read(data: st.DataObject) -> None:
    tags = st.sampled_from(["cv", "code", "codeSystem", "datePeriod", "start", "partialDate", "format", "value", "pq"])
    intyg = etree.Element(f"{{{CERT}}}intyg")
    svar = etree.SubElement(intyg, f"{{{CERT}}}svar", id="1")
    place = etree.SubElement(svar, f"{{{CERT}}}delsvar", id="1.1")
    for tag, text, goes_down in data.draw(st.lists(st.tuples(tags, texts, st.booleans()), max_size=8)):
        child = etree.SubElement(place, f"{{{TYPES}}}{tag}")
        child.text = "".join(c for c in text if c.isprintable())
        place = child if goes_down else place

    through = tuple(read_svar(intyg))

    assert len(through) == 1
    for question in SPECIMENS.values():
        read(question, [Svar(question.svar_id, (through[0].delsvar[0],))], NOW)


@often
@given(texts, st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1)))
def test_any_text_is_a_date_or_a_fault(text: str, today: dt.date) -> None:
    written = dates.normalise(text, today)

    assert dates.normalise(written, today) == written
    date = dates.parse_iso(written)
    assert date is None or date.isoformat() == written
    for bounds in (Bounds(), Bounds(BIRTH, TODAY)):
        fault = bounds.fault(written, Situation(today, find, birth=today))
        assert fault is None or (fault[0] and fault[1])
        assert fault is not None or date is not None


@often
@given(texts, texts)
def test_any_two_texts_are_a_period_or_not(start: str, end: str) -> None:
    resolved = dates.resolved_end(dates.written_end(end, world.TODAY), start)
    days = dates.days_of_code(end)

    if resolved != dates.written_end(end, world.TODAY):
        first, last = dates.parse_iso(start), dates.parse_iso(resolved)
        assert first is not None
        assert last is not None
        assert (last - first).days + 1 == days


@often
@given(st.dates(), st.integers(1, 999), st.sampled_from("dvDV"))
def test_a_typed_length_counts_its_first_day(start: dt.date, number: int, letter: str) -> None:
    end = dates.end_from_code(f"{letter}{number}", start.isoformat())
    days = number * dates.DAYS_PER_UNIT[letter.lower()]

    if (dt.date.max - start).days < days - 1:
        assert end is None
    else:
        assert end == (start + dt.timedelta(days=days - 1)).isoformat()


person_numbers = st.one_of(
    texts,
    st.text("0123456789-+", max_size=14),
    st.from_regex(r"(19|20)?[0-9]{6}[-+]?[0-9]{4}", fullmatch=True),
)


@often
@given(person_numbers)
def test_any_text_is_a_person_number_or_refused(text: str) -> None:
    for parser in (PersonId.parse, PersonId.parse_search):
        try:
            person = parser(text)
        except InvalidPersonId as error:
            assert str(error) == InvalidPersonId.default_message
            continue
        assert len(person.value) == 12
        assert person.value.isdecimal()
        assert PersonId.parse(person.dashed) == PersonId.parse(person.value) == person
        assert isinstance(person.is_check_digit_valid, bool)
        assert person.birth_date is None or person.age(person.birth_date) == 0
        assert person.value not in f"{person} {person!r}"


@often
@given(texts)
def test_a_code_is_written_in_one_way(text: str) -> None:
    code = written_code(text)

    assert written_code(code) == code
    assert written_code(dotted(code)) == code
    assert normalise_code(normalise_code(text)) == normalise_code(text)


def test_the_texts_that_mean_something_are_understood_by_some_kind() -> None:
    assert len(TELLING) == len(set(TELLING))

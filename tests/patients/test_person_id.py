"""Personal numbers (spec/roles-and-access.md 7.1, spec/ui.md 2.3)."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from patients.person_id import InvalidPersonId, PersonId, PersonIdKind, check_digit, valid_number

TODAY = dt.datetime(2025, 6, 15, 12, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _midsummer() -> object:
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("191212121212", "191212121212"),
        ("19121212-1212", "191212121212"),
        ("19121212+1212", "191212121212"),
        ("201803022381", "201803022381"),
        (" 191212121212 ", "191212121212"),
        ("1212121212", "201212121212"),
        ("121212-1212", "201212121212"),
        ("121212+1212", "191212121212"),
        ("8706160291", "198706160291"),
        ("2506150000", "202506150000"),
        ("2606150000", "192606150000"),
    ],
)
def test_accepted_forms_become_twelve_digits(text: str, value: str) -> None:
    assert PersonId.parse(text).value == value


@pytest.mark.parametrize(
    "text",
    [
        "",
        "abc",
        "181212121212",
        "211212121212",
        "19121212121",
        "1912121212123",
        "1912-12121212",
        "191212 1212",
        "19121212--1212",
        "19121212-121A",
        "870616+0291",
        "１９１２１２１２１２１２",
    ],
)
def test_other_texts_are_refused(text: str) -> None:
    with pytest.raises(InvalidPersonId):
        PersonId.parse(text)


def test_the_form_is_all_that_is_checked() -> None:
    assert PersonId.parse("192703104321").is_check_digit_valid is False
    assert PersonId.parse("199913455555").birth_date is None


@pytest.mark.parametrize("number", ["191212121212", "195401232540", "198001919011", "201803022381"])
def test_right_check_digits_are_recognised(number: str) -> None:
    assert PersonId.parse(number).is_check_digit_valid


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        ("198001319014", PersonIdKind.PERSONNUMMER),
        ("198001919011", PersonIdKind.SAMORDNINGSNUMMER),
        ("198001610000", PersonIdKind.SAMORDNINGSNUMMER),
        ("198001590000", PersonIdKind.PERSONNUMMER),
    ],
)
def test_a_day_from_sixty_on_makes_a_coordination_number(number: str, kind: PersonIdKind) -> None:
    assert PersonId.parse(number).kind is kind


def test_each_kind_has_its_root() -> None:
    assert PersonId.parse("191212121212").root == "1.2.752.129.2.1.3.1"
    assert PersonId.parse("198001919011").root == "1.2.752.129.2.1.3.3"


def test_the_birth_date_of_a_coordination_number_is_the_day_less_sixty() -> None:
    assert PersonId.parse("198001919011").birth_date == dt.date(1980, 1, 31)


def test_the_number_is_shown_with_a_dash() -> None:
    assert PersonId.parse("1212121212").dashed == "20121212-1212"


def test_text_forms_for_logs_do_not_tell_the_number() -> None:
    person_id = PersonId.parse("191212121212")
    assert "1212121212" not in f"{person_id} {person_id!r}".replace("19121212-****", "")


def test_age_counts_whole_years() -> None:
    person_id = PersonId.parse("201004132385")
    assert person_id.age(dt.date(2025, 4, 12)) == 14
    assert person_id.age(dt.date(2025, 4, 13)) == 15


@pytest.mark.parametrize("text", ["191212121212", "19121212-1212", "19121212+1212", "198001919011", "19800191-9011"])
def test_the_search_page_takes_real_numbers_of_twelve_digits(text: str) -> None:
    assert PersonId.parse_search(text).value == text.replace("-", "").replace("+", "")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("1212121212", "ten digits"),
        ("192703104321", "wrong check digit"),
        ("199913455557", "no day of the calendar"),
        ("189912121218", "another century"),
        ("202512312386", "in the future"),
        ("19800191+9011", "coordination number with plus"),
        ("198001929010", "day 92"),
    ],
)
def test_the_search_page_refuses_the_rest(text: str, why: str) -> None:
    with pytest.raises(InvalidPersonId):
        PersonId.parse_search(text)


def test_the_search_page_takes_a_person_of_125_years_but_not_of_126() -> None:
    assert PersonId.parse_search("190006152383").age(dt.date(2025, 6, 15)) == 125
    with time_machine.travel(dt.datetime(2026, 6, 15, 12, tzinfo=dt.UTC)), pytest.raises(InvalidPersonId):
        PersonId.parse_search("190006152383")


def test_the_message_does_not_repeat_the_text() -> None:
    with pytest.raises(InvalidPersonId) as caught:
        PersonId.parse("19121212-121X")
    assert caught.value.message == "Ange ett giltigt person- eller samordningsnummer."


@st.composite
def numbers(draw: st.DrawFn) -> PersonId:
    """Right numbers, coordination numbers too, of people young enough for ten digits to tell the century."""
    born = draw(st.dates(dt.date(1926, 1, 1), TODAY.date()))
    day = born.day + draw(st.sampled_from((0, 60)))
    nine = f"{born:%y%m}{day:02}{draw(st.integers(0, 999)):03}"
    return PersonId(f"{born.year // 100}{nine}{check_digit(nine)}")


@given(numbers())
def test_every_way_of_writing_is_the_same_number(person: PersonId) -> None:
    value = person.value
    for text in (value, person.dashed, value[2:], f"{value[2:8]}-{value[8:]}", f"{value[:8]}+{value[8:]}"):
        with time_machine.travel(TODAY, tick=False):
            assert PersonId.parse(text) == person
            assert valid_number(text) == value


@given(numbers(), st.integers(2, 11), st.integers(1, 9))
def test_one_wrong_digit_is_found(person: PersonId, place: int, step: int) -> None:
    wrong = (int(person.value[place]) + step) % 10

    assert person.is_check_digit_valid
    assert not PersonId(f"{person.value[:place]}{wrong}{person.value[place + 1 :]}").is_check_digit_valid


@given(numbers(), st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1)))
def test_the_age_rises_by_one_at_each_birthday(person: PersonId, day: dt.date) -> None:
    born, age = person.birth_date, person.age(day)
    assert born is not None
    assert age is not None

    assert (age < 0) == (day < born)
    assert 0 <= person.age(day + dt.timedelta(days=1)) - age <= 1
    assert person.age(born) == 0

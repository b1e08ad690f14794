"""What holds for any answers: whole forms to XML and back, periods, diagnosis codes, limits and times."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from itertools import combinations
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from certificates import engine
from certificates.engine import SickLeavePeriod
from certificates.engine import svar as svar_of_type
from certificates.questions.base import Situation
from certificates.questions.diagnosis_codes import has_legacy_shape, is_too_coarse, written_code
from certificates.questions.limits import TODAY as TODAY_LIMIT
from certificates.questions.limits import Bounds, today_plus, years_ahead
from certificates.questions.svar import Svar
from certificates.types import registry
from certificates.types.base import CertificateType
from certificates.types.code_lists import DIAGNOSIS_PATTERN
from tests.certificates.engine.world import TODAY, find
from tests.certificates.questions.asking import posted, problems, through_xml
from tests.certificates.questions.specimens import SPECIMENS, plausible_posts
from webcert import clock

BIRTH = dt.date(1950, 6, 15)
few = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)
days = st.dates(dt.date(1990, 1, 1), dt.date(2060, 1, 1))
periods = st.tuples(days, st.integers(0, 400)).map(lambda p: (p[0], p[0] + dt.timedelta(days=p[1])))
every_type = pytest.mark.parametrize(
    "ctype", registry.all_types(), ids=lambda ctype: f"{ctype.type_id}-{ctype.version}"
)


@st.composite
def forms(draw: st.DrawFn, ctype: CertificateType) -> dict[str, Any]:
    """A posted form, most of it sensible; without the sign that makes the whole post refused."""
    post: dict[str, Any] = {}
    for question in ctype.questions():
        if draw(st.integers(0, 3)):
            post |= draw(plausible_posts(question))
    return {name: text.replace("\0", "") if isinstance(text, str) else text for name, text in post.items()}


def written(ctype: CertificateType, answers: Mapping[str, Any]) -> tuple[Svar, ...]:
    return through_xml(svar_of_type.svar_of(ctype, answers, birth=BIRTH, today=TODAY, find=find))


@every_type
@few
@given(data=st.data())
def test_what_is_read_from_a_certificate_is_written_the_same(ctype: CertificateType, data: st.DataObject) -> None:
    post = data.draw(forms(ctype))
    parsed = engine.parse_form(ctype, post, answers={}, birth=BIRTH, today=TODAY, find=find).values
    kept = {key: value for key, value in parsed.items() if value is not None}
    answers = engine.with_consequences(ctype, kept, birth=BIRTH, today=TODAY)
    looked_at = Situation(TODAY, find, birth=BIRTH)

    first = svar_of_type.read(ctype, written(ctype, answers), looked_at)
    second = svar_of_type.read(ctype, written(ctype, first.answers), looked_at)

    assert second.answers == first.answers
    assert written(ctype, second.answers) == written(ctype, first.answers)
    assert engine.tidied(ctype, first.answers) == first.answers


@given(st.lists(periods, max_size=5))
def test_a_day_in_two_periods_is_counted_once(spans: list[tuple[dt.date, dt.date]]) -> None:
    covered = {first + dt.timedelta(days=n) for first, last in spans for n in range((last - first).days + 1)}

    assert engine.period_days(SickLeavePeriod(50, first, last) for first, last in spans) == len(covered)


@given(st.lists(periods, min_size=1, max_size=4))
def test_rows_that_share_a_day_are_told_and_no_others(spans: list[tuple[dt.date, dt.date]]) -> None:
    question = SPECIMENS["sickleave_periods"]
    codes = [degree.code for degree in question.degrees]
    rows = dict(zip(codes, spans, strict=False))
    value = {code: {"from": first.isoformat(), "to": last.isoformat()} for code, (first, last) in rows.items()}
    share_a_day = any(a[0] <= b[1] and b[0] <= a[1] for a, b in combinations(rows.values(), 2))

    assert [error for error, _ in problems(question, value)] == (["PERIOD_OVERLAP"] if share_a_day else [])


@given(days, st.integers(1, 999), st.sampled_from("dvm"))
def test_a_typed_length_is_the_number_of_days_shown(start: dt.date, number: int, letter: str) -> None:
    question = SPECIMENS["sickleave_periods"]
    code, number = question.degrees[0].code, number % 30 + 1
    value = posted(question, {code: "on", f"{code}.from": start.isoformat(), f"{code}.to": f"{letter}{number}"})

    [span] = question.spans(value)
    assert span.days == number * {"d": 1, "v": 7, "m": 31}[letter]


@given(st.from_regex(r"[A-Za-z][0-9]{2}[.]?[A-Za-z0-9-]{0,4}", fullmatch=True) | st.text(max_size=8))
def test_a_diagnosis_code_that_the_older_form_takes_is_one_that_the_receiver_takes(text: str) -> None:
    code = written_code(text)
    taken = has_legacy_shape(code) and not is_too_coarse(code)

    assert taken == (bool(re.fullmatch(DIAGNOSIS_PATTERN, code)) and len(code) <= 5)


@given(st.dates(dt.date(1910, 1, 1), dt.date(2098, 1, 1)), days)
def test_a_date_is_within_its_limits_or_told_to_be_too_early_or_too_late(today: dt.date, date: dt.date) -> None:
    looked_at = Situation(today, find)
    first, last = today - dt.timedelta(days=90), years_ahead(1).day(looked_at)
    fault = Bounds(today_plus(-90), years_ahead(1)).fault(date.isoformat(), looked_at)

    assert TODAY_LIMIT.day(looked_at) == today
    assert last is not None
    assert 365 <= (last - today).days <= 366
    expected = "DATE_TOO_EARLY" if date < first else "DATE_TOO_LATE" if date > last else None
    assert (fault[0].value if fault else None) == expected


@given(st.datetimes(dt.datetime(1990, 1, 1), dt.datetime(2090, 1, 1), timezones=st.just(dt.UTC)))
def test_a_time_that_is_sent_is_read_as_the_same_second(moment: dt.datetime) -> None:
    """But in the hour that comes twice in autumn, which a time without zone cannot tell."""
    read = clock.from_local(dt.datetime.fromisoformat(clock.riv_timestamp(moment)))
    twice = clock.local(moment).replace(fold=0).utcoffset() != clock.local(moment).replace(fold=1).utcoffset()

    assert read == moment.replace(microsecond=0) or twice

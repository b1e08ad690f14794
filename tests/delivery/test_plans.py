import datetime as dt

import pytest

from delivery.plans import InvalidPlan, Plan, spread

MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)


def test_the_standard_plan_waits_as_the_real_system_does():
    plan = Plan.parse("30#1:m,5:m,1:h,6:h,12:h,1:d")

    assert plan.max_attempts == 30
    assert [plan.wait_after(n) for n in range(1, 7)] == [MINUTE, 5 * MINUTE, HOUR, 6 * HOUR, 12 * HOUR, DAY]
    assert sum((plan.wait_after(n) for n in range(1, 30)), dt.timedelta()) == 24 * DAY + 19 * HOUR + 6 * MINUTE


def test_a_plan_without_end_repeats_its_last_wait():
    plan = Plan.without_end("1:m,5:m,30:m,1:h")

    assert plan.max_attempts is None
    assert plan.wait_after(1000) == HOUR


def test_the_time_scale_compresses_every_wait(settings):
    settings.DELIVERY_TIME_SCALE = 0.001

    assert Plan.parse("2#1:d").wait_after(1) == dt.timedelta(seconds=86.4)


def test_waits_are_exact_unless_they_shall_be_spread():
    assert {spread(HOUR) for _ in range(20)} == {HOUR}


def test_spread_waits_are_at_most_a_tenth_shorter_or_longer_and_not_all_the_same(settings):
    settings.DELIVERY_JITTER = True
    waits = [spread(HOUR) for _ in range(200)]

    assert all(54 * MINUTE <= wait <= 66 * MINUTE for wait in waits)
    assert min(waits) < HOUR < max(waits)


@pytest.mark.parametrize(
    "template",
    ["", "30", "30#", "0#1:m", "100#1:m", "3#0:m", "3#100:m", "3#1:w", "3#1m", "3#1:m,", "x#1:m", "3#1:m, 2:m"],
)
def test_a_template_that_breaks_the_syntax_is_refused(template):
    with pytest.raises(InvalidPlan):
        Plan.parse(template)

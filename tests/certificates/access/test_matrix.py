"""Every role, way in, type, action, state, patient, unit and feature: ``decide`` against a plain reading of the tables.

The whole matrix is far too large for each run. A sample, the same every time, is walked; ``ACCESS_MATRIX`` gives
another size (a number), or ``full`` for all of it, which takes days.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator

import pytest

from certificates.access import Action, decide
from certificates.types import registry
from certificates.types.base import CertificateType, Engine
from tests.certificates.access.oracle import CONDITIONS, expected
from tests.certificates.access.situations import (
    FEATURES,
    Situation,
    World,
    backbone,
    keeping,
    near,
    number_of_situations,
    sampled,
    situation,
)
from tests.certificates.access.spec import made, needs_privileges, newer_types, walked_types

pytestmark = [needs_privileges, pytest.mark.django_db]
SAMPLE = 200_000
WITHOUT_CERTIFICATE = (Action.CREATE, Action.LIST_CERTIFICATE_TYPE)


@pytest.fixture
def types() -> Iterator[list[CertificateType]]:
    """The types of the walk, installed."""
    walked = walked_types()
    with registry.installed(*made(walked)):
        yield walked


def walk(types: list[CertificateType], configuration: str) -> Iterator[Situation]:
    """All situations of one configuration of features, or its share of the sample: half of it near the allowed."""
    per_configuration = number_of_situations(types) // len(FEATURES)
    asked = os.environ.get("ACCESS_MATRIX", str(SAMPLE))
    if asked == "full":
        yield from (situation(number, configuration, types) for number in range(per_configuration))
        return
    share = int(asked) // len(FEATURES) // 2
    for number in sampled(configuration, share, per_configuration):
        yield situation(number, configuration, types)
    for number in sampled(f"near {configuration}", share, 1 << 62):
        yield near(number, configuration, types)


def found(world: World, at: Situation) -> str:
    """What access says, in the words of the oracle."""
    certificate = None if at.action in WITHOUT_CERTIFICATE else world.certificate(at)
    decision = decide(
        world.user(at.role, at.entry, at.seat, at.has_agreement),
        at.action,
        certificate=certificate,
        certificate_type=at.ctype,
        patient=world.lookup(at),
    )
    assert decision.allowed is (decision.rule == "") is (decision.reason == "")
    assert decision.allowed or (decision.message and decision.error)
    return decision.rule if at.ctype.engine is Engine.MODEL else decision.reason


def test_every_situation_is_decided_as_the_tables_say(types: list[CertificateType], capsys) -> None:
    world, differences, outcomes = World(types), [], Counter[str]()
    for configuration in FEATURES:
        world.switch(configuration)
        with keeping():
            for at in walk(types, configuration):
                says, should = found(world, at), expected(at)
                outcomes[should or "allowed"] += 1
                if says != should:
                    differences.append(f"{at}: {says or 'allowed'}, not {should or 'allowed'}")
    with capsys.disabled():
        print(
            f"\naccess: {outcomes.total()} of {number_of_situations(types)} situations, "
            f"{outcomes['allowed']} of them allowed, {len(differences)} differences"
        )
    assert differences[:20] == []


def test_with_nothing_in_the_way_the_state_and_the_role_decide(types: list[CertificateType]) -> None:
    """Every type, action and state; and each action is allowed somewhere, for a walk of refusals would prove little."""
    world, differences, allowed = World(types), [], set()
    world.switch("everything on")
    with keeping():
        for at in backbone("everything on", types):
            says, should = found(world, at), expected(at)
            if says != should:
                differences.append(f"{at}: {says or 'allowed'}, not {should or 'allowed'}")
            if should == "":
                allowed.add((at.ctype.engine, at.action))
    assert differences[:20] == []
    assert {(Engine.MODEL, Action(name)) for name in newer_types()["action_rules"]} <= allowed
    assert {(Engine.LEGACY, Action(name)) for name in CONDITIONS} <= allowed

"""Areas to describe: boxes of the form only, each of which opens a text (fk3221.yaml, funktionsnedsattning)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from certificates import engine
from certificates.engine.svar import svar_of
from certificates.transport import parse_intyg
from certificates.types import registry
from certificates.types.base import CertificateType
from certificates.types.fk3221 import FK3221
from rivta.namespaces import REGISTER
from tests.certificates.engine.xml import forifyllnad, svar
from tests.certificates.types.asking import errors, shown
from tests.certificates.types.examples import Example, all_examples, fk3221, fk7809, fk7810
from tests.certificates.types.test_every_type import TODAY, body, find

MODULES = {"fk3221": fk3221, "fk7809": fk7809, "fk7810": fk7810}
WITH_AREAS = [pytest.param(registry.get(name, "1.0"), module.COMPLETE, id=name) for name, module in MODULES.items()]
EXAMPLES = [example for example in all_examples() if example.type_id in MODULES]
every_type_with_areas = pytest.mark.parametrize(("ctype", "complete"), WITH_AREAS)


def boxes_of(ctype: CertificateType) -> dict[str, Mapping[str, str]]:
    """The questions of the form only, by id, with what each box opens."""
    return {q.id: q.opens for q in ctype.questions() if not q.in_xml}


@every_type_with_areas
def test_each_box_opens_its_own_text(ctype: CertificateType, complete: dict[str, Any]) -> None:
    for helper, opens in boxes_of(ctype).items():
        for code, question in opens.items():
            assert shown(ctype, {helper: [code]}) & set(opens.values()) == {question}


@every_type_with_areas
def test_a_ticked_area_needs_its_text(ctype: CertificateType, complete: dict[str, Any]) -> None:
    for opens in boxes_of(ctype).values():
        for question in opens.values():
            missing = errors(ctype, {k: v for k, v in complete.items() if k != question})
            assert [(error, field) for error, _, field in missing] == [("MISSING_ANSWER", f"{question}.1")]


@every_type_with_areas
def test_at_least_one_area_is_ticked(ctype: CertificateType, complete: dict[str, Any]) -> None:
    for helper in boxes_of(ctype):
        missing = errors(ctype, {k: v for k, v in complete.items() if k != helper})
        assert [(error, field) for error, _, field in missing] == [("MISSING_MULTI_OPTION", helper)]


@every_type_with_areas
def test_the_text_of_an_area_that_is_unticked_again_stays_in_the_draft_only(
    ctype: CertificateType, complete: dict[str, Any]
) -> None:
    for helper, opens in boxes_of(ctype).items():
        first, question = next(iter(opens.items()))
        answers = {**complete, helper: [code for code in opens if code != first]}

        assert engine.with_consequences(ctype, answers, today=TODAY)[question] == complete[question]
        assert question not in {one.id for one in svar_of(ctype, answers, today=TODAY, find=find)}


@every_type_with_areas
def test_boxes_never_travel(ctype: CertificateType, complete: dict[str, Any]) -> None:
    sent = svar_of(ctype, complete, today=TODAY, find=find)

    assert all(one.id.isdecimal() for one in sent)
    assert not {code for opens in boxes_of(ctype).values() for code in opens} & {
        one.code(part.id) for one in sent for part in one.delsvar
    }


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: f"{e.type_id}-{e.name}")
def test_a_received_certificate_shows_the_areas_that_it_describes(example: Example) -> None:
    intyg = body(example, registry.get(example.type_id, "1.0")).find(f"{{{REGISTER}}}intyg")

    assert parse_intyg(intyg, today=TODAY, find=find).answers == example.answers


@every_type_with_areas
def test_prefill_ticks_every_box(ctype: CertificateType, complete: dict[str, Any]) -> None:
    result = engine.prefill(ctype, forifyllnad(svar("8", ("8.1", "Lindrig."))), today=TODAY, find=find)

    assert result.log == ()
    assert result.answers == {
        "8": "Lindrig.",
        **{helper: list(opens) for helper, opens in boxes_of(ctype).items()},
    }


def test_a_complement_opens_the_area_that_is_asked_about() -> None:
    carried = engine.carried_for_complement(FK3221, fk3221.SHORT, same_unit=True, asked=("8", "17"))

    assert carried == {**fk3221.SHORT, "funktionsnedsattning": ["INTELLEKTUELL_FUNKTION", "Sinnesfunktion"]}

"""Whatever XML comes, every type's rules give an answer (spec/certificate-types README 12)."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from certificates.receiver_rules import birth_date, check_rules
from rivta.namespaces import CERT, TYPES
from tests.certificates.receiver.world import RULES, TODAY

NUMBERS = st.sampled_from(["-1", "0", "1", "2", "10", "9999999999", "+3", "x", "", " 1 "])
TEXTS = st.one_of(
    st.sampled_from(
        [
            "true",
            "0",
            "2026-01-05",
            "2026-02-30",
            "0000-00-00",
            "9999-12-31",
            "0.7",
            "-3",
            "70.0",
            "ANNAT",
            "VAR11",
            " ",
            "",
        ]
    ),
    st.text(
        st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"), max_size=12
    ),
)
KINDS = {
    "cv": ("code", "codeSystem", "displayName"),
    "datePeriod": ("start", "end"),
    "partialDate": ("format", "value"),
    "pq": ("value", "unit"),
    "other": ("value",),
}


@st.composite
def contents(draw: st.DrawFn, delsvar: etree._Element) -> None:
    if draw(st.booleans()):
        delsvar.text = draw(TEXTS)
    for kind in draw(st.lists(st.sampled_from(sorted(KINDS)), max_size=2)):
        child = etree.SubElement(delsvar, f"{{{TYPES}}}{kind}")
        for name in draw(st.lists(st.sampled_from(KINDS[kind]), max_size=3)):
            etree.SubElement(child, f"{{{TYPES}}}{name}").text = draw(TEXTS)


@st.composite
def certificates(draw: st.DrawFn, ids: list[str]) -> etree._Element:
    """Svar of the type and others, with any content, in any number."""
    intyg = etree.Element(f"{{{CERT}}}intyg")
    for _ in range(draw(st.integers(0, 6))):
        sub_answer = draw(st.sampled_from([*ids, "9001.1", "118.1", "77.7"]))
        svar = etree.SubElement(
            intyg, f"{{{CERT}}}svar", id=draw(st.sampled_from([sub_answer.partition(".")[0], "", "å"]))
        )
        for number in draw(st.lists(NUMBERS, max_size=2)):
            etree.SubElement(svar, f"{{{CERT}}}instans").text = number
        for name in draw(st.lists(st.sampled_from([sub_answer, *ids, "", "x.y"]), max_size=3)):
            draw(contents(etree.SubElement(svar, f"{{{CERT}}}delsvar", id=name)))
    return intyg


@pytest.mark.parametrize("key", RULES)
@settings(max_examples=20, deadline=None)
@given(data=st.data())
def test_no_tree_of_svar_makes_the_rules_fail(key: str, data: st.DataObject) -> None:
    ids = [part.id for expected in RULES[key].svar for part in expected.parts]
    intyg = data.draw(certificates(ids))

    told = check_rules(RULES[key], intyg, today=TODAY, birth=birth_date(intyg))

    assert all(told)
    assert len(told) == len(set(told))

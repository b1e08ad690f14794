"""The form of TS8071 version 1 (ts8071.yaml, ``version_1_differences``)."""

from __future__ import annotations

from certificates.expressions import equals, has, has_any
from certificates.questions.boolean_group import BooleanGroup, Box
from certificates.questions.choice import Layout, one_of
from certificates.questions.code_radio import CodeRadio
from certificates.questions.codes import Option, Options
from certificates.questions.radio_boolean import RadioBoolean
from certificates.types.base import Section
from certificates.types.follow_ups import asked, follow_up
from certificates.types.ts8071.sections import sections
from certificates.types.ts8071.variant import (
    ACUITY_LOW,
    EARS,
    LEFT_EAR,
    RIGHT_EAR,
    SHORT,
    Variant,
    when,
)

_SHORTER = ("7.4", "8.2", "11.4", "13.2", "18.4", "21.2", "23.3")


def _tolerated(question_id: str, *, box: str) -> RadioBoolean:
    return RadioBoolean(
        id=question_id,
        label="Korrektionen tolereras väl",
        under_option=box,
        required=True,
        visible_when=has("6", box),
    )


VARIANT = Variant(
    correction=(
        BooleanGroup(
            id="6",
            label="Korrigering av synskärpan",
            required=True,
            visible_when=ACUITY_LOW,
            boxes=(
                Box("6.1", "Glasögon – inget glas över plus 8 dioptrier"),
                Box("6.3", "Glasögon – något glas över plus 8 dioptrier"),
                Box("6.5", "Kontaktlinser"),
            ),
            excludes=one_of(("6.1", "6.3")),
            children=(
                _tolerated("6.2", box="6.1"),
                _tolerated("6.4", box="6.3"),
                _tolerated("6.6", box="6.5"),
            ),
        ),
    ),
    hearing_when=has_any("1", ("gr_II_III", "forlang_gr_II_III", "tax_leg", "int_begar_ts", "utbyt_utl_kk")),
    ears=CodeRadio(
        id="9.3",
        label="På vilket öra",
        required=True,
        under_option="true",
        visible_when=equals("9.2", True),
        options=Options(EARS, (LEFT_EAR, RIGHT_EAR, Option("34338003", "Båda öronen"))),
        layout=Layout.INLINE,
    ),
    unknown=Option("vetej", "Vet ej"),
    remission=(),
    substances_heading="Alkohol, narkotika och läkemedel",
    disability=Section(
        id="KAT_14",
        heading="ADHD, autismspektrumtillstånd och likartade tillstånd samt psykisk utvecklingsstörning",
        short_heading="ADHD och utvecklingsstörning",
        questions=(
            asked(
                "20.1",
                "Har eller har haft neuropsykiatrisk funktionsnedsättning",
                follow_up("20.2", "Tillståndet utgör en trafiksäkerhetsrisk", after="20.1"),
                when("20.3", "Senaste läkarkontakt", after="20.1"),
                follow_up(
                    "20.4",
                    "Har eller har haft läkemedelsbehandling",
                    when("20.5", "Vilka läkemedel", after="20.4"),
                    after="20.1",
                ),
                short="Neuropsykiatri",
            ),
            asked(
                "20.6",
                "Har psykisk utvecklingsstörning",
                follow_up("20.7", "Utvecklingsstörningen är allvarlig", after="20.6"),
                short="Utvecklingsstörning",
            ),
        ),
    ),
    lengths=dict.fromkeys(_SHORTER, SHORT),
    lines=frozenset(_SHORTER),
)

SECTIONS = sections(VARIANT)

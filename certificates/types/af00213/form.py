"""The form of AF00213: sections and questions in display order (af00213.yaml)."""

from __future__ import annotations

from certificates.expressions import equals
from certificates.questions.messages import ErrorId
from certificates.questions.text_area import TextArea
from certificates.types.base import Section
from certificates.types.follow_ups import asked, told
from certificates.types.unit_section import LEGACY_UNIT_SECTION

_IMPAIRED = equals("1", True)

SECTIONS = (
    Section(
        id="funktionsnedsattning",
        heading="Funktionsnedsättning",
        short_heading="Funktion",
        questions=(
            asked(
                "1",
                "Besvär på grund av sjukdom eller skada som medför funktionsnedsättning",
                told("1.2", "Observerade funktionsnedsättningar", None, after="1"),
                short="Funktionsnedsättning",
            ),
        ),
    ),
    Section(
        id="aktivitetsbegransning",
        heading="Aktivitetsbegränsning",
        short_heading="Aktivitet",
        visible_when=_IMPAIRED,
        questions=(
            asked(
                "2",
                "Leder funktionsnedsättningarna till aktivitetsbegränsningar",
                told("2.2", "Vilka aktivitetsbegränsningar och prognos", None, after="2"),
                short="Aktivitetsbegränsning",
                when=_IMPAIRED,
            ),
        ),
    ),
    Section(
        id="utredningBehandling",
        heading="Utredning och behandling",
        short_heading="Behandling",
        questions=(
            asked(
                "3",
                "Pågående eller planerade utredningar eller behandlingar",
                told("3.2", "Hur planeringen påverkas och när det är klart", None, after="3"),
                short="Utredning och behandling",
            ),
        ),
    ),
    Section(
        id="arbetsPaverkan",
        heading="Arbetets påverkan på sjukdom/skada",
        short_heading="Arbetet",
        questions=(
            asked(
                "4",
                "Kan sjukdomen förvärras av vissa arbetsuppgifter",
                told("4.2", "Vilken typ av arbetsuppgifter", None, after="4"),
                short="Arbetets påverkan",
            ),
        ),
    ),
    Section(
        id="ovrigt",
        heading="Övrigt",
        questions=(
            TextArea(
                id="5",
                label="Övrigt som Arbetsförmedlingen bör känna till",
                short_label="Övrigt",
                max_length=None,
                blanks_error=ErrorId.MISSING_ANSWER,
            ),
        ),
    ),
    LEGACY_UNIT_SECTION,
)

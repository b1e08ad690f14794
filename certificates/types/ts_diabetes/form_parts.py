"""What the forms of the versions of TS diabetes share (ts_diabetes.yaml)."""

from __future__ import annotations

from certificates.expressions import equals
from certificates.questions.code_radio import CodeRadio
from certificates.questions.codes import Option, Options
from certificates.questions.date import Date
from certificates.questions.limits import BIRTH, TODAY
from certificates.questions.text_area import TextArea
from certificates.questions.text_line import TextLine
from certificates.questions.year import Year
from certificates.types.follow_ups import told
from certificates.types.receiver_parts_ts import ICD_10_SE

LADA = Option("E109", "LADA", "Diabetes mellitus typ 1-Utan komplikationer")
OTHER_TYPE = Option("E13", "Annan")
"""Chosen in the form only; the text that describes it is sent in its place."""

SPECIALIST = TextLine(
    id="34",
    label="Bör undersökas av läkare med specialistkompetens i",
    short_label="Specialist",
    max_length=71,
)
FURTHER = TextArea(
    id="32",
    label="Övriga upplysningar och kommentarer",
    short_label="Övriga upplysningar",
    max_length=189,
)


def year_of_diagnosis(*, field: str = "") -> Year:
    return Year(
        id="35",
        label="Årtal för diagnosen diabetes",
        short_label="Diagnosår",
        field_id=field,
        required=True,
        earliest=BIRTH,
        latest=TODAY,
    )


def last_time(question_id: str, *, after: str, field: str = "") -> Date:
    """When what a yes to ``after`` tells of last happened."""
    return Date(
        id=question_id,
        label="När senast",
        field_id=field,
        under_option="true",
        required=True,
        visible_when=equals(after, True),
        earliest=BIRTH,
        latest=TODAY,
        is_partial=True,
    )


def type_of_diabetes(*types: Option, field: str = "", text_field: str = "") -> CodeRadio:
    """Question 18 with the types that one version knows, "Annan" among them."""
    return CodeRadio(
        id="18",
        label="Typ av diabetes",
        field_id=field,
        required=True,
        options=Options(ICD_10_SE, types),
        unsent=OTHER_TYPE.code,
        told_by="18.2",
        children=(
            told(
                "18.2",
                "Vilken annan typ av diabetes",
                53,
                after="18",
                answer=OTHER_TYPE.code,
                field=text_field,
                is_line=True,
            ),
        ),
    )

"""Questions of yes and no, and what an answer asks for besides, as the forms of many types have them."""

from __future__ import annotations

from certificates.expressions import Condition, equals
from certificates.questions.base import Question
from certificates.questions.radio_boolean import RadioBoolean
from certificates.questions.text_area import TextArea
from certificates.questions.text_line import TextLine


def asked(
    question_id: str,
    label: str,
    *children: Question,
    short: str = "",
    field: str = "",
    when: Condition | None = None,
) -> RadioBoolean:
    """A mandatory yes or no with what follows on it."""
    return RadioBoolean(
        id=question_id,
        label=label,
        short_label=short,
        field_id=field,
        required=True,
        visible_when=when,
        children=children,
    )


def follow_up(question_id: str, label: str, *children: Question, after: str, short: str = "") -> RadioBoolean:
    """A mandatory yes or no that a yes to the question ``after`` asks for."""
    return RadioBoolean(
        id=question_id,
        label=label,
        short_label=short,
        required=True,
        under_option="true",
        visible_when=equals(after, True),
        children=children,
    )


def told(
    question_id: str,
    label: str,
    length: int | None,
    *,
    after: str,
    answer: str | bool = True,
    field: str = "",
    is_line: bool = False,
    required: bool = True,
) -> TextArea | TextLine:
    """A text about one answer to the question ``after``."""
    kind = TextLine if is_line else TextArea
    return kind(
        id=question_id,
        label=label,
        field_id=field,
        required=required,
        max_length=length,
        under_option=str(answer).lower() if isinstance(answer, bool) else answer,
        visible_when=equals(after, answer),
    )

"""What questions with coded options share."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from certificates.questions.base import Control


class Layout(StrEnum):
    ROWS = "rows"
    INLINE = "inline"
    COLUMNS = "columns"


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """Radios or checkboxes. ``part`` of a control is the option's code; children with that ``under_option`` follow."""

    options: tuple[Control, ...]
    layout: Layout = Layout.ROWS
    can_be_cleared: bool = False

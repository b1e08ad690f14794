"""The small values that a certificate page is put together from (spec/ui.md 3.1-3.5)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Badge:
    """A mark in the patient band; ``dialog`` is the last part of the address that explains it."""

    text: str
    test_id: str
    icon: str = "warning"
    dialog: str = ""


@dataclass(frozen=True, slots=True)
class PatientView:
    """``beside`` follows the number: a former one, or the certificate's where the journal has a reserve number."""

    name: str
    number: str
    beside: str = ""
    badges: tuple[Badge, ...] = ()


@dataclass(frozen=True, slots=True)
class StatusItem:
    """One item of the status row. ``look``: main, error or ok."""

    id: str
    text: str
    icon: str = ""
    look: str = ""
    dialog: str = ""
    link_url: str = ""
    link_text: str = ""


@dataclass(frozen=True, slots=True)
class ActionButton:
    """A function button. With ``refusal`` it is shown but not usable, and says why."""

    class Opens(StrEnum):
        """What a press does: asks first, leads to a page, opens a tab of its own, or acts at once."""

        DIALOG = "DIALOG"
        PAGE = "PAGE"
        TAB = "TAB"
        POST = "POST"

    caption: str
    test_id: str
    url: str = ""
    opens: Opens = Opens.DIALOG
    is_danger: bool = False
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A message box. ``look``: empty for information, observe, error or ok."""

    text: str
    icon: str = "info"
    look: str = ""
    lead: str = ""


@dataclass(frozen=True, slots=True)
class RailStop:
    """One section in the rail."""

    anchor: str
    name: str
    state: str

    @property
    def icon(self) -> str:
        return {"done": "check", "error": "alert"}.get(self.state, "circle")

    @property
    def words(self) -> str:
        return {"done": "besvarat", "error": "uppgift saknas"}.get(self.state, "inte besvarat")


@dataclass(frozen=True, slots=True)
class PanelTab:
    """A tab of the side panel."""

    id: str
    caption: str
    template: str
    is_open: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFrame:
    """What every certificate page has. ``url`` is the certificate's own address, the stem of all others."""

    url: str
    certificate_id: str
    title: str
    form_number: str
    type_version: str
    description: str
    back_url: str
    patient: PatientView
    status: tuple[StatusItem, ...]
    actions: tuple[ActionButton, ...]
    bars: tuple[Note, ...]
    rail: tuple[RailStop, ...]
    panel: tuple[PanelTab, ...]
    messages_text: str
    support_text: str
    open_dialog: str = ""


def anchor(section_id: str) -> str:
    """The place of a section on the page: ``KAT_1`` becomes ``kat-1``."""
    return section_id.lower().replace("_", "-")

"""Where a user lands, which tabs the menu has, what may be changed (spec/ui.md 1.3; spec/roles-and-access.md 4.5)."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.errors import ResourceDenied
from accounts.practitioners import Result
from accounts.user import CareUser, Origin
from hsa.roles import Role


@dataclass(frozen=True, slots=True)
class Tab:
    """A tab of the menu; ``counts`` names the number it carries, if any: ``drafts`` or ``questions``."""

    caption: str
    url: str
    counts: str = ""


SEARCH = Tab("Sök / skriv intyg", "/search")
QUESTIONS = Tab("Ej hanterade ärenden", "/list/unhandledcertificates", "questions")
DRAFTS = Tab("Ej signerade utkast", "/list/draft", "drafts")
SIGNED = Tab("Signerade intyg", "/list/certificate")


def landing_page(user: CareUser) -> str:
    """The first page after login and after a change of unit."""
    if user.role is Role.PRIVATLAKARE_OBEHORIG:
        return "/register" if user.role_type == Result.NO_ACCOUNT else "/unauthorized"
    return QUESTIONS.url if user.role is Role.VARDADMINISTRATOR else SEARCH.url


def tabs(user: CareUser) -> tuple[Tab, ...]:
    """Tabs in the order of the role; none when integrated or without authority."""
    if user.origin is not Origin.NORMAL or user.role is Role.PRIVATLAKARE_OBEHORIG:
        return ()
    if user.role is Role.VARDADMINISTRATOR:
        return (QUESTIONS, DRAFTS, SEARCH)
    return (SEARCH, QUESTIONS, DRAFTS, SIGNED)


def may_open_tab(user: CareUser, url: str) -> bool:
    """Whether the user has the link that the page demands (1.3)."""
    return any(tab.url == url for tab in tabs(user))


def require_tab(user: CareUser, url: str) -> None:
    """Raise ``ResourceDenied`` when the user lacks the link to the page."""
    if not may_open_tab(user, url):
        raise ResourceDenied


def may_log_out(user: CareUser) -> bool:
    return user.origin is Origin.NORMAL


def may_change_unit(user: CareUser) -> bool:
    """Stand-alone and more than one provider, care unit under one, or sub unit under one."""
    if user.origin is not Origin.NORMAL:
        return False
    care_units = [unit for provider in user.providers for unit in provider.care_units]
    return len(user.providers) > 1 or len(care_units) > 1 or any(len(unit.sub_units) > 1 for unit in care_units)

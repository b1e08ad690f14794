"""What the frame of every page needs: header, menu, badges, footer. Worked out only when a template asks."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.http import HttpRequest
from django.middleware.csrf import get_token

from accounts import features, landing, numbers, session
from accounts.features import FeatureName
from accounts.user import CareUser
from accounts.version import VERSION
from accounts.words import ROLE_NAMES
from hsa.roles import Role
from webcert import clock

NOT_REGISTERED = {"NO_ACCOUNT": "Ej registrerad", "NOT_AUTHORIZED_IN_HOSP": "Ej behörig"}


@dataclass(frozen=True, slots=True)
class MenuTab:
    """A tab as the header shows it; ``count`` is 0 when there is nothing to show."""

    caption: str
    url: str
    is_current: bool
    count: int


class Frame:
    """The frame of one request."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self.user: CareUser | None = getattr(request, "care_user", None)
        self.demo: bool = settings.DEMO
        self.version = VERSION
        self.ping_ms: int = settings.SESSION_PING_MS
        self.warn_s: int = settings.SESSION_WARN_S

    @property
    def clock(self) -> dt.datetime:
        return clock.now()

    @property
    def dialog_layout(self) -> str:
        """What a dialog template extends: a fragment for htmx, a page of its own otherwise (spec/ui.md 10.8)."""
        is_fragment = bool(getattr(self._request, "htmx", False))
        return "includes/dialog_fragment.html" if is_fragment else "includes/dialog_page.html"

    @property
    def htmx_headers(self) -> str:
        """JSON for ``hx-headers``: the CSRF token, and the launchId that this window was opened with."""
        headers = {"X-CSRFToken": get_token(self._request)}
        if self.user and self.user.launch and self.user.launch.launch_id:
            headers["launchId"] = self.user.launch.launch_id
        return json.dumps(headers)

    @property
    def watches_session(self) -> bool:
        return self.user is not None

    @property
    def home_url(self) -> str:
        """Where the brand leads; integrated users stay where they are."""
        if self.user is None:
            return "/"
        return "" if self.user.is_integrated else landing.landing_page(self.user)

    @property
    def register_url(self) -> str:
        return "" if self.user else "/saml2/authenticate/eleg"

    @property
    def staff_name(self) -> str:
        """An administrator who is logged in to the administration, not to Webcert."""
        account = getattr(self._request, "user", None)
        return (account.get_full_name() or account.get_username()) if account and account.is_authenticated else ""

    @property
    def unit_name(self) -> str:
        return self.user.unit.name if self.user and self.user.unit else ""

    @property
    def who(self) -> str:
        return f"{self.user.name} – {ROLE_NAMES[self.user.role]}" if self.user else ""

    @property
    def unit_line(self) -> str:
        """``Vårdgivare – Enhet``; a private practitioner's unit stands alone (spec/ui.md 1.2)."""
        if self.user is None:
            return ""
        if self.user.role is Role.PRIVATLAKARE_OBEHORIG:
            return NOT_REGISTERED.get(self.user.role_type, "")
        unit = self.user.unit
        if unit is None:
            return "Ingen vårdenhet vald"
        return unit.name if self.user.role is Role.PRIVATLAKARE else f"{unit.care_provider_name} – {unit.name}"

    @property
    def has_account_menu(self) -> bool:
        if self.user is None:
            return False
        return self.user.unit is not None or self.user.role is Role.PRIVATLAKARE_OBEHORIG

    @property
    def can_log_out(self) -> bool:
        return self.user is not None and landing.may_log_out(self.user)

    @property
    def can_change_unit(self) -> bool:
        return self.user is not None and self.user.unit is not None and landing.may_change_unit(self.user)

    @cached_property
    def tabs(self) -> list[MenuTab]:
        """The menu with its badges; empty until a unit is chosen."""
        if self.user is None or self.user.unit is None:
            return []
        counts = {
            "drafts": numbers.drafts_on_selected_unit(self.user, self._work),
            "questions": numbers.questions_on_selected_unit(self.user, self._work),
        }
        return [
            MenuTab(tab.caption, tab.url, self._is_current(tab), counts.get(tab.counts, 0))
            for tab in landing.tabs(self.user)
        ]

    @property
    def waiting_elsewhere(self) -> int:
        return numbers.total_elsewhere(self.user, self._work) if self.user else 0

    @property
    def lacks_subscription(self) -> bool:
        return self.user is not None and not self.user.has_agreement

    @property
    def warns_of_stand_alone(self) -> bool:
        """The unit works through its journal system, and the user came in beside it (spec/ui.md 1.2)."""
        if self.user is None or self.user.is_integrated or self.user.unit is None:
            return False
        return features.at_unit(self.user.unit).is_on(FeatureName.VARNING_FRISTAENDE)

    @property
    def shows_subscription_dialog(self) -> bool:
        """Once per session and care provider (spec/roles-and-access.md 6)."""
        if self.user is None or self.user.care_provider is None or self.user.has_agreement:
            return False
        return not session.has_acknowledged_subscription(self._request, self.user.care_provider.hsa_id)

    @property
    def path(self) -> str:
        return self._request.path

    @property
    def support_text(self) -> str:
        """What a support case needs (spec/ui.md 7.1 U6), ready to be copied."""
        lines = [f"Tid: {clock.local(clock.wall_now()):%Y-%m-%d %H:%M:%S}", f"Sida: {self._request.path}"]
        if self.user:
            lines += [f"Användare: {self.user.hsa_id}", f"Enhet: {self.user.selected_unit_id or '–'}"]
        lines.append(f"Version: {VERSION}")
        return "\n".join(lines)

    @cached_property
    def _work(self) -> numbers.WaitingWork:
        assert self.user is not None
        return numbers.waiting_work(self.user)

    def _is_current(self, tab: landing.Tab) -> bool:
        path = self._request.path
        if tab is landing.SEARCH:
            return path == tab.url or path.startswith(("/create/", "/certificate/"))
        return path == tab.url


def frame(request: HttpRequest) -> dict[str, Frame]:
    """``frame`` in every template."""
    return {"frame": Frame(request)}

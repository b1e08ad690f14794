"""A clinician without a browser: logs in, opens, fills in, signs and sends by submitting the pages' own forms.

Works as a browser with scripting off does. For kill tests and benchmarks, where a real browser would be the bottleneck.
"""

from __future__ import annotations

import datetime as dt
from urllib.parse import urljoin

import httpx
from lxml import html

ANSWERS = {
    "e.1.FYSISKUNDERSOKNING": "true",
    "e.1.FYSISKUNDERSOKNING.date": "idag",
    "e.28.NUVARANDE_ARBETE": "true",
    "e.29.text": "Undersköterska på särskilt boende.",
    "e.6.huvuddiagnos.code": "F430",
    "e.6.huvuddiagnos.text": "Akut stressreaktion",
    "e.35.text": "Nedsatt uthållighet och koncentration, bedömt vid besök.",
    "e.17.text": "Klarar inte de tunga lyften i arbetet.",
    "e.32.HELT_NEDSATT": "true",
    "e.32.HELT_NEDSATT.from": "idag",
    "e.32.HELT_NEDSATT.to": "v2",
    "e.39.value": "STOR_SANNOLIKHET",
}
"""The shortest complete FK 7804 that is not smittbärarpenning."""


def todays_answers() -> dict[str, str]:
    """``ANSWERS`` with today in them."""
    return {name: value.replace("idag", dt.date.today().isoformat()) for name, value in ANSWERS.items()}


class FormMissing(LookupError):
    """The page has no such form or button."""


class Clinician:
    """One logged-in session over HTTP. Raises ``httpx.HTTPError`` when the installation is away."""

    def __init__(self, url: str, hsa_id: str, *, unit: str = "", timeout: float = 30) -> None:
        self.url = url
        self.http = httpx.Client(base_url=url, timeout=timeout, follow_redirects=True)
        self.hsa_id = hsa_id
        self.unit = unit

    def login(self) -> None:
        self.http.post("/welcome", data={"hsa_id": self.hsa_id, **({"unit": self.unit} if self.unit else {})})

    def close(self) -> None:
        self.http.close()

    def open(self, certificate_id: str) -> httpx.Response:
        answer = self.http.get(f"/certificate/{certificate_id}")
        answer.raise_for_status()
        return answer

    def fill(self, certificate_id: str, answers: dict[str, str] | None = None) -> httpx.Response:
        """Save the whole draft form with these answers; once more for questions that the first save revealed."""
        values = answers or self.answers()
        first = self.submit(self.open(certificate_id), form_id="draft", values=values)
        return self.submit(first, form_id="draft", values=values)

    def answers(self) -> dict[str, str]:
        return todays_answers()

    def sign(self, certificate_id: str) -> httpx.Response:
        """Sign by the signing service: leave for it, press *Signera*, come back."""
        start = self.submit(self.open(certificate_id), button="btn-sign-certificate")
        service = self.submit(start)
        answer = self.submit(service, choice="SIGN")
        return self.submit(answer)

    def sign_at_once(self, certificate_id: str) -> httpx.Response:
        """Sign by the one-click test signature."""
        return self.submit(self.open(certificate_id), button="btn-sign-at-once")

    def send(self, certificate_id: str) -> httpx.Response:
        dialog = self.http.get(f"/certificate/{certificate_id}/send")
        dialog.raise_for_status()
        return self.submit(dialog, action_ends="/send")

    def submit(
        self,
        page: httpx.Response,
        *,
        form_id: str = "",
        button: str = "",
        choice: str = "",
        action_ends: str = "",
        values: dict[str, str] | None = None,
    ) -> httpx.Response:
        """Submit a form of ``page`` as the browser would, by the named button when one is given."""
        tree = html.fromstring(page.content)
        pressed = _button(tree, button, choice)
        form = _form(tree, form_id, pressed, action_ends)
        fields = [(name, value) for name, value in form.form_values() if name not in (values or {})]
        fields += list((values or {}).items())
        action = form.get("action") or str(page.url)
        if pressed is not None:
            action = pressed.get("formaction") or action
            if pressed.get("name"):
                fields.append((pressed.get("name"), pressed.get("value", "")))
        data: dict[str, list[str]] = {}
        for name, value in fields:
            data.setdefault(name, []).append(value)
        target = urljoin(str(page.url), action)
        answer = self.http.post(target, data=data, headers={"Referer": str(page.url)})
        answer.raise_for_status()
        return answer


def _button(tree: html.HtmlElement, test_id: str, choice: str) -> html.HtmlElement | None:
    if not test_id and not choice:
        return None
    path = f'//button[@data-testid="{test_id}"]' if test_id else f'//button[@value="{choice}"]'
    found = tree.xpath(path)
    if not found:
        raise FormMissing(f"no button {test_id or choice}")
    return found[0]


def _form(tree: html.HtmlElement, form_id: str, pressed: html.HtmlElement | None, action_ends: str) -> html.FormElement:
    if pressed is not None and pressed.get("form"):
        form_id = pressed.get("form")
    elif pressed is not None:
        return next(ancestor for ancestor in pressed.iterancestors("form"))
    for form in tree.forms:
        if form.get("method", "").lower() != "post":
            continue
        if form_id and form.get("id") != form_id:
            continue
        if action_ends and not (form.get("action") or "").endswith(action_ends):
            continue
        if (form.get("action") or "").endswith("/logout") and not action_ends:
            continue
        return form
    raise FormMissing(f"no form {form_id or action_ends}")

"""The browser's way from Webcert to the signing service and back, by Django's client."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from html import unescape

from django.http import HttpResponse
from django.test import Client
from lxml import etree

from accounts.user import CareUser
from certificates.models import Certificate
from tests.pages.certificate.sessions import log_in

RESPONSE_PATH = "/api/signature/signservice/v1/response"


@dataclass(slots=True)
class Journey:
    """``webcert`` carries the user's cookies; ``service`` has none, as another site's pages would have."""

    webcert: Client
    service: Client
    draft: Certificate

    @classmethod
    def of(cls, user: CareUser, draft: Certificate) -> Journey:
        return cls(log_in(user), Client(enforce_csrf_checks=True), draft)

    def start(self) -> dict[str, str]:
        """Press Signera; the fields of the form that leaves for the service."""
        response = self.webcert.post(f"/certificate/{self.draft.pk}/sign/service", {"version": self.draft.version})
        assert response.status_code == 200, response.content
        return fields(response)

    def bring(self, form: dict[str, str]) -> HttpResponse:
        """The form reaches the service."""
        return self.service.post("/simulators/signing/", form)

    def choose(self, form: dict[str, str], choice: str) -> HttpResponse:
        """Press a button on the service's page; the page that posts the answer."""
        order = self.bring(form)["Location"]
        answered = self.service.post(order, {"choice": choice})
        assert answered.status_code == 303
        return self.service.get(answered["Location"])

    def come_back(self, answer: dict[str, str], *, client: Client | None = None) -> HttpResponse:
        return (client or self.webcert).post(RESPONSE_PATH, answer)

    def sign(self, choice: str = "SIGN") -> HttpResponse:
        """The whole way."""
        return self.come_back(fields(self.choose(self.start(), choice)))


def fields(response: HttpResponse) -> dict[str, str]:
    """The hidden fields of a page."""
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', response.content.decode())
    return {name: unescape(value) for name, value in found}


def message(encoded: str) -> etree._Element:
    return etree.fromstring(base64.b64decode(encoded))

"""How a page gets its certificate: the first opening is told to the PDL log, what follows on the page is not."""

from __future__ import annotations

from django.http import HttpRequest

from certificates.lifecycle.opening import OpenedCertificate, open_certificate, reload_certificate

_COMING_BACK = "certificate_coming_back"
_LAST_SAVED = "certificate_last_saved"


def open_for_page(request: HttpRequest, certificate_id: str) -> OpenedCertificate:
    """One entry in the PDL log for every opening, none for the page that an own action leads back to."""
    if request.session.pop(_COMING_BACK, "") == certificate_id:
        return reload_certificate(request.care_user, certificate_id)
    return open_certificate(request.care_user, certificate_id)


def is_coming_back(request: HttpRequest, certificate_id: str) -> bool:
    """Whether the page that is asked for is the one that an own action led back to."""
    return request.session.get(_COMING_BACK, "") == certificate_id


def will_come_back(request: HttpRequest, certificate_id: str) -> None:
    """The answer to this request is a redirect to the certificate's own page."""
    request.session[_COMING_BACK] = certificate_id


def is_first_save(request: HttpRequest, certificate_id: str) -> bool:
    """Whether the session has saved another draft, or none, since it last saved this one (spec/lifecycle.md 3.1)."""
    return request.session.get(_LAST_SAVED) != certificate_id


def remember_save(request: HttpRequest, certificate_id: str) -> None:
    if is_first_save(request, certificate_id):
        request.session[_LAST_SAVED] = certificate_id

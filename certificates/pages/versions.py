"""The version that a form was made from, and what is said when somebody else was first (spec/lifecycle.md 3.2)."""

from __future__ import annotations

import hashlib
import re
import uuid
from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from certificates.lifecycle.edit import SendingPage
from webcert.errors import ConcurrentModification, InvalidInput, MissingParameter

LONGEST_VERSION = 9
_PAGE_NAME = re.compile(r"[0-9a-f]{32}")


def posted_version(post: Mapping[str, str]) -> int:
    """The form's hidden version; ``MissingParameter`` or ``InvalidInput`` when it is not there or no number."""
    text = post.get("version", "")
    if not text:
        raise MissingParameter
    if not (text.isascii() and text.isdecimal()) or len(text) > LONGEST_VERSION:
        raise InvalidInput
    return int(text)


def new_page_name() -> str:
    """What a page with a form of answers calls itself when it saves."""
    return uuid.uuid4().hex


def sending_page(path: str, post: QueryDict) -> SendingPage:
    """Which page posts, and what: two posts to the same address with the same fields have the same digest."""
    name = post.get("page", "")
    if not _PAGE_NAME.fullmatch(name):
        return SendingPage()
    fields = [(key, values) for key, values in sorted(post.lists()) if key != "csrfmiddlewaretoken"]
    return SendingPage(name=name, post=hashlib.sha256(repr((path, fields)).encode()).hexdigest())


def conflict_page(request: HttpRequest, certificate_id: str, error: ConcurrentModification) -> HttpResponse:
    """Who was first and when, and the user's own texts for copying; for htmx the inside of a dialog."""
    if getattr(request, "htmx", False):
        return render(request, "certificates/dialogs/conflict.html", {"error": error}, status=error.status)
    texts = (value for name, value in request.POST.items() if name.startswith("e.") and name.endswith(".text"))
    context = {
        "error": error,
        "url": f"/certificate/{certificate_id}",
        "typed": "\n\n".join(text.strip() for text in texts if text.strip()),
    }
    return render(request, "certificates/dialogs/conflict_page.html", context, status=error.status)

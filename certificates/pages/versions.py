"""The version that a form was made from, and what is said when somebody else was first (spec/lifecycle.md 3.2)."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from webcert.errors import ConcurrentModification, InvalidInput, MissingParameter

LONGEST_VERSION = 9


def posted_version(post: Mapping[str, str]) -> int:
    """The form's hidden version; ``MissingParameter`` or ``InvalidInput`` when it is not there or no number."""
    text = post.get("version", "")
    if not text:
        raise MissingParameter
    if not (text.isascii() and text.isdecimal()) or len(text) > LONGEST_VERSION:
        raise InvalidInput
    return int(text)


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

"""303 See Other: after a POST the browser gets the next page with GET."""

from __future__ import annotations

from django.http import HttpResponseRedirect


class SeeOther(HttpResponseRedirect):
    """A redirect that is always followed with GET."""

    status_code = 303

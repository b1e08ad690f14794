"""The markup of an element: it depends on the element and on what the page lets it do, and on nothing else.

Questions without an answer look alike on every draft of their type, and drawing them is what a draft's page costs most.
They are drawn once and kept, with a stand-in for the certificate's address; answers are never kept.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Protocol

from django.template import Context, engines
from django.utils.safestring import SafeString

from certificates.engine import ElementView, walk
from certificates.pages.icf import IcfPicker

KEPT = 1024
_STAND_IN = "/certificate/-"


class Page(Protocol):
    """What an element looks at on its page."""

    @property
    def url(self) -> str: ...
    @property
    def is_editable(self) -> bool: ...
    @property
    def picker(self) -> IcfPicker | None: ...
    @property
    def autosave_delay_ms(self) -> int: ...
    @property
    def typeahead_ms(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Surface:
    """A page as its elements see it; their templates know it as ``page``."""

    url: str
    is_editable: bool
    picker: IcfPicker | None
    autosave_delay_ms: int
    typeahead_ms: int

    @classmethod
    def of(cls, page: Page) -> Surface:
        return cls(page.url, page.is_editable, page.picker, page.autosave_delay_ms, page.typeahead_ms)


def drawn(element: ElementView, page: Page, *, oob: bool) -> SafeString:
    """The element by its kind's template. ``oob``: for a reply that replaces it on the page."""
    surface = Surface.of(page)
    if surface.picker is not None or not _is_bare(element):
        return _draw(element, surface, oob)
    kept = _kept(element, replace(surface, url=_STAND_IN), oob)
    return SafeString(kept.replace(_STAND_IN, surface.url))


def _is_bare(element: ElementView) -> bool:
    return not any(e.is_answered or e.removed or e.errors or e.complements for e in walk((element,)))


@lru_cache(maxsize=KEPT)
def _kept(element: ElementView, surface: Surface, oob: bool) -> str:
    return _draw(element, surface, oob)


def _draw(element: ElementView, surface: Surface, oob: bool) -> SafeString:
    template = engines["django"].engine.get_template(element.edit_template)
    return template.render(Context({"e": element, "page": surface, "oob": False, "is_oob": oob}))

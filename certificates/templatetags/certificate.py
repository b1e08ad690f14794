"""Tags that turn elements of a certificate into markup: one template per kind of question (spec/ui.md 10.4)."""

from __future__ import annotations

from django import template
from django.template import Context
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from certificates.engine import ElementView
from certificates.pages.drawing import drawn
from certificates.pages.icf import IcfPicker
from certificates.pages.presenters import ReadAnswer
from certificates.pages.presenters.parts import anchor
from certificates.questions.base import Control
from certificates.questions.dates import parse_iso
from certificates.questions.icf import IcfView
from certificates.questions.message import Level
from terminology import search

register = template.Library()
register.filter(anchor)

_NOTE_LOOKS = {Level.INFO: "", Level.OBSERVE: "wc-note--observe", Level.ERROR: "wc-note--error"}
_NOTE_ICONS = {Level.INFO: "info", Level.OBSERVE: "warning", Level.ERROR: "alert"}


@register.simple_tag(takes_context=True)
def render_element(context: Context, element: ElementView) -> SafeString:
    """The element by its kind's template; one that is not shown keeps its place, empty."""
    oob = context.get("oob_element") == element.id
    markup = drawn(element, context["page"], oob=oob) if element.is_visible else _placeholder(element, oob)
    return _asked(markup, element) if element.complements and not oob else markup


def _asked(markup: SafeString, element: ElementView) -> SafeString:
    """The element in a frame with what is asked of it; the frame stays when the element is replaced in it."""
    box = render_to_string("certificates/elements/parts/asked.html", {"complements": element.complements})
    return format_html('<div class="wc-asked">{}{}</div>', markup, box)


def _placeholder(element: ElementView, oob: bool) -> SafeString:
    return format_html(
        '<div{} id="q-{}" data-slot{} hidden></div>',
        "" if element.is_nested else SafeString(' class="wc-q"'),
        element.id,
        SafeString(' hx-swap-oob="true"') if oob else "",
    )


@register.simple_tag(takes_context=True)
def render_answer(context: Context, answer: ReadAnswer) -> SafeString:
    """An answer to be read, by the kind of its value."""
    chosen = context.template.engine.get_template(view_template(answer))
    with context.push(answer=answer.value):
        return chosen.render(context)


def view_template(answer: ReadAnswer) -> str:
    return f"certificates/elements/view/{answer.value.kind.lower()}.html"


@register.simple_tag
def checks(element: ElementView, control: Control, *parts: str) -> SafeString:
    """What a control says of its hint, its error and its counter."""
    ids = [f"c-{element.id}-hint"] if element.hint else []
    ids += [f"q-{element.id}-error", *(f"{control.id}-{part}" for part in parts)]
    invalid = SafeString(' aria-invalid="true"') if control.id in element.error_control_ids else ""
    disabled = SafeString(" disabled") if control.is_disabled or element.is_disabled else ""
    return format_html(
        'aria-describedby="{}" data-checked-by="q-{}-error"{}{}', " ".join(ids), element.id, invalid, disabled
    )


@register.filter
def trigger(element: ElementView, delay_ms: int) -> str:
    """When htmx saves the element; ``consume`` keeps a nested one's events from its parent."""
    always = "change consume, wc:save consume"
    return f"{always}, input delay:{delay_ms}ms consume" if element.is_typed else always


@register.filter
def shows_picker(element: ElementView, picker: IcfPicker | None) -> bool:
    """Whether the page came with the element's ICF picker open."""
    view = element.view
    return bool(picker) and picker.question_id == element.id and isinstance(view, IcfView) and view.can_open


@register.filter
def wrong_controls(element: ElementView) -> str:
    return " ".join(sorted(element.error_control_ids))


@register.filter
def error_texts(element: ElementView) -> tuple[str, ...]:
    """The element's errors, each text once."""
    return tuple(dict.fromkeys(error.text for error in element.errors))


@register.filter
def address_controls(element: ElementView) -> tuple[Control, ...]:
    """The controls of an address, each with a mark of its own while it is empty."""
    view = element.view
    return tuple(filter(None, (view.address, view.postal_code, view.city, view.phone)))


@register.filter
def listed_names(name_list: str) -> tuple[str, ...]:
    """All names of a fixed list, in order."""
    return tuple(hit.title for hit in search.search_names(name_list, "").hits)


@register.filter
def is_date(text: str) -> bool:
    """A date that stands alone is never broken over two lines."""
    return parse_iso(text) is not None


@register.filter
def note_look(level: Level) -> str:
    return _NOTE_LOOKS[level]


@register.filter
def level_icon(level: Level) -> str:
    return _NOTE_ICONS[level]

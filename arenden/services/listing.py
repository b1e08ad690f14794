"""Showing the list of questions: every patient on a shown page is a reading to log (spec/pdl-logging.md 3)."""

from __future__ import annotations

from accounts.user import CareUser
from arenden.models import Arende
from arenden.queries import QuestionFilter, list_questions
from certificates.lifecycle.listing import announce_page
from certificates.queries import Page, PageRequest


def show_questions(user: CareUser, chosen: QuestionFilter, request: PageRequest) -> Page[Arende]:
    """Ej hanterade ärenden, one reading for each patient on the page."""
    page = list_questions(user, chosen, request)
    announce_page(user, page)
    return page

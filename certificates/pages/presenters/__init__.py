"""What the certificate pages show, as values: built here, drawn by ``templates/certificates``."""

from certificates.pages.presenters.draft import DraftPage, draft_page
from certificates.pages.presenters.signed import ReadAnswer, SignedPage, read, shown_questions, signed_page

__all__ = ["DraftPage", "ReadAnswer", "SignedPage", "draft_page", "read", "shown_questions", "signed_page"]

"""What the certificate pages show, as values: built here, drawn by ``templates/certificates``."""

from certificates.pages.presenters.draft import DraftPage, draft_page
from certificates.pages.presenters.signed import SignedPage, signed_page

__all__ = ["DraftPage", "SignedPage", "draft_page", "signed_page"]

"""How the pages that Django makes itself, those of the administration, write dates and times."""

"""What a look-up in HSA may raise instead of an answer (spec/roles-and-access.md 4.6)."""

from __future__ import annotations

from webcert.errors import DataNotFound, ExternalSystemProblem


class DirectoryUnavailable(ExternalSystemProblem):
    default_message = "HSA-katalogen svarar inte. Försök igen om en stund."


class PersonNotFound(DataNotFound):
    default_message = "Personen finns inte i HSA-katalogen."


class UnitNotFound(DataNotFound):
    default_message = "Enheten finns inte i HSA-katalogen."

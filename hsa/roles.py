"""Which role a person gets (spec/roles-and-access.md 2)."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    LAKARE = "LAKARE"
    TANDLAKARE = "TANDLAKARE"
    SJUKSKOTERSKA = "SJUKSKOTERSKA"
    BARNMORSKA = "BARNMORSKA"
    VARDADMINISTRATOR = "VARDADMINISTRATOR"
    PRIVATLAKARE = "PRIVATLAKARE"
    PRIVATLAKARE_OBEHORIG = "PRIVATLAKARE_OBEHORIG"

"""Groups of roles that types name as those who sign, or prepare drafts (spec/roles-and-access.md 3.6)."""

from __future__ import annotations

from hsa.roles import Role

DOCTORS = frozenset({Role.LAKARE, Role.PRIVATLAKARE})
DOCTORS_AND_DENTISTS = DOCTORS | {Role.TANDLAKARE}
NURSES_AND_MIDWIVES = frozenset({Role.SJUKSKOTERSKA, Role.BARNMORSKA})
ADMINISTRATORS = frozenset({Role.VARDADMINISTRATOR})
DRAFT_ONLY = NURSES_AND_MIDWIVES | ADMINISTRATORS
"""Those who prepare what a doctor signs."""

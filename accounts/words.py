"""Swedish words for roles."""

from __future__ import annotations

from hsa.roles import Role

ROLE_NAMES = {
    Role.LAKARE: "Läkare",
    Role.TANDLAKARE: "Tandläkare",
    Role.SJUKSKOTERSKA: "Sjuksköterska",
    Role.BARNMORSKA: "Barnmorska",
    Role.VARDADMINISTRATOR: "Vårdadministratör",
    Role.PRIVATLAKARE: "Läkare",
    Role.PRIVATLAKARE_OBEHORIG: "Privatläkare",
}

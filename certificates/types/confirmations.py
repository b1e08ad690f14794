"""The extra checks that the types declare (spec/ui.md 6.3)."""

from __future__ import annotations

from certificates.types.confirmation import ExtraCheck

DEATH_OF_THE_RIGHT_PERSON = ExtraCheck(
    title="Kontrollera namn och personnummer",
    alert="Dödsbeviset gäller {patient}.",
    text="Ett dödsbevis på fel person får stora följder: bankkonton spärras och pass och körkort slutar gälla. "
    "Kontrollera en gång till att det är rätt person.",
    confirmation="Jag har kontrollerat personuppgifterna",
    is_danger=True,
    at_each_opening=True,
)
DEATH_IS_REGISTERED = ExtraCheck(
    title="Signera och skicka dödsbevis",
    alert="När du signerar skickas dödsbeviset till Skatteverket och dödsfallet registreras. Det går inte att ångra.",
    text="",
    confirmation="Jag intygar att dödsbevis ska utfärdas för {patient}",
    is_danger=True,
)
FOR_THE_YOUNG = ExtraCheck(
    title="Kontrollera intygstyp",
    alert="{patient} är äldre än 30 år.",
    text="Intyget är till för personer under 30 år. För den som är äldre finns utlåtandet för sjukersättning.",
    confirmation="Jag har kontrollerat att det är rätt intygstyp",
    above_months=30 * 12 + 2,
    at_each_opening=True,
)
FOR_ADULTS = ExtraCheck(
    title="Kontrollera intygstyp",
    alert="{patient} är under 18 år.",
    text="Intyget är till för vuxna utan en förälder som är skyldig att försörja dem. För barn används FK 3221.",
    confirmation="Jag har kontrollerat att det är rätt intygstyp",
    below_years=18,
)
FOR_A_SERIOUSLY_ILL_CHILD = ExtraCheck(
    title="Kontrollera intygstyp",
    alert="Intyget gäller {patient}.",
    text="Intyget är till för allvarligt sjuka barn som inte har fyllt 18 år. Andra barn har andra intyg.",
    confirmation="Jag har kontrollerat att det är rätt intygstyp",
)
FOR_A_CHILD_OF_TWELVE_TO_SIXTEEN = ExtraCheck(
    title="Kontrollera intygstyp",
    alert="Intyget gäller {patient}.",
    text="Intyget är till för barn som har fyllt 12 men inte 16 år och behöver mer vård eller tillsyn än andra.",
    confirmation="Jag har kontrollerat att det är rätt intygstyp",
)

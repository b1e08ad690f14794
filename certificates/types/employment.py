"""What the two types of Arbetsförmedlingen tell on the last page of a print (af00213, af00251)."""

from __future__ import annotations

INFORMATION = (
    "Arbetsförmedlingen använder intyget för att förstå hur personens hälsa påverkar möjligheten att arbeta eller "
    "delta i ett program, och vilket stöd som behövs. Vården skickar intyget digitalt till Arbetsförmedlingen."
)

"""The demo world's messages (spec/demo-world.md "Certificates at start")."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from arenden.models import Arende, Topic
from arenden.services import ComplementLine, IncomingMessage, receive
from certificates.lifecycle.recording import unheard
from certificates.models import Certificate
from webcert import clock

ASKED_ABOUT = "de300000-0000-4000-8000-000000000001"
MESSAGE_ID = "de300001-0000-4000-8000-000000000001"
DAYS_AGO, DAYS_TO_ANSWER = 3, 14
CONTACT = ("Fiktiv Handläggarsson", "010-000 00 00")
LINES = (
    ComplementLine("6", "Vilken av diagnoserna är det som begränsar arbetsförmågan mest?"),
    ComplementLine("17", "Beskriv vad som hindrar patienten i arbetet, med egna iakttagelser."),
)
TEXT = (
    "Hej! Vi behöver veta mer om diagnosen och om aktivitetsbegränsningen för att kunna bedöma rätten till ersättning. "
    "Komplettera intyget med uppgifterna."
)


@transaction.atomic
def load() -> None:
    """Försäkringskassan's open request about certificate 01, unless it is there or the certificate is not. Unheard."""
    certificate = Certificate.objects.filter(pk=ASKED_ABOUT).first()
    if certificate is None or Arende.objects.filter(message_id=MESSAGE_ID).exists():
        return
    last_day = clock.today() + dt.timedelta(days=DAYS_TO_ANSWER)
    with unheard(), clock.moved(clock.days_back(DAYS_AGO)):
        receive(
            IncomingMessage(
                message_id=MESSAGE_ID,
                certificate_id=certificate.pk,
                person_id=certificate.person_id,
                topic=Topic.KOMPLT,
                part="FKASSA",
                text=TEXT,
                sent_at=clock.now(),
                contact=CONTACT,
                complements=LINES,
                last_answer_date=last_day,
            )
        )

"""Load the demo world of spec/demo-world.md into an empty database. Does nothing when it is already there."""

from __future__ import annotations

import importlib
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from hsa.models import Unit

PARTS = (
    ("hsa.demo", "HSA-katalogen"),
    ("patients.demo", "befolkningsregistret"),
    ("tak.demo", "vägvalen"),
    ("terminology.demo", "kodverken"),
    ("accounts.demo", "kontona"),
    ("certificates.demo", "intygen"),
    ("arenden.demo", "ärendena"),
    ("notifications.demo", "statusuppdateringarna"),
    ("pdllog.demo", "PDL-loggen"),
    ("api.demo", "API-nycklarna"),
    ("simulators.demo", "simulatorerna"),
)


class Command(BaseCommand):
    help = "Laddar exempeldata i en tom databas (endast demoläge)."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO_WORLD_ENABLED:
            raise CommandError("Exempeldata laddas endast i demoläge (WEBCERT_MODE=demo).")
        if Unit.objects.exists():
            return
        if any(url and not url.startswith("/") for url in (settings.HSA_URL, settings.PU_URL)):
            raise CommandError(
                "Exempeldata laddas ur den inbyggda katalogen och det inbyggda registret. Starta en gång utan HSA_URL "
                "och PU_URL, eller sätt WEBCERT_DEMO_WORLD=false."
            )
        self.stdout.write("· Laddar exempeldata: ", ending="")
        with transaction.atomic():
            for module, what in PARTS:
                self.stdout.write(what, ending=" … ")
                self.stdout.flush()
                importlib.import_module(module).load()
        self.stdout.write("klart")

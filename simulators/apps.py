from __future__ import annotations

import importlib

from django.apps import AppConfig
from django.conf import settings

SOAP_PACKAGES = ("care", "hsa", "intygstjanst", "log", "pu", "recipients")


class SimulatorsConfig(AppConfig):
    name = "simulators"
    verbose_name = "Simulatorer"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Serve the SOAP endpoints of the simulators, where they are switched on."""
        if settings.SIMULATORS_ENABLED:
            for package in SOAP_PACKAGES:
                importlib.import_module(f"simulators.{package}.soap")

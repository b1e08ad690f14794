from __future__ import annotations

import importlib

from django.apps import AppConfig
from django.conf import settings

from api import outside

SOAP_PACKAGES = ("care", "hsa", "intygstjanst", "log", "pu", "recipients")


class SimulatorsConfig(AppConfig):
    name = "simulators"
    verbose_name = "Simulatorer"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Serve the SOAP endpoints of the simulators and play for the JSON API, where they are switched on."""
        if settings.SIMULATORS_ENABLED:
            for package in SOAP_PACKAGES:
                importlib.import_module(f"simulators.{package}.soap")
            importlib.import_module("simulators.intygstjanst.earlier")
            outside.played_by(importlib.import_module("simulators.for_api"))

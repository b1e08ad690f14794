"""The administration of every simulator; each package has its own. Only where the simulators are switched on."""

from __future__ import annotations

import importlib

from django.conf import settings

PACKAGES = ("care", "hsa", "intygstjanst", "log", "modes", "recipients", "signing")

if settings.SIMULATORS_ENABLED:
    for package in PACKAGES:
        importlib.import_module(f"simulators.{package}.admin")

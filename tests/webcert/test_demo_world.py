"""Loading the demo world (spec/demo-world.md)."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management import CommandError, call_command

from hsa.models import Unit

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("setting", ["HSA_URL", "PU_URL"])
def test_it_is_not_loaded_beside_real_catalogues_that_do_not_know_it(settings: Any, setting: str) -> None:
    settings.DEMO_WORLD_ENABLED = True
    setattr(settings, setting, "https://platform.example.test")
    with pytest.raises(CommandError, match="WEBCERT_DEMO_WORLD=false"):
        call_command("load_demo_world")
    assert not Unit.objects.exists()

"""Run one module of this package with Django set up."""

from __future__ import annotations

import importlib
import json
import os
import sys

import django


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "webcert.settings")
    django.setup()
    name, *arguments = sys.argv[1:]
    found = importlib.import_module(f"tools.benchmarks.inside.{name}").measure(*arguments)
    print(json.dumps(found))


if __name__ == "__main__":
    main()

"""Settings of the test run: the embedded default (or the services of the environment), in a folder of its own."""

import os
import tempfile
from pathlib import Path

_data = Path(tempfile.gettempdir()) / f"webcert-tests-{os.getuid()}" / os.environ.get("PYTEST_XDIST_WORKER", "main")
_data.mkdir(parents=True, exist_ok=True)
(_data / "static").mkdir(exist_ok=True)
os.environ["WEBCERT_DATA_DIR"] = str(_data)
os.environ.setdefault("WEBCERT_READ_DOTENV", "false")
os.environ.setdefault("CELERY_BROKER_URL", "memory://")

from webcert.settings import *  # noqa: E402, F403

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    # a file, not memory: threads of a test shall meet the locks that processes meet
    DATABASES["default"]["TEST"] = {"NAME": str(_data / f"test-{os.getpid()}.sqlite3")}  # noqa: F405

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

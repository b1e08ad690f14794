"""Service mode refuses to start with unsafe settings; the demo starts with none at all."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent.parent
GOOD = {
    "WEBCERT_MODE": "service",
    "WEBCERT_SECRET_KEY": "x7" * 30,
    "WEBCERT_ALLOWED_HOSTS": "webcert.example.test",
}


SWITCHES = "s.SIMULATORS_ENABLED, s.TEST_LOGIN_ENABLED, s.SESSION_COOKIE_SECURE, s.SESSION_COOKIE_SAMESITE"


def start(tmp_path: Path, shown: str = SWITCHES, **variables: str) -> subprocess.CompletedProcess[str]:
    """Import the settings in a new process with only these variables, and print some of them."""
    environment = {
        "PATH": os.environ["PATH"],
        "WEBCERT_DATA_DIR": str(tmp_path),
        "WEBCERT_READ_DOTENV": "false",
        **variables,
    }
    code = f"import webcert.settings as s; print({shown})"
    return subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True)


def test_the_demo_starts_without_any_setting(tmp_path: Path) -> None:
    assert start(tmp_path).stdout.strip() == "True True False Lax"


def test_service_mode_switches_test_login_and_simulators_off_and_cookies_to_secure(tmp_path: Path) -> None:
    assert start(tmp_path, **GOOD).stdout.strip() == "False False True None"


@pytest.mark.parametrize(
    ("mode", "sent_by"),
    [
        ({}, "dummy.EmailBackend no-reply@127.0.0.1"),
        (GOOD | {"WEBCERT_BASE_URL": "https://w.test:8443"}, "smtp.EmailBackend no-reply@w.test"),
        ({"EMAIL_BACKEND": "x.smtp.EmailBackend", "MAIL_FROM": "a@b.test"}, "smtp.EmailBackend a@b.test"),
    ],
    ids=["demo", "service", "as set"],
)
def test_the_demo_keeps_its_mails_and_service_mode_sends_them(
    tmp_path: Path, mode: dict[str, str], sent_by: str
) -> None:
    assert start(tmp_path, "s.EMAIL_BACKEND, s.DEFAULT_FROM_EMAIL", **mode).stdout.strip().endswith(sent_by)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"WEBCERT_SECRET_KEY": ""}, "WEBCERT_SECRET_KEY"),
        ({"WEBCERT_SECRET_KEY": "short"}, "WEBCERT_SECRET_KEY"),
        ({"WEBCERT_SECRET_KEY": "demo-only-not-a-secret-" + "0" * 40}, "WEBCERT_SECRET_KEY"),
        ({"WEBCERT_ALLOWED_HOSTS": ""}, "WEBCERT_ALLOWED_HOSTS"),
        ({"WEBCERT_ALLOWED_HOSTS": "*"}, "WEBCERT_ALLOWED_HOSTS"),
        ({"WEBCERT_DEBUG": "true"}, "WEBCERT_DEBUG"),
        ({"WEBCERT_MODE": "production"}, "WEBCERT_MODE"),
    ],
)
def test_service_mode_refuses_an_unsafe_setting(tmp_path: Path, change: dict[str, str], words: str) -> None:
    result = start(tmp_path, **{**GOOD, **change})
    assert result.returncode != 0
    assert words in result.stderr


def test_the_internal_port_is_closed_until_it_is_asked_for_and_listens_to_this_machine_alone(tmp_path: Path) -> None:
    assert start(tmp_path, "s.INTERNAL_PORT, s.INTERNAL_HOST").stdout.strip() == "0 127.0.0.1"


def test_the_internal_port_cannot_be_the_public_one(tmp_path: Path) -> None:
    result = start(tmp_path, PORT="8081", WEBCERT_INTERNAL_PORT="8081")
    assert "WEBCERT_INTERNAL_PORT" in result.stderr


def test_every_setting_that_is_read_stands_in_the_example_file() -> None:
    import re

    source = (ROOT / "webcert" / "settings.py").read_text()
    names = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', source))
    example = (ROOT / ".env.example").read_text()
    assert names - set(re.findall(r"^#? ?([A-Z_]+)=", example, re.MULTILINE)) == set()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite waits by its own busy timeout")
@pytest.mark.django_db
@pytest.mark.parametrize(("name", "value"), [("lock_timeout", "20s"), ("idle_in_transaction_session_timeout", "1min")])
def test_no_lock_is_waited_for_or_held_without_end(name: str, value: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SHOW {name}")
        assert cursor.fetchone() == (value,)

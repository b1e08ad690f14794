"""The description and its pages (spec/integration.md 4.3)."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from django.test import Client
from lxml import etree

from tests.api.conftest import call
from tools.installation import ROOT

pytestmark = pytest.mark.django_db


def page() -> str:
    answer = Client().get("/api/integration/v1/docs")
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_description_is_openapi_3_1_and_open_to_all() -> None:
    body = call("GET", "/openapi.json").body
    assert body["openapi"] == "3.1.0"
    assert body["servers"] == [{"url": "/api/integration/v1"}]


def test_every_call_of_the_api_is_described() -> None:
    paths = call("GET", "/openapi.json").body["paths"]
    assert {f"{method.upper()} {path}" for path, methods in paths.items() for method in methods} == {
        "POST /drafts",
        "GET /certificates/{certificate_id}",
        "GET /certificates/{certificate_id}/xml",
        "POST /certificates/{certificate_id}/launch",
        "POST /certificates/{certificate_id}/messages",
        "POST /certificates/search",
        "GET /events",
        "POST /events/{event_id}/resend",
        "GET /units/{hsa_id}",
        "PUT /units/{hsa_id}",
        "GET /webhooks",
        "POST /webhooks",
        "DELETE /webhooks/{webhook_id}",
    }


def test_every_call_needs_the_key_and_tells_so() -> None:
    for methods in call("GET", "/openapi.json").body["paths"].values():
        for operation in methods.values():
            assert operation["security"] == [{"key": []}]
            assert "401" in operation["responses"]


def test_no_address_and_no_query_takes_a_personal_number() -> None:
    for path, methods in call("GET", "/openapi.json").body["paths"].items():
        for operation in methods.values():
            names = {parameter["name"].lower() for parameter in operation.get("parameters", [])}
            assert not {name for name in names if "person" in name or "ssn" in name}, path


def test_the_page_shows_every_call_and_every_model() -> None:
    text = page()
    body = call("GET", "/openapi.json").body
    for path, methods in body["paths"].items():
        for method in methods:
            assert f"{method.upper()} {path}" in text
    for name in body["components"]["schemas"]:
        assert f'id="{name}"' in text


def test_every_link_within_the_page_leads_somewhere() -> None:
    tree = etree.fromstring(page().encode(), etree.HTMLParser(encoding="utf-8"))
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {target[1:] for target in tree.xpath("//a/@href[starts-with(., '#')]")} <= set(ids)


def test_the_page_keeps_the_strict_policy_and_asks_nobody_outside() -> None:
    answer = Client().get("/api/integration/v1/docs")
    text = answer.content.decode()
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", text)
    assert not re.search(r"""(?:src|href)=["'](?:https?:)?//""", text)


FIRST_CALLS = """
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
import webcert.wsgi
from api import schema
sys.setswitchinterval(1e-6)
together = Barrier(8)
def first(number):
    together.wait()
    return schema.document()["openapi"]
with ThreadPoolExecutor(8) as callers:
    print(*callers.map(first, range(8)))
"""


def test_the_first_calls_of_a_process_may_come_at_the_same_time() -> None:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", FIRST_CALLS], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["3.1.0"] * 8

"""What valid requests speak of: certificates, people and units of the demo world, and a session."""

from __future__ import annotations

import re
from dataclasses import dataclass
from random import Random
from urllib.parse import urlencode

from certificates.demo import DOCTOR, STORIES, VE01
from tools.fuzz.wire import Request, Sender

_SESSION = re.compile(r"\bsessionid=[^;]+")


@dataclass(frozen=True, slots=True)
class Subject:
    """A certificate with its patient and unit, and an id that no request had before."""

    certificate: str
    person: str
    unit: str
    unique: str

    def values(self) -> dict[str, str]:
        return {
            "certificate": self.certificate,
            "person": self.person,
            "unit": self.unit,
            "unique": self.unique,
        }


def subject(random: Random) -> Subject:
    """One of the demo world; now and then one that nobody has."""
    unique = new_id(random)
    story = random.choice(STORIES)
    certificate = story.certificate_id if random.random() < 0.9 else unique
    return Subject(certificate, story.person_id, story.unit, unique)


def new_id(random: Random) -> str:
    digits = f"{random.getrandbits(128):032x}"
    return "-".join((digits[:8], digits[8:12], f"4{digits[13:16]}", f"8{digits[17:20]}", digits[20:]))


def log_in(sender: Sender, origin: str) -> str:
    """The ``Cookie`` header of a new session of a doctor; "" when the test login is off."""
    form = urlencode({"hsa_id": DOCTOR, "unit": VE01, "origin": origin}).encode()
    answer = sender.send(Request("POST", "/welcome", (("Content-Type", "application/x-www-form-urlencoded"),), form))
    found = _SESSION.search(answer.headers.get("set-cookie", ""))
    return found.group() if found else ""

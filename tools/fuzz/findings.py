"""What was found, with the request that made it, kept so that it can be sent again."""

from __future__ import annotations

import base64
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tools.fuzz.judge import Fault
from tools.fuzz.wire import Answer, Request

KEPT_OF_EACH = 20
_VARYING = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault; ``number`` is that of its request in the run, -1 for what no single request made."""

    fault: Fault
    number: int = -1
    request: Request | None = None
    answer: Answer | None = None

    @property
    def likeness(self) -> tuple[str, str, str]:
        """The same for findings that probably have the same cause."""
        path = self.request.path.partition("?")[0] if self.request else ""
        return (self.fault.kind, _VARYING.sub("…", path)[:80], _VARYING.sub("…", self.fault.detail)[:120])


@dataclass(slots=True)
class Findings:
    """All of a run; of those that are alike the first few are kept, the others counted.

    What is kept stands in ``file`` at once, one JSON object a line: a run that is cut off has told what it found.
    """

    file: Path | None = None
    kept: list[Finding] = field(default_factory=list)
    counts: Counter[tuple[str, str, str]] = field(default_factory=Counter)

    def add(self, finding: Finding) -> None:
        self.counts[finding.likeness] += 1
        if self.counts[finding.likeness] > KEPT_OF_EACH:
            return
        if self.file is not None:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            with self.file.open("a" if self.kept else "w", encoding="utf-8") as lines:
                lines.write(json.dumps(_record(finding)) + "\n")
        self.kept.append(finding)

    def of_kind(self) -> Counter[str]:
        found: Counter[str] = Counter()
        for (kind, _, _), count in self.counts.items():
            found[kind] += count
        return found


def _record(finding: Finding) -> dict[str, Any]:
    record: dict[str, Any] = {"kind": finding.fault.kind, "detail": finding.fault.detail, "number": finding.number}
    if finding.request is not None:
        request = finding.request
        record["request"] = {
            "method": request.method,
            "path": request.path,
            "headers": request.headers,
            "body": base64.b64encode(request.body).decode(),
            "mutations": request.mutations,
        }
    if finding.answer is not None:
        record["status"] = finding.answer.status
        record["answer"] = finding.answer.body[:2000].decode("utf-8", "replace")
    return record


def saved_requests(path: Path) -> Iterator[Request]:
    """The requests of a file that ``Findings`` wrote, in order."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if request := json.loads(line).get("request"):
            yield Request(
                method=request["method"],
                path=request["path"],
                headers=tuple((name, value) for name, value in request["headers"]),
                body=base64.b64decode(request["body"]),
                mutations=tuple(request["mutations"]),
            )

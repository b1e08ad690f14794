"""What a certificate type declares of its prints: the file's name and what the paper holds besides the answers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from certificates.expressions import Condition


class FileTime(StrEnum):
    """How a file name tells the local time of printing, in the codes of ``strftime`` (spec/print.md 5)."""

    DASHES = "_%y-%m-%d_%H%M"
    UNDERSCORES = "_%y_%m_%d_%H%M"
    NONE = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileName:
    """Name of a printed file (spec/print.md 5): ``start``, the time, ``suffix``.

    Without ``start`` it begins with the type's name in plain letters. ``withheld`` comes first when answers are kept
    back.
    """

    start: str = ""
    time: FileTime = FileTime.DASHES
    suffix: str = ""
    withheld: str = ""


def older_file_name(start: str, time: FileTime = FileTime.DASHES, *, withheld: str = "") -> FileName:
    """As the older engine names its files: a word of its own for each type, and the suffix."""
    return FileName(start=start, time=time, suffix=".pdf", withheld=withheld)


@dataclass(frozen=True, slots=True)
class PaperNotice:
    """What the user is to do with the print of a signed certificate while ``when`` holds."""

    when: Condition
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """How certificates of the type stand on paper, besides their answers (spec/print.md 3).

    ``form_owner``: who has laid down the form, when not the recipient. ``purpose``: said of a signed certificate.
    ``information``: the text of a last page that tells the reader what the certificate is for. ``has_signature_box``:
    room for a signature by hand on every page before it. ``tells_replacement``: says whether it replaces another.
    """

    file_name: FileName = FileName()
    form_owner: str = ""
    purpose: str = ""
    notices: tuple[PaperNotice, ...] = ()
    information: str = ""
    has_signature_box: bool = False
    tells_replacement: bool = False


PLAIN = Paper()
"""The name of the file and the rest as the newer engine has them."""

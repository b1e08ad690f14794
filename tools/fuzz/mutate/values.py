"""Texts that a field was not made for."""

from __future__ import annotations

from random import Random

NUMBERS = (
    "-1", "0", "1e309", "NaN", "INF", "-0", "1.5", "99999999999999999999", "2147483648", "9223372036854775808",
    "9" * 5000, "0x10", "١٢", "1_000", "+1", " 1 ", "1" + "0" * 400,
)  # fmt: skip
DATES = (
    "2026-02-30", "2026-02-29T10:00:00", "0000-01-01", "0001-01-01T00:00:00", "9999-12-31T23:59:59", "-0044-03-15",
    "12026-01-01", "2026-13-01", "2026-03-29T02:30:00", "2026-01-01T24:00:00", "2026-01-01T23:59:60", "2026-3-1",
    "2026-01-01T10:00:00.123456789", "2026-01-01T10:00:00+14:00", "2026-W01-1", "20260101", "idag",
)  # fmt: skip
PEOPLE = (
    "191212121213", "201212121212", "19121212-1212", "1212121212", "191200001212", "191213451212", "199103622609",
    "000000000000", "19121212121", "1912121212123", "193502289014", "194712180100", "197201010118", "19121212TF12",
    "１９１２１２１２１２１２", "99991231-0000",
)  # fmt: skip
MARKUP = (
    "' OR '1'='1", "'; DROP TABLE patient; --", "<script>alert(1)</script>", "]]>", "{{ 7*7 }}", "${jndi:ldap://x/a}",
    "%00", "%s%n", "../../../../etc/passwd", "\\\\host\\share", "$(id)", "\r\nX-Odd: 1", "#{1}", "`id`", "@@version",
)  # fmt: skip
LETTERS = (
    "", " ", "\t\n", "\u00a0", "\u200b", "\u202e abc", "a\u0301\u0323" * 20, "\U0001f9d1\u200d\u2695\ufe0f", "ß", "İ",
    "ﬀ", "\ufffd", "\ufffe", "\uffff", "\u0085", "\u2028", "Å" * 300, "x" * 37, "x" * 256, "x" * 5000, "ÿ" * 70_000,
)  # fmt: skip
CODES = ("KOMPLT", "PAMINN", "XXXXXX", "lisjp", "LISJP", "FK7263", "DB", "DOI", "LUSE", "INVANA", "FKASSA", "HSVARD",
         "1.2.752.129.2.1.3.3", "1.2.752.129.2.1.4.1", "769bb12b-bd9f-4203-a5cd-fd14f2eb3b80", "DELETE", "CANCEL",
         "SENT", "P1", "P5", "basic", "extended1")  # fmt: skip
IDENTITIES = (
    "SE2321000016-VE01", "se2321000016-ve01", "SE2321000016-VE99", "SE2321000016-P001", "SE5565000001-VE22",
    "DE300000-0000-4000-8000-000000000001", "de300000-0000-4000-8000-000000000003", "{}", "null", "0",
)  # fmt: skip
_ALL = (NUMBERS, DATES, PEOPLE, MARKUP, LETTERS, CODES, IDENTITIES)


def odd(random: Random) -> str:
    """Any of them, every group as likely as the others."""
    return random.choice(random.choice(_ALL))

"""Reading pages and fragments in tests."""

from __future__ import annotations

from django.http import HttpResponse
from lxml import html


class Page:
    """A page as a tree. ``test_id`` and ``by_id`` give one element or None."""

    def __init__(self, response: HttpResponse) -> None:
        self.source = response.content.decode()
        self.tree = html.document_fromstring(
            f"<body>{self.source}</body>" if "<html" not in self.source else self.source
        )

    def test_id(self, name: str) -> html.HtmlElement | None:
        found = self.tree.xpath("//*[@data-testid=$name]", name=name)
        return found[0] if found else None

    def by_id(self, name: str) -> html.HtmlElement | None:
        found = self.tree.xpath("//*[@id=$name]", name=name)
        return found[0] if found else None

    def text(self, name: str) -> str:
        """The text of the element with this test id, blanks folded; empty when it is not there."""
        element = self.test_id(name)
        return "" if element is None else " ".join(element.text_content().split())

    def ids(self) -> list[str]:
        return self.tree.xpath("//@id")

    def shown(self, element_id: str) -> bool:
        """Whether the element is there and neither it nor anything around it is hidden."""
        element = self.by_id(element_id)
        return element is not None and not element.xpath("ancestor-or-self::*[@hidden]")

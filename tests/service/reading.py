"""Reads a page as a browser does: which text stands in which language, which addresses it has."""

from html.parser import HTMLParser

_VOID = {"br", "hr", "img", "input", "link", "meta", "path", "rect"}


class Page(HTMLParser):
    """A parsed page: `texts` with the language in force, `links`, `ids` and `tags`."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self._languages: list[str | None] = [None]
        self.texts: list[tuple[str | None, str]] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        self.tags.append((tag, values))
        if "id" in values:
            self.ids.append(values["id"])
        if tag == "a":
            self.links.append(values["href"])
        if tag not in _VOID:
            self._languages.append(values.get("lang", self._languages[-1]))

    def handle_endtag(self, tag):
        if tag not in _VOID:
            self._languages.pop()

    def handle_data(self, data):
        if text := " ".join(data.split()):
            self.texts.append((self._languages[-1], text))

    def language_of(self, text: str) -> str | None:
        """The language that the page gives to a text; it must stand there once or alike."""
        (language,) = {language for language, found in self.texts if text in found}
        return language

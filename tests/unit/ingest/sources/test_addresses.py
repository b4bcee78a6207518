import pytest

from ingest.sources.addresses import LONGEST_ADDRESS, is_web_address

HEAD = "https://www.oas.org/"


@pytest.mark.parametrize(
    "address",
    [
        "http://www.oas.org", "https://www.oas.org/es/doc.pdf?l=es&n=1#p3", "HTTPS://OAS.ORG/a",
        "http://127.0.0.1:8080/a", "http://[::1]/a", "https://sitio.org/año.pdf",
        HEAD + "a" * (LONGEST_ADDRESS - len(HEAD)),
    ],
)  # fmt: skip
def test_an_address_of_the_web_can_be_opened(address):
    assert is_web_address(address)


@pytest.mark.parametrize(
    "address",
    [
        "", "www.oas.org/a", "/a.pdf", "//oas.org/a", "javascript:alert(1)", "data:text/html,x",
        "ftp://oas.org/a", "file:///etc/passwd", "http://", "http:///a", "https:oas.org",
        "http://ana:clave@oas.org/a", "http://oas.org@mal.org/", "http://oas.org/a b",
        "http://oas.org/\n", "java\nscript:x", 'http://oas.org/"onclick="x', "http://oas.org/<b>",
        "http://oas.org:99999/a", "http://oas.org:x/a", "http://[::1/a", "http:\\\\oas.org\\a",
        HEAD + "a" * (LONGEST_ADDRESS + 1 - len(HEAD)),
    ],
)  # fmt: skip
def test_what_no_reader_should_open_is_no_address(address):
    assert not is_web_address(address)

import pytest

from puente.model.documents import Language
from puente.text.language_detection import identify_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Los países miembros respetan los derechos de los migrantes.", Language.ES),
        ("The member states respect the rights of migrants.", Language.EN),
        ("Os países membros respeitam os direitos dos migrantes e não os expulsam.", Language.PT),
        ("Les pays membres respectent les droits des migrants.", Language.FR),
    ],
)
def test_four_languages_are_told_apart(text, language):
    assert identify_language(text) is language

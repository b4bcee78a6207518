"""Texts of works in two languages, and words that stand in one document and nowhere else."""

import random
from collections.abc import Sequence

_PARAGRAPHS = {
    "es": (
        "La Asamblea General decide proteger a los trabajadores migrantes durante {n} años {word}.",
        "Los Estados miembros informarán al Consejo Permanente en un plazo de {n} días {word}.",
        "La Secretaría publicará el registro de {n} consultas sobre el desarrollo {word}.",
        "Apertura de la sesión {n} por el Presidente del Comité {word}.",
        "El presupuesto de la reunión será de {n} dólares {word}.",
        "Véase el documento {cited}, que trata de {n} casos {word}.",
    ),
    "en": (
        "The General Assembly decides to protect migrant workers during {n} years {word}.",
        "Member states shall report to the Permanent Council within {n} days {word}.",
        "The Secretariat shall publish the register of {n} consultations on development {word}.",
        "Opening of session {n} by the Chair of the Committee {word}.",
        "The budget of the meeting shall be {n} dollars {word}.",
        "See document {cited}, which deals with {n} cases {word}.",
    ),
}
_HEADINGS = {"es": "ACTA DE LA SESIÓN", "en": "MINUTES OF THE SESSION"}
_TRANSLATED = {"es": "Original: español", "en": "Original: Spanish"}


class Words:
    """Words that nobody has used: each is given once."""

    def __init__(self, seed: str) -> None:
        self._chance = random.Random(seed)
        self.given: list[str] = []

    def new(self) -> str:
        """A word of fourteen letters that no stemmer shortens, for it ends like no Spanish word."""
        syllables = "".join(
            self._chance.choice("bdfgjlmnprtvz") + self._chance.choice("aiou") for _ in range(6)
        )
        self.given.append(f"{syllables}mk")
        return self.given[-1]


def text_of(language: str, symbol: str, numbers: int, *, cited: str, words: Sequence[str]) -> str:
    """A document of some paragraphs; the same numbers make the same text in either language."""
    chance = random.Random(numbers)
    count = chance.randint(3, len(_PARAGRAPHS[language]))
    wording = chance.sample(range(len(_PARAGRAPHS[language])), count)
    amounts = [chance.randint(11, 9999) for _ in wording]
    word = f"({' '.join(words)})" if words else ""
    body = [
        f"{place}. "
        + _PARAGRAPHS[language][each].format(n=amounts[place - 1], word=word, cited=cited)
        for place, each in enumerate(wording, 1)
    ]
    heading = " ".join((_HEADINGS[language], *(each.upper() for each in words[:1])))
    return "\n\n".join((f"{symbol}\n{_TRANSLATED[language]}", heading, *body)) + "\n"

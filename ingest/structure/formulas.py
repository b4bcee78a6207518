"""Formulas of resolutions and orders: "LA ASAMBLEA GENERAL,", "VISTO", "RESUELVE:"."""

import re
from functools import cache

from puente.data.tables import read_table
from puente.text.list_labels import is_in_capitals


def enacts(text: str) -> bool:
    """Test for a line that is or begins with "RESUELVE:", "DECLARA QUE:" or "AND DECIDES:"."""
    return _enacting().match(text) is not None


def is_lead_in(text: str) -> bool:
    """Test for "VISTO:", "CONSIDERING THAT:" or "NOW, THEREFORE:" and nothing else."""
    return _lead_in().fullmatch(text) is not None


def opens_preamble(text: str) -> bool:
    """Test for a line that begins with "VISTO", "RECORDANDO" or "RECOGNIZING", or leads in."""
    return _preamble().match(text) is not None or is_lead_in(text)


def names_body(text: str) -> bool:
    """Test for "LA ASAMBLEA GENERAL," or "THE PERMANENT COUNCIL,"."""
    return is_in_capitals(text) and text.endswith(",")


def closes_resolution(text: str) -> bool:
    """Test for "Comuníquese", "So ordered," and what else follows the last operative paragraph."""
    return _closing().match(text) is not None


def is_office(text: str) -> bool:
    """Test for the office of a person who signs: "Presidente en Ejercicio", "Judge ad hoc"."""
    return _office().fullmatch(text) is not None


@cache
def _formulas() -> dict[str, list[str]]:
    return read_table("ingest", "data/resolution.toml")


@cache
def _enacting() -> re.Pattern[str]:
    words = "|".join(_formulas()["enacting"])
    before, after = _and_that()
    return re.compile(rf"{before}(?:{words}){after}(?:\s*:|$)|(?i:{before}(?:{words}){after})\s*:$")


@cache
def _lead_in() -> re.Pattern[str]:
    words = "|".join(_formulas()["lead_ins"])
    before, after = _and_that()
    return re.compile(rf"{before}(?:{words}){after}\s*[:,]?|(?i:{before}(?:{words}){after})\s*:")


def _and_that() -> tuple[str, str]:
    formulas = _formulas()
    before, after = "|".join(formulas["and"]), "|".join(formulas["that"])
    return rf"(?:(?:{before})\s+)?", rf"(?:\s+(?:{after}))?"


@cache
def _closing() -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(_formulas()['closings'])})\b", re.IGNORECASE)


@cache
def _office() -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(_formulas()['offices'])})(?: \w+){{0,3}}", re.IGNORECASE)


@cache
def _preamble() -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(_formulas()['preamble'])})\b")

import pytest

from puente.errors import EvaluationError
from puente.evaluation.questions import load_questions

QUERIES = (("id", "type", "language", "text"), ("a", "topic", "es", '"trata" de personas'))
SPANISH, ENGLISH = "000_b970aea098a26726.txt", "001_cb9db84e974536e1.txt"


def write(path, *rows):
    path.write_text("\n".join("\t".join(row) for row in rows) + "\n", encoding="utf-8")
    return path


def load(tmp_path, catalogue, *segments):
    queries = write(tmp_path / "q.tsv", *QUERIES)
    judged = [("a", segment, "2") for segment in segments]
    qrels = write(tmp_path / "r.tsv", ("query", "segment", "grade"), *judged)
    (read,) = load_questions(queries, qrels, catalogue)
    return read


def test_questions_are_read_with_their_quotes_and_places(tmp_path, seeds):
    read = load(tmp_path, seeds.catalogue, f"{SPANISH}#L15")
    assert read.text == '"trata" de personas'
    assert list(read.grades.values()) == [2]


def test_a_quote_names_the_segment_that_has_its_words(tmp_path, seeds):
    by_line = load(tmp_path, seeds.catalogue, f"{SPANISH}#L5")
    quoted = f"{SPANISH}#“reconocer las  REALIDADES, de cada uno de los paises”"
    assert load(tmp_path, seeds.catalogue, quoted) == by_line


def test_the_versions_of_a_passage_and_of_a_document_count_once(tmp_path, seeds):
    passages = (f"{SPANISH}#“evitar la duplicidad de esfuerzos”", f"{ENGLISH}#“duplication of”")
    assert len(load(tmp_path, seeds.catalogue, *passages).grades) == 1
    document = load(tmp_path, seeds.catalogue, SPANISH, ENGLISH)
    assert list(document.grades) == list(document.works)


@pytest.mark.parametrize(
    ("judgement", "message"),
    [
        (("a", "nowhere.txt#L1", "2"), "no indexed document"),
        (("a", "nowhere", "2"), "no segment has this id"),
        (("a", f"{SPANISH}#L9999", "2"), "line 9999 is in no segment"),
        (("a", f"{SPANISH}#“nada de esto”", "2"), "no segment has the words “nada de esto”"),
        (("a", f"{SPANISH}#“…”", "2"), "“…” has no words"),
        (("b", f"{SPANISH}#L15", "2"), "no question has the id b"),
        (("a", "", "2"), "a row without"),
    ],
)
def test_judgements_of_nothing_are_refused(tmp_path, seeds, judgement, message):
    queries = write(tmp_path / "q.tsv", *QUERIES)
    qrels = write(tmp_path / "r.tsv", ("query", "segment", "grade"), judgement)
    with pytest.raises(EvaluationError, match=message):
        load_questions(queries, qrels, seeds.catalogue)

from ingest.extraction.wordprocessing.column_spans import columns, spans


def test_edges_that_lie_close_are_of_one_column():
    assert columns([1000, 1010, 3000, 5000, 990]) == [990, 3000, 5000]


def test_a_cell_takes_the_columns_up_to_its_edge():
    assert spans([1010, 5000], [990, 3000, 5000]) == [1, 2]


def test_every_cell_takes_a_column():
    assert spans([1000, 1005], [1000]) == [1, 1]

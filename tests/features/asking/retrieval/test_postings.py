"""Counts without zeros are the same counts."""

from collections import Counter

import numpy as np

from bot.features.asking.retrieval.lexical import Lexical
from bot.features.asking.retrieval.postings import Postings

DOCUMENTS = ["a b a", "b c", "a c c c"]
VOCABULARY = {"a": 0, "b": 1, "c": 2}


def counted(*documents: str) -> list[Counter[str]]:
    return [Counter(document.split()) for document in documents]


def test_each_term_is_counted_in_each_document() -> None:
    postings = Postings.over(counted(*DOCUMENTS), VOCABULARY)
    assert postings.columns([0, 1, 2]).tolist() == [[2, 1, 0], [0, 1, 1], [1, 0, 3]]
    assert postings.columns([2]).tolist() == [[0], [1], [3]]
    assert postings.document_frequencies().tolist() == [2, 2, 2]
    assert postings.lengths().tolist() == [3, 2, 4]


def test_documents_inserted_are_as_if_they_had_always_been_there() -> None:
    larger = VOCABULARY | {"d": 3}
    inserted = Postings.over(counted(*DOCUMENTS), VOCABULARY).with_documents(1, counted("d a", "d d"), larger)
    whole = Postings.over(counted(DOCUMENTS[0], "d a", "d d", *DOCUMENTS[1:]), larger)
    assert inserted.columns(range(4)).tolist() == whole.columns(range(4)).tolist()
    assert (inserted.size, inserted.lengths().tolist()) == (5, [3, 2, 2, 2, 4])


def test_an_index_with_inserted_documents_scores_as_one_that_was_made_with_them() -> None:
    texts = [["peer notes"], ["holiday pay"], ["writing notes"]]
    inserted = Lexical.over([texts[0], texts[2]]).with_documents(1, [texts[1]])
    assert np.allclose(inserted.scores("notes about pay"), Lexical.over(texts).scores("notes about pay"))

"""What a question is about, by its words alone."""

import pytest

from bot.features.asking.retrieval.subject import is_of_another_job


@pytest.mark.parametrize(
    "name", ["peer worker", "recovery coach", "consumer worker", "lived experience worker"]
)
def test_a_question_of_another_job_that_names_a_peer_worker_is_of_peer_work(name: str) -> None:
    asked = "as a nurse, how do I work with our"
    assert is_of_another_job(asked)
    assert not is_of_another_job(f"{asked} {name}")

"""Building the index reports how far it has come."""

from bot.core.progress import heard_by
from bot.features.asking.encoder import embedding
from bot.features.asking.encoder.embedding import Encoder


def test_many_sentences_are_counted_to_the_last_and_few_are_not() -> None:
    heard = list[tuple[int, int]]()
    many = embedding._MANY
    with heard_by(lambda done, total: heard.append((done, total))):
        encoder = Encoder()
        encoder.encode(["Hello"])
        assert heard == []
        encoder.encode(["Hello"] * many)
    encoder.encode(["Hello"] * many)
    assert heard[-1] == (many, many)
    assert [done for done, _ in heard] == sorted({done for done, _ in heard})

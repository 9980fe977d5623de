"""Secrets at rest open with the right key only, and keys can be changed."""

import pytest

from bot.store.sealing import Seal, Unsealable, new_key

OLD, NEW = new_key(), new_key()


def test_a_sealed_secret_opens_with_its_key_alone() -> None:
    sealed = Seal([OLD]).close(b"secret")
    assert b"secret" not in sealed
    assert Seal([OLD]).open(sealed) == b"secret"
    with pytest.raises(Unsealable, match="ALONGSIDE_MASTER_KEY"):
        Seal([NEW]).open(sealed)


def test_after_resealing_the_old_key_is_not_needed_any_more() -> None:
    both = Seal([NEW, OLD])
    resealed = both.reseal(Seal([OLD]).close(b"secret"))
    assert Seal([NEW]).open(resealed) == b"secret"


def test_what_is_no_key_is_refused_without_being_repeated() -> None:
    with pytest.raises(ValueError, match="what `python -m bot key` prints") as refused:
        Seal(["my-password"])
    assert "my-password" not in str(refused.value)


def test_without_a_key_nothing_is_sealed_and_it_says_how_to_get_one() -> None:
    with pytest.raises(Unsealable, match="python -m bot key"):
        Seal([]).close(b"secret")
    with pytest.raises(Unsealable, match="python -m bot key"):
        Seal([]).sign("purpose", "text")


def test_a_signature_holds_for_its_text_its_purpose_and_its_key_alone() -> None:
    signed = Seal([OLD]).sign("purpose", "text")
    assert Seal([NEW, OLD]).has_signed("purpose", "text", signed)
    assert not Seal([NEW]).has_signed("purpose", "text", signed)
    assert not Seal([OLD]).has_signed("another purpose", "text", signed)
    assert not Seal([OLD]).has_signed("purpose", "another text", signed)
    assert not Seal([OLD]).has_signed("purpose", "text", "grüße")

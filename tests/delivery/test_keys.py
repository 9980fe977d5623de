"""What is written down as one word is read back as what it was."""

from hypothesis import given
from hypothesis import strategies as st

from bot.core.schedule_key import ScheduleKey
from bot.delivery.ledger.lane_key import LaneKey
from bot.delivery.sending.gateway import DeliveryAction
from bot.people.audiences.audience_key import AudienceKey, Channel

_WORD = st.text(
    st.characters(blacklist_characters=" :|", blacklist_categories=["Cs"]), min_size=1, max_size=20
)
_ANY = st.text(st.characters(blacklist_categories=["Cs"]), max_size=20)


@given(_WORD, st.lists(_WORD, min_size=1))
def test_a_schedule_key_is_read_back(job: str, parts: list[str]) -> None:
    key = ScheduleKey.of(job, *parts)
    assert ScheduleKey.parse(str(key)) == key
    assert str(ScheduleKey.of(job, *parts, "more")).startswith(key.beginning)


@given(_WORD, _ANY, st.sampled_from(DeliveryAction))
def test_a_lane_is_read_back_whatever_its_workspace_is_called(
    platform: str, workspace: str, action: DeliveryAction
) -> None:
    key = LaneKey(platform, workspace, action)
    assert LaneKey.parse(str(key)) == key
    assert str(key).startswith(LaneKey.beginning(platform))


@given(_WORD, _WORD, _ANY)
def test_a_channel_is_read_back_also_as_an_audience(platform: str, workspace: str, conversation: str) -> None:
    channel = Channel(platform, workspace, conversation)
    assert Channel.parse(str(channel)) == channel
    key = AudienceKey.parse(str(AudienceKey.of_channel(channel)))
    assert key.channel == channel


def test_everyone_is_an_audience_and_no_channel() -> None:
    assert str(AudienceKey.parse("everyone")) == "everyone"
    assert AudienceKey("team", "oak").channel is None

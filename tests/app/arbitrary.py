"""Hypothesis strategies for hostile requests: headers, bodies, and JSON that resembles a platform's."""

from hypothesis import strategies as st

TYPES = (
    *(b"application/json", b"application/x-www-form-urlencoded", b"application/json; charset=utf-7"),
    *(b"text/plain; charset=no-such-set", b"multipart/form-data", b"multipart/form-data; boundary=a"),
    b"\xff\xfe",
)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=6),
    max_leaves=12,
)
_SLACK_KEYS = (
    "type",
    "event",
    "payload",
    "command",
    "team_id",
    "user",
    "view",
    "actions",
    "channel",
    "user_id",
    "text",
)
slack_like = st.fixed_dictionaries(
    {},
    optional=dict.fromkeys(_SLACK_KEYS, json_values)
    | {
        "type": st.sampled_from(
            (
                "event_callback",
                "block_actions",
                "view_submission",
                "message_action",
                "shortcut",
                "url_verification",
            )
        )
    },
)
teams_like = st.fixed_dictionaries(
    {"serviceUrl": st.just("http://127.0.0.1:1/"), "channelData": st.just({"tenant": {"id": "a"}})},
    optional={
        "type": st.sampled_from(
            ("message", "invoke", "conversationUpdate", "installationUpdate", "messageReaction")
        )
        | json_values,
        "name": st.sampled_from(
            ("task/fetch", "task/submit", "adaptiveCard/action", "composeExtension/query")
        )
        | json_values,
        **dict.fromkeys(
            ("id", "from", "recipient", "conversation", "value", "text", "channelId", "entities"), json_values
        ),
    },
)
header_value = st.binary(max_size=40).map(lambda raw: raw.translate(None, b"\r\n\0"))


HEADERS = (
    "Content-Type",
    "X-Slack-Request-Timestamp",
    "X-Slack-Signature",
    "Authorization",
    "Cookie",
    "Content-Encoding",
    "Range",
)
MADE_UP = st.sampled_from((b"alongside-slack-install=a", b'device="\\000"', b"Bearer a.b.c", b"1" * 400))

"""Lists the Slack methods that the bot calls, its events, and the scopes that they need.

`deploy/slack/manifest.yaml` requests exactly these, and tests compare both with the code.
"""

_NONE: tuple[str, ...] = ()

METHODS: dict[str, tuple[str, ...]] = {
    "assistant.threads.setStatus": ("chat:write",),
    "assistant.threads.setSuggestedPrompts": ("assistant:write",),
    "auth.revoke": _NONE,
    "auth.test": _NONE,
    "chat.delete": ("chat:write",),
    "chat.postEphemeral": ("chat:write",),
    "chat.postMessage": ("chat:write",),
    "chat.update": ("chat:write",),
    # Reads direct messages and team channels, public and private, to look up whether a message of ours
    # arrived.
    "conversations.history": ("im:history", "channels:history", "groups:history"),
    # The name of a channel that the bot was added to.
    "conversations.info": ("channels:read", "groups:read"),
    # Reads the members of the channel that we made for the peer workers' network.
    "conversations.members": ("channels:read", "groups:read"),
    "conversations.open": ("im:write",),
    "files.completeUploadExternal": ("files:write",),
    "files.getUploadURLExternal": ("files:write",),
    "files.info": ("files:read",),
    "usergroups.list": ("usergroups:read",),
    # The channels that the bot is in, public and private.
    "users.conversations": ("channels:read", "groups:read"),
    # Whether a person who writes works here.
    "users.info": ("users:read",),
    "users.list": ("users:read", "users:read.email"),
    "views.open": _NONE,
    "views.publish": _NONE,
    "views.update": _NONE,
}

OPTIONAL_METHODS: dict[str, tuple[str, ...]] = {
    "conversations.create": ("groups:write",),
    "conversations.invite": ("groups:write",),
    "conversations.kick": ("groups:write",),
}
"""For the private channel of the peer workers' network. Without their scope everything else works."""

EVENTS: dict[str, tuple[str, ...]] = {
    "app_home_opened": _NONE,
    "app_mention": ("app_mentions:read",),
    "app_uninstalled": _NONE,
    # A channel was shared with another organisation, or no longer is.
    "channel_shared": ("channels:read", "groups:read"),
    "channel_unshared": ("channels:read", "groups:read"),
    # Events of channels that the bot is in, public and private.
    "member_joined_channel": ("channels:read", "groups:read"),
    "message.im": ("im:history",),
    "tokens_revoked": _NONE,
}

SCOPES = tuple(
    sorted({scope for needed in (*METHODS.values(), *EVENTS.values()) for scope in needed} | {"commands"})
)

OPTIONAL_SCOPES = tuple(sorted({scope for needed in OPTIONAL_METHODS.values() for scope in needed}))

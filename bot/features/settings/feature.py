"""The settings feature: people's own choices, what they told us, and their data."""

from bot.features.feature import Feature
from bot.features.settings.declarations import SET_OWN_PREFERENCES
from bot.people.identity.peer_declaration import Declaration
from bot.people.identity.people import Preferences
from bot.people.records.form_drafts import FormDraft
from bot.people.records.one_time_links import RecordLink
from bot.store.resealing import sealed_columns

FEATURE = Feature(
    name="settings",
    tables=(
        Preferences,
        Declaration,
        RecordLink,
        FormDraft,
    ),
    permissions=(SET_OWN_PREFERENCES,),
    not_in_backups={
        RecordLink: "is worth nothing after an hour or a day, and opens doors until then",
        FormDraft: "is kept for a day only, for one person alone",
    },
    sealed=sealed_columns(FormDraft, "sealed"),
)

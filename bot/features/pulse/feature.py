"""The pulse feature: regular questions and their figures. Declares tables, permission, schedules."""

from datetime import timedelta

from bot.delivery.calendar.schedules import DefaultSchedule
from bot.features.feature import Feature
from bot.features.pulse.declarations import KEEP_COMMENT_DAYS, KEEP_PULSE_MONTHS, PULSE, RESULTS, SEE_RESULTS
from bot.features.pulse.models import (
    Asked,
    Invited,
    Participation,
    PublishedRow,
    PulseComment,
    SealedBallot,
    SealedComment,
    Wave,
    WaveDeliveryCount,
    WaveKey,
)
from bot.features.pulse.personal_data import PERSONAL_DATA, WITHOUT_NAME
from bot.features.pulse.preferences import PulsePreferences
from bot.features.pulse.retention import delete_old
from bot.features.pulse.suggestions import Suggestion
from bot.features.pulse.you_said_we_did import WeDid
from bot.publishing.models import NoiseKey
from bot.store.resealing import sealed_columns

_OPENS_ANSWERS = "would let somebody open the answers of a wave from an old file, after they were destroyed"

FEATURE = Feature(
    name="pulse",
    tables=(
        Wave,
        Asked,
        Invited,
        WaveKey,
        Participation,
        SealedBallot,
        SealedComment,
        PulseComment,
        WaveDeliveryCount,
        PublishedRow,
        PulsePreferences,
        Suggestion,
        WeDid,
        NoiseKey,
    ),
    permissions=(SEE_RESULTS,),
    message_kinds=(
        RESULTS,
        PULSE,
    ),
    org_settings=(
        KEEP_PULSE_MONTHS,
        KEEP_COMMENT_DAYS,
    ),
    not_in_backups={
        WaveKey: _OPENS_ANSWERS,
        SealedBallot: _OPENS_ANSWERS,
        Participation: _OPENS_ANSWERS,
        SealedComment: _OPENS_ANSWERS,
        NoiseKey: "would let somebody take the lasting noise off the figures",
    },
    sealed=(
        *sealed_columns(WaveKey, "sealed", "sealed_marks"),
        *sealed_columns(NoiseKey, "sealed"),
    ),
    default_schedules=(
        DefaultSchedule("Questions for everyone", "pulses", PULSE, "0 10 * * tue", every_weeks=2),
        DefaultSchedule(
            "Questions for single roles",
            "role-pulses",
            PULSE,
            "0 10 * * tue",
            every_weeks=2,
            begins_after=timedelta(weeks=1),
        ),
    ),
    personal_data=PERSONAL_DATA,
    without_name=WITHOUT_NAME,
    retention=delete_old,
)

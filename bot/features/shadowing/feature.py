"""The shadowing feature: peer workers offer times, colleagues come along, and both may write a private reflection."""

from bot.features.feature import Feature
from bot.features.shadowing.declarations import COME_ALONG
from bot.features.shadowing.models import ShadowOffer, ShadowPlace, ShadowReflection
from bot.features.shadowing.personal_data import PERSONAL_DATA
from bot.features.shadowing.retention import delete_old
from bot.store.resealing import sealed_columns

FEATURE = Feature(
    name="shadowing",
    tables=(ShadowOffer, ShadowPlace, ShadowReflection),
    not_in_backups={
        ShadowOffer: "would offer again what a peer worker withdrew after the backup",
        ShadowPlace: "belongs to offers, which are in no backup",
        ShadowReflection: "is for one person alone, and would bring back what they erased",
    },
    permissions=(COME_ALONG,),
    personal_data=PERSONAL_DATA,
    without_name=("How many colleagues came along with a peer worker in a month, never who.",),
    sealed=sealed_columns(ShadowReflection, "sealed"),
    retention=delete_old,
)

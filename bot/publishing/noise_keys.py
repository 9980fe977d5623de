"""Creates the secret key of an organisation's lasting noise, and replaces it after a year."""

from datetime import date, timedelta
from secrets import token_bytes

from sqlalchemy import ColumnElement, and_
from sqlalchemy.ext.asyncio import AsyncSession

from bot.publishing.models import NoiseKey
from bot.publishing.noise_layers import NoiseLayers
from bot.store.database import Database
from bot.store.scrubbing import rewrite
from bot.store.sealing import Seal
from bot.store.secrets import write_secret

_LASTS = timedelta(days=365)
_BYTES = 32


async def noise_layers_of(database: Database, organisation_id: str, seal: Seal, day: date) -> NoiseLayers:
    """The organisation's noise layers. Raises Unsealable."""
    async with database.read() as session:
        noise_key = await session.get(NoiseKey, organisation_id)
    if noise_key is None or _is_over(noise_key, day):
        async with database.write() as session:
            return await noise_layers_in(session, organisation_id, seal, day)
    return NoiseLayers(seal.open(noise_key.sealed))


async def noise_layers_in(session: AsyncSession, organisation_id: str, seal: Seal, day: date) -> NoiseLayers:
    """The same inside an open write transaction. Raises Unsealable."""
    noise_key = await session.get(NoiseKey, organisation_id)
    if noise_key is None or _is_over(noise_key, day):
        noise_key = await _replaced(session, organisation_id, seal, day)
    return NoiseLayers(seal.open(noise_key.sealed))


def _is_over(key: NoiseKey, day: date) -> bool:
    return key.made_on + _LASTS <= day


async def _replaced(session: AsyncSession, organisation_id: str, seal: Seal, day: date) -> NoiseKey:
    """Creates or replaces the key.

    Two concurrent calls get the same key, because the first one locks the table.
    """
    await rewrite(session, NoiseKey, without=_outdated(organisation_id, day))
    noise_key = await session.get(NoiseKey, organisation_id, populate_existing=True)
    if noise_key is None:
        row = {
            "organisation_id": organisation_id,
            "sealed": seal.close(token_bytes(_BYTES)),
            "made_on": day,
        }
        await write_secret(session, NoiseKey, row)
        noise_key = await session.get_one(NoiseKey, organisation_id)
    return noise_key


def _outdated(organisation_id: str, day: date) -> ColumnElement[bool]:
    return and_(NoiseKey.organisation_id == organisation_id, NoiseKey.made_on <= day - _LASTS)

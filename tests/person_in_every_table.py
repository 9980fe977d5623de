"""Seeds a person with rows in every table that names people."""

import json
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.message import Message, text
from bot.delivery.ledger.contents import store_contents
from bot.delivery.ledger.deliveries import DeliveryState, insert_new
from bot.delivery.sending.gateway import DeliveryAction
from bot.features.announcements.models import AnnouncementStage, Broadcast
from bot.features.asking.cards.local_cards import CardState, LocalCard
from bot.features.escalation.models import Letter, LetterKind, Question
from bot.features.learning.declarations import NUDGE
from bot.features.learning.progress import TipProgress
from bot.features.learning.upcoming import Answered
from bot.features.peer_network.models import NetworkMember, NetworkQuestion
from bot.features.peer_profiles.models import PeerProfile
from bot.features.peer_profiles.support.models import PeerDecline, PeerRequest, Purpose, Soon
from bot.features.pulse.declarations import PULSE
from bot.features.pulse.models import Invited
from bot.features.pulse.suggestions import Suggestion
from bot.features.pulse.you_said_we_did import WeDid
from bot.features.shadowing.models import ShadowOffer, ShadowPlace, ShadowReflection
from bot.people.access.allowances import TO_COLLEAGUES
from bot.people.access.refusals import RepeatedRefusal
from bot.people.access.roles import Role, grant
from bot.people.access.shared_limits import UsedAllowance, milliseconds
from bot.people.audiences.chosen_colleagues import Colleagues
from bot.people.audiences.saved_audiences import SavedAudience
from bot.people.audiences.user_groups import GroupMember
from bot.people.contact.availability import Availability
from bot.people.contact.budget import Reserved
from bot.people.contact.preferences import ContactPreferences, choose
from bot.people.identity.peer_declaration import declare_peer
from bot.people.identity.people import Account
from bot.people.records.form_drafts import FormDraft
from bot.people.records.one_time_links import FileFormat, make
from tests.databases import SEAL
from tests.people.village import NOW, Village


async def seed_every_table(village: Village, session: AsyncSession, me: str = "Amara") -> None:
    """Something in every table, for somebody who shares the house with Sam."""
    mine = me.lower()
    await village.moves_in(session, me)
    await declare_peer(session, mine, NOW)
    await choose(session, mine, ContactPreferences(tip_hour=9, opted_out=(PULSE,)))
    session.add(Account(id=f"web-{mine}", person_id=mine, platform="web", workspace="demo", user=mine))
    await session.flush()
    session.add(UsedAllowance(account_id=f"web-{mine}", allowance=TO_COLLEAGUES, full_at=milliseconds(NOW)))
    session.add(GroupMember(group_id="nights", person_id=mine))
    session.add(Reserved(person_id=mine, week=NOW.date(), used=2))
    await make(session, mine, "willow", NOW, [FileFormat.CSV])
    await grant(session, mine, Role.LEADER, "willow", granted_by="sam", now=NOW)
    await works(village, session, mine)
    message = Message("A tip", (text(f"Hello {me}, ask first."),))
    hashes = await store_contents(session, [message], NOW)
    row = {"slot_id": f"tips:{NOW.date()}", "person_id": mine, "lane": "web demo send", "waits": True}
    row |= {
        "kind": NUDGE,
        "priority": 8,
        "action": DeliveryAction.SEND,
        "state": DeliveryState.SENT,
        "due_at": NOW,
    }
    await insert_new(session, [row | {"content": hashes[message]}])


async def works(village: Village, session: AsyncSession, mine: str) -> None:
    """What comes of tips, questions and leading a team."""
    home = village.organisation.id
    for tip, repeat in (("everyone/01-one", 0), ("peer-workers/01-one", 0), ("everyone/02-two", 1)):
        row = {"person_id": mine, "tip_id": tip, "repeat": repeat, "slot": tip, "had_on": NOW.date()}
        session.add(TipProgress(**row, answered=Answered.WRONG))
    session.add(Suggestion(person_id=mine, group_key="willow", item_id="know-the-role", made_on=NOW.date()))
    done: dict[str, Any] = {"organisation_id": home, "person_id": mine, "group_key": "willow"}
    session.add(WeDid(said="Draft", did="Not yet", **done))
    session.add(WeDid(said="Rotas", did="Earlier", posted_at=NOW, **done))
    session.add(Invited(wave_id="w", person_id=mine, team="willow"))
    await writes(village, session, mine)
    await comes_along(session, mine, {"organisation_id": home})


async def writes(village: Village, session: AsyncSession, mine: str) -> None:
    """What comes of asking people, answering them and writing to many; Sam is on the other side."""
    home = {"organisation_id": village.organisation.id}
    question_fields = {"text": f"How, {mine}?", "asked_at": NOW, "look_at": NOW, "is_named": False} | home
    session.add(Question(id=f"asked-{mine}", asker_id=mine, claimed_by="sam", **question_fields))
    session.add(
        Question(id=f"taken-{mine}", asker_id="sam", claimed_by=mine, passed_by="sam", **question_fields)
    )
    session.add(Question(id=f"passed-{mine}", asker_id="sam", passed_by=mine, **question_fields))
    await session.flush()
    for question in ("asked", "taken"):
        session.add(
            Letter(question_id=f"{question}-{mine}", says=LetterKind.ANSWER, text="Like this", at=NOW)
        )
    session.add(Availability(person_id=mine, not_now=True))
    session.add(RepeatedRefusal(person_id=mine, route="roles", needed="manage_roles", since=NOW, count=2))
    session.add(PeerProfile(person_id=mine, name=mine, expertise="voices", changed_at=NOW))
    wanted = {"purpose": Purpose.TEAM, "soon": Soon.ANY, "asked_at": NOW, "look_at": NOW} | home
    session.add(PeerRequest(id=f"peer-{mine}", asker_id=mine, **wanted))
    session.add(PeerRequest(id=f"to-{mine}", asker_id="sam", taken_by=mine, **wanted))
    await session.flush()
    session.add(PeerDecline(request_id=f"peer-{mine}", person_id=mine))
    for stage in (AnnouncementStage.DRAFT, AnnouncementStage.SENT):
        session.add(Broadcast(author_id=mine, stage=stage, title=stage, changed_at=NOW, **home))
    sent = {"author_id": "sam", "stage": AnnouncementStage.SENT, "changed_at": NOW} | home
    session.add(Broadcast(subject_id=mine, title="Welcome", **sent))
    session.add(Broadcast(approved_by=mine, title="Rotas", **sent))
    card_fields = {"questions": ["Where?"], "body": "There", "source": "Us", "written_at": NOW} | home
    for state in (CardState.DRAFT, CardState.IN_FORCE):
        session.add(LocalCard(card_id="local/1", title=state, state=state, written_by=mine, **card_fields))
    session.add(LocalCard(card_id="local/2", title="Keys", written_by="sam", decided_by=mine, **card_fields))
    session.add(SavedAudience(name=mine, keys=["everyone"], made_by=mine, made_at=NOW, **home))
    await session.flush()


async def comes_along(session: AsyncSession, mine: str, home: dict[str, str]) -> None:
    time = {"starts_at": NOW, "minutes": 60, "places": 1, "colleagues": Colleagues.ORGANISATION} | home
    for host in (mine, "sam"):
        session.add(ShadowOffer(id=f"{host}-{mine}", person_id=host, made_at=NOW, **time))
    await session.flush()
    session.add(ShadowPlace(offer_id=f"sam-{mine}", person_id=mine, taken_at=NOW))
    session.add(NetworkMember(person_id=mine, line=mine, joined_at=NOW))
    session.add(NetworkQuestion(id=mine, person_id=mine, picked_at=NOW, **home))
    typed = SEAL.close(json.dumps({"question": "Where do peers park?"}).encode())
    session.add(FormDraft(person_id=mine, form="a digest", sealed=typed, kept_at=NOW))
    sealed = SEAL.close(json.dumps(("I saw", "I take")).encode())
    session.add(ShadowReflection(person_id=mine, about=f"sam-{mine}", written_at=NOW, sealed=sealed))

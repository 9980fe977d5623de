"""Lines that no example has, in several Englishes: what they do in a conversation."""

import pytest

from bot.app.content import Content
from bot.features.asking.cards.card_store import CardSnapshot
from bot.features.asking.conversation.last_said import NOTHING, LastSaid, parsed
from bot.features.asking.conversation.recognised import Recognised
from bot.features.asking.understanding.understanding import Understanding

CARD = "card:role/boundaries"
_ABOUT_US = "bot/"


def read(content: Content, line: str, context: str = "none", question: str = "") -> Recognised | None:
    last = parsed(context, question)
    turn = Understanding(content.conversation.recogniser).read(line, last, content.evidence)
    return turn.recognised


@pytest.mark.parametrize(
    ("line", "context", "act"),
    [
        ("heyyyy there bot!!", "none", "greeting"),
        ("g'day cobber", "none", "greeting"),
        ("thankssss a mil", CARD, "thanks"),
        ("ah nice one, cheers for that bud", CARD, "thanks"),
        ("right, I'm off to bed, night", CARD, "bye"),
        ("um, could you tell me a bit more please", CARD, "more"),
        ("ok so what's the short version then", CARD, "shorter"),
        ("explain it so my granny would get it", CARD, "simpler"),
        ("and who wrote all that?", CARD, "source"),
        ("how sure are yous about it", CARD, "certainty"),
        ("why is that the case", CARD, "why"),
        ("nah that isn't what I was asking at all", CARD, "not-that"),
        ("the 2nd one pls", "offer", "choose"),
        ("second", "offer", "choose"),
        ("give me the second one", CARD, "choose"),
        ("the last one please", "none", "choose"),
        ("yes please do", "refusal", "yes"),
        ("no ta", "pulse", "no"),
        ("what on earth are you", "none", "who-are-you"),
        ("am I chatting to a real human here", "none", "robot?"),
        ("so can my boss read all this", "none", "who-sees"),
        ("what sort of things can you do for me", "none", "help-menu"),
        ("I could really use a hand", "none", "help-ambiguous"),
        ("please stop sending me all these tips", "tip", "stop"),
        ("you're a big useless lump", "refusal", "insult"),
        ("aw you're class", CARD, "praise"),
        ("give us a second, phone's going", CARD, "wait"),
        ("I'll look at it tomorrow morning", "tip", "continue-later"),
        ("could I speak with an actual person", "refusal", "person"),
        ("is it going to rain on sunday", "none", "weather"),
        ("tell us a good joke", "none", "joke"),
        ("🙏", CARD, "emoji"),
        ("was macht ein Genesungsbegleiter eigentlich", "none", "other-language"),
        ("", "none", "test"),
        ("?!", "none", "help-menu"),
    ],
)
def test_what_people_do_in_any_chat_is_understood(
    content: Content, line: str, context: str, act: str
) -> None:
    found = read(content, line, context)
    assert found is not None
    assert found.act == act


@pytest.mark.parametrize(
    ("line", "command"),
    [
        ("could you open up my settings please", "settings"),
        ("show me the deliveries", "deliveries"),
        ("inbox pls", "inbox"),
        ("I'd like to see what was changed and by whom", "audit"),
        ("can I download the figures in excel", "figures"),
        ("make my colleague Ines an editor", "roles"),
        ("any chance of a tip this week", "tip"),
    ],
)
def test_a_tool_is_found_in_a_sentence(content: Content, line: str, command: str) -> None:
    found = read(content, line)
    assert found is not None
    assert found.command is not None
    assert found.command.word == command


def test_one_slip_in_the_name_of_a_tool_is_asked_back(content: Content) -> None:
    found = read(content, "shedules")
    assert found is not None
    assert found.command is not None
    assert (found.command.word, found.command.is_guess) == ("schedules", True)


def test_a_tool_that_a_person_may_not_use_is_not_found(content: Content) -> None:
    recogniser = content.conversation.recogniser
    assert recogniser.read("show deliveries", NOTHING, may=("settings",)) is None


@pytest.mark.parametrize(
    "question",
    [
        "can a peer worker see my notes?",
        "who pays for a peer's training",
        "why do peers tell their story",
        "stop colleagues making jokes about patients",
        "more supervision for our peer, how do I argue for it",
        "which settings do peers work in",
        "notes",
        "does he come to the handover",
        "is the pulse confidential",
        "how anonymous is our survey",
        "pay",
    ],
)
def test_a_question_about_peer_work_is_searched(content: Content, question: str) -> None:
    assert read(content, question) is None


@pytest.mark.parametrize(
    "line", ["and what if she refuses", "even on nights?", "who would she tell", "to whom", "with whom?"]
)
def test_what_leans_on_a_card_is_no_word_about_it(content: Content, line: str) -> None:
    assert read(content, line, CARD, "can a peer give out her number") is None


@pytest.mark.parametrize(
    ("line", "act", "rest"),
    [
        ("Thanks. Who supervises them?", "thanks", "Who supervises them?"),
        ("hiya, can a peer be a manager", "greeting", "can a peer be a manager"),
        ("cheers mate so who pays for it", "thanks", "so who pays for it"),
    ],
)
def test_a_thank_you_and_a_question_are_both_heard(content: Content, line: str, act: str, rest: str) -> None:
    found = read(content, line, CARD)
    assert found is not None
    assert (found.act, found.rest) == (act, rest)


def test_a_question_that_a_card_lists_is_answered_though_it_sounds_like_chat(content: Content) -> None:
    """Some 600 of them, spread over all cards, and with nothing said before or after a card."""
    questions = [
        q
        for card in content.evidence.library.cards.values()
        for q in card.meta.questions
        if _ABOUT_US not in card.id
    ]
    understanding = Understanding(content.conversation.recogniser)
    taken = [
        question
        for number, question in enumerate(questions[:: len(questions) // 600])
        if (last := parsed(CARD if number % 2 else "none", ""))
        and understanding.read(question, last, content.evidence).finding is None
    ]
    assert taken == []


@pytest.mark.parametrize(
    ("line", "rest"),
    [
        ("hi, brand new on the rehab unit and a bit shy, who shows me round", "who shows me round"),
        ("hello, my supervisor left last month and nobody has taken over since", "my supervisor left"),
        ("thanks, one more for the rota meeting, may they work nights", "may they work nights"),
    ],
)
def test_a_greeting_before_a_long_question_answers_the_question(
    content: Content, line: str, rest: str
) -> None:
    found = read(content, line)
    assert found is not None
    assert rest in found.rest


@pytest.mark.parametrize(
    "line",
    [
        "Thanks, I will bring it up in supervision on Friday",
        "cheers, I'll ask our peer how she feels about it on Monday",
        "thank you, that was really useful for the handover",
        "thanks, will have a read of it on the train home",
    ],
)
def test_a_thank_you_with_plans_or_praise_is_no_question(content: Content, line: str) -> None:
    found = read(content, line, CARD)
    assert found is not None
    assert (found.act, found.rest) == ("thanks", "")


@pytest.mark.parametrize(
    "line",
    [
        "thanks, I'll tell the team but who signs the timesheets",
        "thank you, for how long should supervision last",
        "thanks, we start with two wards so how many peers do we need",
        "thanks, was it right that she went along to the tribunal",
    ],
)
def test_a_question_after_a_thank_you_is_heard_however_it_begins(content: Content, line: str) -> None:
    found = read(content, line, CARD)
    assert found is not None
    assert found.rest


def test_a_remark_after_a_greeting_that_no_card_is_near_is_only_greeted(content: Content) -> None:
    understanding = Understanding(content.conversation.recogniser)
    turn = understanding.read(
        "hello, a bit tired after the night shift", parsed("none", ""), content.evidence
    )
    assert turn.recognised is not None
    assert (turn.recognised.act, turn.recognised.rest) == ("greeting", "")


@pytest.mark.parametrize(
    ("line", "before", "corrected"),
    [
        ("I meant pay not play", "do peers get play", "do peers get pay"),
        ("supervision. I said supervision", "what is supper vision for peers", "supervision"),
        ("*boundaries", "what are peer bondaries", "what are peer boundaries"),
    ],
)
def test_a_word_put_right_is_searched_with_the_question_before(
    content: Content, line: str, before: str, corrected: str
) -> None:
    found = read(content, line, "refusal", before)
    assert found is not None
    assert found.act == "correction"
    assert corrected in found.rest


@pytest.mark.parametrize("line", ["the one about policy", "the policy one", "policy one please"])
def test_an_offer_is_chosen_by_words_of_its_title(
    content: Content, evidence: CardSnapshot, line: str
) -> None:
    offered = ("inclusion/recovery-language", "inclusion/recovery-in-policy")
    last = LastSaid(parsed("offer").context, offered=offered)
    turn = Understanding(content.conversation.recogniser).read(line, last, evidence)
    assert turn.picked == "inclusion/recovery-in-policy"


def test_after_an_offer_to_whom_is_of_its_first_card(content: Content, evidence: CardSnapshot) -> None:
    offered = ("working-together/disagreement", "working-together/meetings-and-handovers")
    last = LastSaid(parsed("offer").context, offered=offered, question="our peer contradicted me")
    found = Understanding(content.conversation.recogniser).read("to whom", last, evidence).finding
    assert found and found.best == offered[0]


@pytest.fixture
def evidence(content: Content) -> CardSnapshot:
    return content.evidence

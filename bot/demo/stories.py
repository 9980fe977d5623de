"""The demo's five stories as data: for each step, who does what with which button."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Says:
    user: str
    words: str


@dataclass(frozen=True, slots=True)
class Presses:
    """The newest button whose label begins like this."""

    user: str
    label: str


@dataclass(frozen=True, slots=True)
class AsksAPerson:
    """By the button that stands at home, and below whatever wasn't answered."""

    user: str


@dataclass(frozen=True, slots=True)
class Fills:
    """The form that is open, with what it has and these."""

    user: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Waits:
    """The calendar moves from event to event until a button like this has come."""

    user: str
    label: str


Act = Says | Presses | AsksAPerson | Fills | Waits


@dataclass(frozen=True, slots=True)
class Scene:
    """`label` stands on the button that does it, beginning with what the person does."""

    user: str
    text: str
    label: str
    acts: tuple[Act, ...]


@dataclass(frozen=True, slots=True)
class Story:
    id: str
    title: str
    about: str
    scenes: Sequence[Scene]


_PHONE = "what's the phone number of the peer office?"
_ILL = "who do I ring on Willow ward when I'm ill?"

AMARA = Story(
    "amara",
    "Amara doubts",
    "A nurse asks what she would not ask in a meeting, and then a person.",
    (
        Scene(
            "nurse",
            "Amara has heard that a peer worker is coming. She asks what is on her mind.",
            "Ask: Will peer workers replace us?",
            (Says("nurse", "Will peer workers replace us?"),),
        ),
        Scene(
            "nurse",
            "The answer has sources. Now something that only her own organisation can know.",
            "Ask for a phone number",
            (Says("nurse", _PHONE),),
        ),
        Scene(
            "nurse",
            "No answer is made up. She sends it to a person, without her name.",
            "Ask a person",
            (AsksAPerson("nurse"), Fills("nurse")),
        ),
        Scene(
            "champion",
            "Priya is a champion. The question reaches her in her hours; she takes it and answers.",
            "Take it and answer",
            (
                Waits("champion", "I'll take it"),
                Presses("champion", "I'll take it"),
                Presses("champion", "Answer"),
                Fills(
                    "champion", {"answer": "It is 4420, weekdays from nine.\nAt other times leave a message."}
                ),
            ),
        ),
        Scene(
            "nurse",
            "The answer comes to Amara's chat. Nobody learns who asked; her thanks closes it.",
            "Read it and say thank you",
            (Waits("nurse", "Thank you"), Presses("nurse", "Thank you")),
        ),
    ),
)
JO = Story(
    "jo",
    "Jo starts on Monday",
    "A peer worker finds questions from her own side, a tip, and quiet when she wants it.",
    (
        Scene(
            "peer-worker",
            "Jo is the only peer worker on the ward. She looks what others in her place ask.",
            "Look from a peer worker's side",
            (Says("peer-worker", "home"), Presses("peer-worker", "From a peer worker's side")),
        ),
        Scene(
            "peer-worker",
            "She needn't explain herself to anybody.",
            "Say: Nobody talks to me",
            (Says("peer-worker", "Nobody talks to me"),),
        ),
        Scene(
            "peer-worker",
            "Once a week a short tip comes, in her own working hours.",
            "Wait for the tip",
            (Waits("peer-worker", "Show me the answer"),),
        ),
        Scene(
            "peer-worker",
            "Each has a question; what she answers chooses her next tip, and nobody sees it.",
            "Show the answer",
            (Presses("peer-worker", "Show me the answer"),),
        ),
        Scene(
            "peer-worker",
            "A hard week? Nothing comes until it is over. She can still ask anything.",
            "Pause for a week",
            (Says("peer-worker", "settings"), Presses("peer-worker", "Nothing for a week")),
        ),
    ),
)
HELEN = Story(
    "helen",
    "Helen's board paper",
    "A director sees how it goes, how sure that is, and what to do next.",
    (
        Scene(
            "director",
            "The board meets on Thursday. How is it going?",
            "Say: digest",
            (Says("director", "digest"),),
        ),
        Scene(
            "director",
            "A number without its uncertainty is no use to a board.",
            "Ask: How sure are you?",
            (Says("director", "how sure are you?"),),
        ),
        Scene(
            "director",
            "The report and its figures come as a file, by a link that works once.",
            "Say: figures",
            (Says("director", "figures"),),
        ),
        Scene(
            "team-leader",
            "Tom leads one team, and sees that team's figures. Small groups are never shown.",
            "Say: digest, as Tom",
            (Says("team-leader", "digest"),),
        ),
        Scene(
            "director",
            "And what is to be ready before the next post is advertised?",
            "Ask",
            (Says("director", "What has to be ready before we hire a peer worker?"),),
        ),
    ),
)
PRIYA = Story(
    "priya",
    "Priya answers",
    "A champion answers once, and the answer is kept for everyone.",
    (
        Scene(
            "new-starter",
            "Lewis is in his first week, and asks what only colleagues know. He gives his name.",
            "Ask, and send it to a person",
            (
                Says("new-starter", _ILL),
                AsksAPerson("new-starter"),
                Fills("new-starter", {"question": _ILL, "named": "with"}),
            ),
        ),
        Scene(
            "champion",
            "Priya's home shows what waits. She opens her inbox and takes the question.",
            "Open the inbox, and take it",
            (Says("champion", "inbox"), Presses("champion", "I'll take it")),
        ),
        Scene(
            "champion",
            "She answers in place; it goes to his chat in her name.",
            "Answer",
            (
                Presses("champion", "Answer"),
                Fills("champion", {"answer": "Ring the ward office on 4410 before half past seven."}),
            ),
        ),
        Scene(
            "champion",
            "Others will ask the same. She keeps it for everyone; an editor reads it first.",
            "Keep this for everyone",
            (
                Presses("champion", "Keep this for everyone"),
                Fills(
                    "champion",
                    {
                        "title": "Whom to ring when you are ill",
                        "first": "Whom do I tell on Willow ward that I can't come in?",
                        "second": "how do I report sick on Willow ward?",
                        "third": "which number is it for calling in sick?",
                        "source": "Willow ward office",
                    },
                ),
                Presses("champion", "Send it to an editor"),
            ),
        ),
        Scene(
            "director",
            "Helen edits answers, too. She reads it and puts it in force: from now on everybody gets it.",
            "Read it and publish it",
            (
                Waits("director", "Look at it"),
                Presses("director", "Look at it"),
                Presses("director", "Put it in force"),
            ),
        ),
    ),
)
SAM = Story(
    "sam",
    "Sam sets it up",
    "An administrator sees everything that runs, and nothing that is somebody's own.",
    (
        Scene(
            "administrator",
            "Sam's home has what an administrator looks after.",
            "Open home",
            (Says("administrator", "home"),),
        ),
        Scene(
            "administrator",
            "When do messages go out, and how often?",
            "Say: schedules",
            (Says("administrator", "schedules"),),
        ),
        Scene(
            "administrator",
            "Who does what here? Whoever is given a role is told.",
            "Say: roles",
            (Says("administrator", "roles"),),
        ),
        Scene(
            "administrator",
            "Did it arrive? Counts, and what nobody knows; never who got which tip.",
            "Say: deliveries",
            (Waits("nurse", "Show me the answer"), Says("administrator", "deliveries")),
        ),
        Scene(
            "administrator",
            "And who changed what, in a chain in which a missing line shows.",
            "Say: audit",
            (Says("administrator", "audit"),),
        ),
    ),
)
STORIES = (AMARA, JO, HELEN, PRIYA, SAM)

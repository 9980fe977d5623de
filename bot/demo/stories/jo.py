"""A peer worker asks, gets a tip and pauses."""

from bot.demo.stories.steps import Presses, Says, Scene, Story, Waits

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
            (Waits("peer-worker", "Show me the answer", is_new=True),),
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

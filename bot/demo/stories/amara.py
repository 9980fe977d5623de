"""A nurse asks the bot, and then a person without her name."""

from bot.demo.stories.steps import AsksAPerson, Fills, Presses, Says, Scene, Story, Waits

_PHONE = "what's the phone number of the peer office?"

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

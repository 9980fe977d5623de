"""A champion answers a question, and the answer becomes a local card."""

from bot.demo.stories.steps import AsksAPerson, Fills, Presses, Says, Scene, Story, Waits

_ILL = "who do I ring on Willow ward when I'm ill?"

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

"""A director reads the digest, its uncertainty and its figures."""

from bot.demo.stories.steps import Says, Scene, Story

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

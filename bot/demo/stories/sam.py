"""An administrator sees schedules, roles, deliveries and the audit."""

from bot.demo.stories.steps import Says, Scene, Story, Waits

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
            "Who does what here? People hear of each role they are given.",
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

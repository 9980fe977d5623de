"""Word lists by grammatical role, for checking a language model's wording."""

# Function words, which carry no content.
ORDINARY = frozenset(
    """
    a about above across after again against all along alongside also although always am among an and another any
    anyone anything are around as ask at away back be because been before behind being below beside besides best
    better between both but by can cannot come comes could did do does doing done down during each either else end
    even ever every everyone everything few first for from further gave get gets give gives go goes going good had
    has have having he hence her here hers him his how however i if in instead into is it its itself just keep keeps
    kept last later least less let lets like likely little long made make makes making many may maybe me mean means
    might mine more most much must my near need needs neither never next no nobody none nor not nothing now of off
    often on once one ones only onto or other others otherwise our ours out over own part per perhaps put puts
    rather really same say says see she should show shows since so some somebody someone something sometimes soon
    still such take takes than that the their theirs them themselves then there therefore these they thing things
    this those though through thus to together too toward towards under unless until up upon us use used uses
    usually very was way ways we well were what whatever when where whereas whether which while who whoever whole
    whom whose why will with within without would yes yet you your yours yourself
    can't couldn't didn't doesn't don't hadn't hasn't haven't isn't aren't mustn't shouldn't wasn't weren't won't
    wouldn't it's that's there's they're they've they'll we're we've we'll you're you've you'll i'm i've let's
    who's what's he's she's
    """.split()
)

# Negations, besides all words that end in "n't".
NEGATIONS = frozenset(
    "no not never nobody none nothing neither nor without cannot hardly unless except".split()
)

# Promises and obligations, allowed only where a card has them.
STRONG = frozenset(
    """
    yes must should shall always all every everyone everything everybody anyone anybody anything only need needs
    can may will have best guaranteed certainly definitely sure surely required allowed forbidden
    """.split()
)

NUMBERS = frozenset(
    """
    two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
    nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds thousand thousands million
    millions dozen dozens half third quarter double twice thrice triple percent majority minority
    """.split()
)

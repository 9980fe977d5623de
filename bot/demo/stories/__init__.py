"""The demo's five stories as data: for each step, who does what with which button."""

from bot.demo.stories.amara import AMARA
from bot.demo.stories.helen import HELEN
from bot.demo.stories.jo import JO
from bot.demo.stories.priya import PRIYA
from bot.demo.stories.sam import SAM

STORIES = (AMARA, JO, HELEN, PRIYA, SAM)

"""Lists the chat platforms, one folder each. Add a new platform here."""

from bot.platforms.contract import Plug
from bot.platforms.slack.plug import PLUG as SLACK
from bot.platforms.teams.plug import PLUG as TEAMS
from bot.platforms.web.plug import PLUG as WEB

PLUGS: tuple[Plug, ...] = (SLACK, TEAMS, WEB)

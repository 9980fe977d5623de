"""`python -m bot`: settings are built here, then handed on."""

import os
import sys
from pathlib import Path

from pydantic import ValidationError
from pydantic_settings import SettingsError

from bot.app.file_modes import OURS_ALONE
from bot.commands.cli import run
from bot.core.logging import keep_logs
from bot.core.overlay import OverlayUnusable, with_overlay
from bot.core.setting_files import UnreadableSetting
from bot.core.settings import Settings


def main() -> None:
    os.umask(OURS_ALONE)
    try:
        settings = with_overlay(Settings())
    except ValidationError as error:
        for fault in error.errors():
            name = "_".join(str(part) for part in fault["loc"]).upper()
            sys.stderr.write(
                f"ALONGSIDE_{name}: {fault['msg'].removeprefix('Value error, ')}. Mend it in the environment or in .env.\n"
            )
        sys.exit(2)
    except SettingsError as error:
        # It names the setting, not what was in it.
        sys.stderr.write(f"{error}. It has to be JSON. Mend it in the environment or in .env.\n")
        sys.exit(2)
    except (UnreadableSetting, OverlayUnusable) as error:
        sys.stderr.write(f"{error}.\n")
        sys.exit(2)
    except (OSError, UnicodeDecodeError) as error:
        # The only file that is read without a name for its errors.
        sys.stderr.write(
            f"{Path('.env').absolute()} can't be read ({type(error).__name__}). Write it in UTF-8 and let the "
            "user that runs the bot read it; or move it away where settings come from elsewhere.\n"
        )
        sys.exit(2)
    # Standard output is for what a command prints, such as JSON.
    keep_logs(settings)
    run(settings)


if __name__ == "__main__":
    main()

"""The workspace in a browser: for trying the bot, previewing content and developing. Never for production."""

"""The workspace in a browser, for demos, content previews and development. Never for production."""

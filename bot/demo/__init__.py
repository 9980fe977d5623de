"""The demo: an invented organisation, its people, and the browser workspace to be them in."""

"""Slack: its events as Requests, and our Messages as Block Kit."""

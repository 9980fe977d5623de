"""The Slack platform: converts its events to Requests, and our Messages to Block Kit."""

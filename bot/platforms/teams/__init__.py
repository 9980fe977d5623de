"""The Microsoft Teams platform: converts its activities to Requests, and our Messages to Adaptive Cards."""

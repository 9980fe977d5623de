"""Classifies a message, stage by stage: conversation, command, follow-up, question, or out of scope."""

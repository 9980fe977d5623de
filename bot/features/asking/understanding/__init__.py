"""Decides, stage by stage, what a message is: conversation, command, follow-up, question, or not ours."""

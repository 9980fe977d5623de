"""Evaluation: measures card retrieval, conversation and distress on lines that nobody tuned on."""

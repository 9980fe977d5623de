"""Health, metrics and traces of the running process, for operators. Holds no text that people wrote."""

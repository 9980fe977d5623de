"""How well questions find their cards, measured on questions that nobody tuned on."""

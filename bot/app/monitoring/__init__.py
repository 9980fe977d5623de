"""What operators watch: health, figures and traces of the running process, without a word of what people wrote."""

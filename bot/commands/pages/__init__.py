"""Pages of `deploy/` that are made from the code; tests compare them."""

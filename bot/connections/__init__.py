"""The chat platforms that the settings name, each connected."""

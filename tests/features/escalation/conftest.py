from tests.people.conftest import database, session, village

__all__ = ["database", "session", "village"]

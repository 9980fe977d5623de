from tests.delivery.conftest import database, postgres_server, urls

__all__ = ["database", "postgres_server", "urls"]

from tests.delivery.conftest import database

__all__ = ["database"]

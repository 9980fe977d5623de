"""Teams' side on loopback: its connector, its keys, and what it posts to us."""

from tests.fake_connector.connector import APP_ID, TENANT, FakeConnector, Json
from tests.fake_connector.doing import Person
from tests.fake_connector.faults import Fault, Faults, How
from tests.fake_connector.signing import Signer

__all__ = ["APP_ID", "TENANT", "FakeConnector", "Fault", "Faults", "How", "Json", "Person", "Signer"]

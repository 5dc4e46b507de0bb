"""A block type of a project's own."""

from prefect.blocks.core import Block
from pydantic import SecretStr


class OwnService(Block):
    """Where a service is, and its password."""

    address: str
    password: SecretStr

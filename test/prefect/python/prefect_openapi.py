"""Prints the OpenAPI document of the installed Prefect server, without starting it."""

import json

from prefect.server.api.server import create_app

print(json.dumps(create_app().openapi()))

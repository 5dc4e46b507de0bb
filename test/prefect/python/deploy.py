"""Deploys the flows of this project from code, as projects without a prefect.yaml do."""

from pathlib import Path

import flows

folder = str(Path(__file__).parent)

for name in ["everything", "asks", "sleeps", "orchestrates", "long", "fails"]:
    flow = getattr(flows, name).from_source(source=folder, entrypoint=f"flows.py:{name}")
    flow.deploy(name="python", work_pool_name="python", build=False, push=False, print_next_steps=False)

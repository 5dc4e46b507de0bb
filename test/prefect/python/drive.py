"""Runs the deployed flows of this project through Prefect's client, as an operator does, and checks what becomes of them."""

import subprocess
import time

from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterParentFlowRunId
from prefect.deployments import run_deployment
from prefect.flow_runs import resume_flow_run
from prefect.states import Cancelling

client = get_client(sync_client=True)


def start(name: str, **parameters):
    return run_deployment(f"{name}/python", parameters=parameters, timeout=0).id


def until(run_id, condition, seconds: float = 90):
    end = time.time() + seconds
    while True:
        run = client.read_flow_run(run_id)
        if condition(run.state):
            return run
        assert time.time() < end, f"{run.name} is {run.state} after {seconds} s"
        time.sleep(0.3)


final = lambda state: state.is_final()
running = lambda state: state.is_running()
paused = lambda state: state.is_paused()

# All at once: the worker takes ten seconds to look for runs.
asks, sleeps, orchestrates, long, fails = (start(name) for name in ["asks", "sleeps", "orchestrates", "long", "fails"])

until(asks, paused)
# The flow saves what it asks for after its state.
end = time.time() + 20
refused = client.resume_flow_run(asks, run_input={})
while refused.details.reason == "Run input schema not found." and time.time() < end:
    time.sleep(0.3)
    refused = client.resume_flow_run(asks, run_input={})
assert refused.status.value == "REJECT" and "'colour' is a required property" in refused.details.reason, refused
assert client.resume_flow_run(asks, run_input={"colour": "red"}).status.value == "ACCEPT"
assert until(asks, final).state.is_completed()
print("a paused run was resumed with its input")

until(long, running)
client.set_flow_run_state(long, Cancelling())
cancelled = until(long, final)
assert cancelled.state.is_cancelled(), cancelled.state
print("a running run was cancelled")

assert until(orchestrates, final).state.is_completed()
children = client.read_flow_runs(
    flow_run_filter=FlowRunFilter(parent_flow_run_id=FlowRunFilterParentFlowRunId(any_=[orchestrates]))
)
assert [child.state_name for child in children] == ["Completed"], children
print("a run started a deployment and waited for it")

assert until(fails, final).state.is_failed()
subprocess.run(["prefect", "flow-run", "retry", str(fails)], check=True, stdout=subprocess.DEVNULL)
until(fails, lambda state: not state.is_final())
again = until(fails, final)
assert again.state.is_failed() and again.run_count == 2, again
print("a failed run was retried")

until(sleeps, paused)
resume_flow_run(sleeps)
assert until(sleeps, final).state.is_completed()
print("a suspended run went on in another process")

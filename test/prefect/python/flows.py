"""Flows of an ordinary Prefect project, run unmodified against the embedded server."""

import time
from datetime import timedelta

from prefect import flow, get_run_logger, pause_flow_run, suspend_flow_run, tags, task
from prefect.artifacts import create_markdown_artifact, create_table_artifact
from prefect.blocks.system import Secret
from prefect.cache_policies import INPUTS
from prefect.client.orchestration import get_client
from prefect.concurrency.sync import concurrency, rate_limit
from prefect.deployments import run_deployment
from prefect.events import emit_event
from prefect.input import RunInput
from prefect.runtime import flow_run
from prefect.variables import Variable


@task
def double(x: int) -> int:
    return 2 * x


@task(retries=2, retry_delay_seconds=0)
def flaky(counter: list[int]) -> str:
    counter.append(1)
    if len(counter) < 3:
        raise ValueError("not yet")
    return f"attempt {len(counter)}"


@task(cache_policy=INPUTS, persist_result=True, cache_expiration=timedelta(hours=1))
def cached(x: int) -> float:
    return time.time()


@task(tags=["limited"])
def limited(x: int) -> tuple[float, float]:
    begin = time.time()
    time.sleep(0.2)
    return begin, time.time()


@flow
def child(n: int) -> int:
    return double(n)


@flow(log_prints=True)
def hello(name: str = "world") -> str:
    print(f"Hello, {name}!")
    get_run_logger().info("logged by the flow")
    return name


@flow
def everything(folder: str) -> None:
    """Submits, maps, subflows, retries, caching, limits, variables, artifacts, blocks and events."""
    first = double.submit(1)
    assert double.submit(first).result() == 4
    assert double.map([1, 2, 3]).result() == [2, 4, 6]
    assert child(5) == 10
    assert flaky([]) == "attempt 3"
    assert cached(1) == cached(1)

    with tags("tagged"):
        spans = sorted(limited.map([1, 2, 3]).result())
    for (_, end), (begin, _) in zip(spans, spans[1:]):
        assert begin >= end, "the limit of the tag did not hold"

    with concurrency("slots", occupy=1, strict=True):
        emit_event("project.custom", resource={"prefect.resource.id": "project.thing"}, payload={"run": flow_run.id})
    rate_limit("rate", strict=True)

    Variable.set("colour", {"name": "blue"}, overwrite=True)
    assert Variable.get("colour") == {"name": "blue"}
    create_markdown_artifact("# Done", key="report", description="what came out")
    create_table_artifact([{"a": 1}], key="numbers")
    Secret(value="hidden").save("token", overwrite=True)
    assert Secret.load("token").get() == "hidden"
    with get_client(sync_client=True) as client:
        assert client.read_flow_run(flow_run.id).state.is_running()


class Answer(RunInput):
    colour: str


@flow
def asks() -> str:
    answer = pause_flow_run(wait_for_input=Answer, timeout=60, poll_interval=1)
    return answer.colour


@flow
def sleeps() -> None:
    suspend_flow_run(timeout=120)


@flow
def orchestrates() -> None:
    run = run_deployment("hello/python", parameters={"name": "deployed"}, poll_interval=1, timeout=60)
    assert run.state.is_completed(), run.state


@flow
def long(seconds: float = 120) -> None:
    for _ in range(int(seconds * 10)):
        time.sleep(0.1)


@flow
def fails() -> None:
    raise ValueError("on purpose")

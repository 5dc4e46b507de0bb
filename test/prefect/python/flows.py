"""Flows of an ordinary Prefect project, run unmodified against the embedded server."""

import asyncio
import time
from datetime import timedelta

from prefect import allow_failure, flow, get_run_logger, pause_flow_run, suspend_flow_run, tags, task
from prefect.artifacts import (
    Artifact,
    create_image_artifact,
    create_link_artifact,
    create_markdown_artifact,
    create_progress_artifact,
    create_table_artifact,
    update_progress_artifact,
)
from prefect.blocks.system import Secret
from prefect.cache_policies import INPUTS
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import FlowRunFilter
from prefect.concurrency.asyncio import concurrency as async_concurrency
from prefect.concurrency.asyncio import rate_limit as async_rate_limit
from prefect.concurrency.sync import concurrency, rate_limit
from prefect.deployments import run_deployment
from prefect.events import emit_event
from prefect.events.clients import get_events_subscriber
from prefect.events.filters import EventFilter, EventNameFilter
from prefect.flow_runs import wait_for_flow_run
from prefect.futures import as_completed, wait
from prefect.input import RunInput
from prefect.runtime import flow_run
from prefect.states import Completed, Running
from prefect.task_runners import ThreadPoolTaskRunner
from prefect.transactions import transaction
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


@task(timeout_seconds=0.5)
def stuck() -> None:
    for _ in range(100):
        time.sleep(0.1)


@flow(timeout_seconds=0.5)
def too_long() -> None:
    for _ in range(100):
        time.sleep(0.1)


marks: list[str] = []


@task
def write() -> str:
    marks.append("written")
    return "written"


@write.on_rollback
def unwrite(transaction) -> None:
    marks.append(transaction.get("mark"))


@task(persist_result=True, cache_key_fn=lambda context, parameters: f"key-{parameters['x']}", refresh_cache=False)
def keyed(x: int) -> float:
    return time.time()


@task(retries=1, retry_delay_seconds=[0.1], retry_jitter_factor=0.1, on_failure=[lambda task, run, state: None])
def doomed() -> None:
    raise RuntimeError("doomed")


@flow(task_runner=ThreadPoolTaskRunner(max_workers=2))
def pooled() -> list[int]:
    """Thread pool, timeouts, transactions, failures, artifacts of every kind, and dependencies without data."""
    futures = double.map([1, 2, 3, 4])
    done, pending = wait(futures, timeout=30)
    assert not pending and len(done) == 4
    assert sorted(future.result() for future in as_completed(futures)) == [2, 4, 6, 8]

    state = stuck(return_state=True)
    assert state.name == "TimedOut" and state.is_failed(), state
    assert too_long(return_state=True).name == "TimedOut"
    failed = doomed.submit()
    failed.wait()
    assert failed.state.is_failed()
    after = double.submit(5, wait_for=[failed])
    after.wait()
    assert after.state.name == "NotReady", after.state
    assert double.submit(6, wait_for=[allow_failure(failed)]).result() == 12

    try:
        with transaction() as outer:
            outer.set("mark", "rolled back")
            write()
            raise RuntimeError("undo")
    except RuntimeError:
        pass
    assert marks == ["written", "rolled back"], marks
    assert keyed(1) == keyed(1)

    create_link_artifact("https://example.com/", key="a-link")
    create_image_artifact("https://example.com/a.png", key="an-image")
    progress = create_progress_artifact(progress=0.0, key="progress")
    update_progress_artifact(progress, progress=100.0)
    assert Artifact.get("a-link").type == "markdown"
    return [1, 2]


@flow
async def asynchronous() -> None:
    """The client's calls, events, waiting for a run, and limits, in an asynchronous flow."""
    async with get_client() as client:
        assert await client.hello()
        run = await client.read_flow_run(flow_run.id)
        assert (await client.read_flow(run.flow_id)).name == "asynchronous"
        assert [each.id for each in await client.read_flow_runs(limit=1, flow_run_filter=FlowRunFilter(id={"any_": [run.id]}))]
        assert len(await client.read_flow_run_states(run.id)) >= 1
        await client.create_concurrency_limit(tag="by-client", concurrency_limit=1)
        assert (await client.read_concurrency_limit_by_tag("by-client")).concurrency_limit == 1
        await client.delete_concurrency_limit_by_tag("by-client")
        other = await client.create_flow_run(hello, name="waited-for", parameters={"name": "waited"})
        waiting = asyncio.create_task(wait_for_flow_run(other.id, timeout=30, poll_interval=1))
        await client.set_flow_run_state(other.id, Running(), force=True)
        await client.set_flow_run_state(other.id, Completed(), force=True)
        assert (await waiting).state.is_completed()
        await client.update_flow_run_labels(run.id, {"by": "client"})
        assert (await client.read_flow_run(run.id)).labels["by"] == "client"
        assert (await client.count_flow_runs()) >= 2 if hasattr(client, "count_flow_runs") else True
        await client.delete_flow_run(other.id)
    async with async_concurrency("slots", occupy=1):
        pass
    await async_rate_limit("rate")
    seen = asyncio.create_task(first_event("project.seen"))
    for _ in range(100):
        emit_event("project.seen", resource={"prefect.resource.id": "project.thing"})
        await asyncio.sleep(0.1)
        if seen.done():
            break
    assert seen.done() and seen.result().event == "project.seen"


async def first_event(name: str):
    async with get_events_subscriber(filter=EventFilter(event=EventNameFilter(name=[name]))) as events:
        async for event in events:
            return event


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

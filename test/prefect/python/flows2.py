"""Flows that 2.13.7 runs as well as 3.9.1."""

from prefect import flow, get_run_logger, task


@task(retries=2)
def flaky(counter: list) -> str:
    counter.append(1)
    if len(counter) < 3:
        raise ValueError("not yet")
    return f"attempt {len(counter)}"


@task
def double(x: int) -> int:
    return 2 * x


@flow
def child(n: int) -> int:
    return double(n)


@flow(log_prints=True)
def hello(name: str = "world") -> str:
    print(f"Hello, {name}!")
    get_run_logger().info("logged by the flow")
    first = double.submit(1)
    assert double.submit(first).result() == 4
    assert [future.result() for future in double.map([1, 2, 3])] == [2, 4, 6]
    assert child(5) == 10
    assert flaky([]) == "attempt 3"
    return name

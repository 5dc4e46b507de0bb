"""A background task: `python background.py` serves it, `add.delay()` starts it from elsewhere."""

from prefect import task
from prefect.task_worker import serve


@task(retries=1, retry_delay_seconds=0, persist_result=True)
def add(x: int, y: int) -> int:
    return x + y


@task
def fails() -> None:
    raise ValueError("no luck")


if __name__ == "__main__":
    serve(add, fails, limit=2)

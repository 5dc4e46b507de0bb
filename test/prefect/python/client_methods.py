"""Calls each method of PrefectClient once, and prints what it gives as a line of JSON for each: [method, outcome]."""

import asyncio
import datetime
import enum
import inspect
import json
import re
import sys
import uuid

from prefect import flow, task
from prefect.client.orchestration import PrefectClient, get_client
from prefect.client.schemas import actions, filters, objects, schedules
from prefect.events.actions import DoNothing
from prefect.events.filters import EventFilter, EventOccurredFilter
from prefect.events.schemas.automations import AutomationCore, EventTrigger, Posture
from prefect.states import Completed, Paused, Pending, Running, Scheduled

U = "client-methods"
seen = set()
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
# What differs from one to the next moment, and what docs/differences.md names.
TIMES = {"estimated_run_time", "total_run_time", "estimated_start_time_delta", "expected_start_time", "etag", "generation", "accrual"}


def plain(value, key=""):
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, (uuid.UUID,)):
        return "<id>"
    if isinstance(value, (datetime.datetime, datetime.date)):
        return "<time>"
    if isinstance(value, datetime.timedelta):
        return "<duration>" if key in TIMES else value.total_seconds()
    if hasattr(value, "model_dump"):
        return {name: plain(getattr(value, name), name) for name in type(value).model_fields if name not in TIMES}
    if isinstance(value, dict):
        return {str(plain(k)): plain(v, str(k)) for k, v in sorted(value.items(), key=lambda item: str(item[0])) if k not in TIMES}
    if isinstance(value, (set, frozenset)):
        return sorted(json.dumps(plain(v)) for v in value)
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    if isinstance(value, str):
        return re.sub(r"127.0.0.1:\d+", "<host>", re.sub(r"\d{4}-\d\d-\d\dT[\d:.]+(?:Z|\+00:00)?", "<time>", ID.sub("<id>", value)))
    if value is None or isinstance(value, (int, float, bool)):
        return value
    if hasattr(value, "status_code"):
        body = value.json() if value.content else None
        return [value.status_code, plain(body)]
    return type(value).__name__


@task(tags=["by-task"])
def some_task():
    pass


@flow(name=U)
def some_flow(n: int = 1):
    pass


async def main():
    async with get_client() as client:

        async def call(method, /, *args, label="", **kwargs):
            seen.add(method)
            result = None
            try:
                result = await getattr(client, method)(*args, **kwargs)
                outcome = plain(result)
            except Exception as error:  # what is refused is an answer, too
                outcome = f"{type(error).__name__}: {plain(str(error))[:300]}"
            print(json.dumps([method + label, outcome]), flush=True)
            return result

        for name in ["api_healthcheck", "hello", "raise_for_api_version_mismatch", "raise_for_api_version_mismatch_once", "read_worker_metadata"]:
            await call(name)
        seen.add("api_version")
        flow_id = await call("create_flow", some_flow)
        await call("create_flow_from_name", U + "-2")
        await call("read_flow", flow_id)
        await call("read_flow_by_name", U)
        only = filters.FlowFilter(name={"any_": [U]})
        await call("read_flows", flow_filter=only, limit=5)
        pool = objects.WorkPool
        await call("create_work_pool", actions.WorkPoolCreate(name=U, type="process"))
        await call("create_work_pool", actions.WorkPoolCreate(name=U, type="process"), label=" again")
        await call("create_work_pool", actions.WorkPoolCreate(name=U, type="process", description="d"), overwrite=True, label=" over it")
        await call("read_work_pool", U)
        await call("read_work_pool", "none-such", label=" of nothing")
        await call("update_work_pool", U, actions.WorkPoolUpdate(concurrency_limit=3))
        await call("read_work_pools", work_pool_filter=filters.WorkPoolFilter(name={"any_": [U]}))
        await call("read_work_pool_concurrency_status", U)
        queue = await call("create_work_queue", "urgent", work_pool_name=U, priority=1)
        queue_id = queue.id if queue else uuid.uuid4()
        await call("create_work_queue", "urgent", work_pool_name=U, label=" again")
        await call("read_work_queue", queue_id)
        await call("read_work_queue_by_name", "urgent", work_pool_name=U)
        await call("read_work_queue_concurrency_status", queue_id)
        await call("read_work_queue_status", queue_id)
        await call("update_work_queue", queue_id, concurrency_limit=2)
        await call("read_work_queues", work_pool_name=U)
        await call("match_work_queues", ["urg"], work_pool_name=U)
        await call("send_worker_heartbeat", U, "w", 30, get_worker_id=True, worker_metadata=objects.WorkerMetadata(integrations=[]))
        await call("read_workers_for_work_pool", U)
        deployment = await call(
            "create_deployment", flow_id, "d", work_pool_name=U, work_queue_name="urgent", parameters={"n": 2}, tags=["t"],
            entrypoint="a.py:b", concurrency_limit=2, job_variables={"env": {"A": "1"}}, enforce_parameter_schema=False,
        )
        await call("read_deployment", deployment)
        await call("read_deployment_by_name", f"{U}/d")
        await call("read_deployment_by_name", f"{U}/none", label=" of nothing")
        await call("read_deployments", flow_filter=only)
        await call("update_deployment", deployment, actions.DeploymentUpdate(description="new"))
        made = await call("create_deployment_schedules", deployment, [(schedules.CronSchedule(cron="0 3 * * *", timezone="Europe/Rome"), False)])
        schedule = made[0].id if made else uuid.uuid4()
        await call("read_deployment_schedules", deployment)
        await call("update_deployment_schedule", deployment, schedule, active=False, slug="nightly")
        await call("delete_deployment_schedule", deployment, schedule)
        await call("create_deployment_branch", deployment, "b")
        await call("apply_slas_for_deployment", deployment, [])
        await call("pause_deployment", deployment)
        await call("resume_deployment", deployment)
        seen.add("set_deployment_paused_state")
        run = await call("create_flow_run_from_deployment", deployment, name="r", tags=["x"], idempotency_key="k", labels={"l": 1})
        await call("create_flow_run_from_deployment", deployment, idempotency_key="k", label=" again")
        await call("get_scheduled_flow_runs_for_deployments", [deployment])
        await call("get_scheduled_flow_runs_for_work_pool", U)
        await call("get_runs_in_work_queue", queue_id)
        await call("read_flow_run", run.id)
        await call("update_flow_run", run.id, tags=["x", "y"], infrastructure_pid="1:host")
        await call("update_flow_run_labels", run.id, {"more": "m"})
        await call("set_flow_run_name", run.id, "renamed")
        await call("read_flow_runs", flow_filter=only, sort="ID_DESC")
        await call("count_flow_runs", flow_filter=only)
        await call("set_flow_run_state", run.id, Pending())
        await call("set_flow_run_state", run.id, Running(), label=" again")
        await call("set_flow_run_state", run.id, Paused(timeout_seconds=300, pause_key="k"), label=" paused")
        await call("create_flow_run_input", run.id, "key", '{"a": 1}', sender="s")
        await call("read_flow_run_input", run.id, "key")
        await call("filter_flow_run_input", run.id, "k", limit=5, exclude_keys=set())
        await call("delete_flow_run_input", run.id, "key")
        await call("resume_flow_run", run.id)
        await call("read_flow_run_states", run.id)
        states = await client.read_flow_run_states(run.id)
        await call("read_flow_run_state", states[0].id)
        own = await call("create_flow_run", some_flow, name="own", state=Scheduled())
        task_run = await call("create_task_run", some_task, own.id, "0", name="t", extra_tags=["e"], state=Pending(), task_inputs={"a": []})
        await call("read_task_run", task_run.id)
        await call("set_task_run_state", task_run.id, Running())
        await call("set_task_run_name", task_run.id, "named")
        await call("read_task_runs", flow_run_filter=filters.FlowRunFilter(id={"any_": [own.id]}))
        await call("set_task_run_state", task_run.id, Completed(), label=" at its end")
        await call("read_task_run_states", task_run.id)
        await call("create_logs", [actions.LogCreate(name="l", level=20, message="m", timestamp=datetime.datetime.now(datetime.timezone.utc), flow_run_id=own.id)])
        await call("read_logs", filters.LogFilter(flow_run_id={"any_": [own.id]}))
        artifact = await call("create_artifact", actions.ArtifactCreate(key="report", type="markdown", data="# x", flow_run_id=own.id))
        await call("update_artifact", artifact.id, actions.ArtifactUpdate(description="d"))
        by_run = filters.ArtifactFilter(flow_run_id={"any_": [own.id]})
        await call("read_artifacts", artifact_filter=by_run)
        await call("read_latest_artifacts", artifact_filter=filters.ArtifactCollectionFilter(key={"any_": ["report"]}))
        await call("delete_artifact", artifact.id)
        await call("delete_artifact", artifact.id, label=" again")
        await call("create_variable", actions.VariableCreate(name="client_methods", value={"a": 1}, tags=["t"]))
        await call("create_variable", actions.VariableCreate(name="client_methods", value=1), label=" again")
        await call("read_variable_by_name", "client_methods")
        await call("read_variable_by_name", "none_such", label=" of nothing")
        await call("update_variable", actions.VariableUpdate(name="client_methods", value=2))
        await call("read_variables", limit=1)
        await call("delete_variable_by_name", "client_methods")
        await call("delete_variable_by_name", "client_methods", label=" again")
        block_type = await call("create_block_type", actions.BlockTypeCreate(name="Client Methods", slug=U))
        await call("create_block_type", actions.BlockTypeCreate(name="Client Methods", slug=U), label=" again")
        await call("read_block_type_by_slug", U)
        seen.add("read_block_types")
        await call("update_block_type", block_type.id, actions.BlockTypeUpdate(description="d"))
        fields = {"title": "C", "type": "object", "properties": {"s": {"type": "string", "title": "S"}}, "secret_fields": ["s"], "block_type_slug": U, "block_schema_references": {}}
        schema = await call("create_block_schema", actions.BlockSchemaCreate(fields=fields, block_type_id=block_type.id, capabilities=["c"], version="1"))
        await call("read_block_schema_by_checksum", schema.checksum)
        await call("get_most_recent_block_schema_for_block_type", block_type.id)
        seen.add("read_block_schemas")
        document = await call("create_block_document", actions.BlockDocumentCreate(name="mine", data={"s": "secret"}, block_schema_id=schema.id, block_type_id=block_type.id))
        await call("read_block_document", document.id)
        await call("read_block_document_by_name", "mine", U)
        await call("read_block_document_by_name", "none", U, label=" of nothing")
        await call("read_block_documents_by_type", U, include_secrets=False)
        seen.add("read_block_documents")
        await call("update_block_document", document.id, actions.BlockDocumentUpdate(data={"s": "other"}))
        await call("read_server_default_result_storage")
        await call("update_server_default_result_storage", document.id)
        await call("read_server_default_result_storage", label=" again")
        await call("clear_server_default_result_storage")
        await call("delete_block_document", document.id)
        await call("delete_block_type", block_type.id)
        await call("create_concurrency_limit", U, 1)
        await call("read_concurrency_limit_by_tag", U)
        seen.add("read_concurrency_limits")
        await call("increment_v1_concurrency_slots", [U], task_run.id)
        await call("increment_v1_concurrency_slots", [U], uuid.uuid4(), label=" when full")
        await call("decrement_v1_concurrency_slots", [U], task_run.id, 1.0)
        await call("reset_concurrency_limit_by_tag", U)
        await call("delete_concurrency_limit_by_tag", U)
        await call("create_global_concurrency_limit", actions.GlobalConcurrencyLimitCreate(name=U, limit=2))
        await call("create_global_concurrency_limit", actions.GlobalConcurrencyLimitCreate(name=U, limit=2), label=" again")
        await call("read_global_concurrency_limit_by_name", U)
        await call("read_global_concurrency_limit_by_name", "none-such", label=" of nothing")
        seen.add("read_global_concurrency_limits")
        await call("update_global_concurrency_limit", U, actions.GlobalConcurrencyLimitUpdate(limit=1))
        await call("increment_concurrency_slots", [U], 1, "concurrency")
        await call("increment_concurrency_slots", [U], 5, "concurrency", label=" too many")
        await call("increment_concurrency_slots", ["none-such"], 1, "concurrency", label=" of nothing")
        await call("release_concurrency_slots", [U], 1, 0.5)
        lease = await call("increment_concurrency_slots_with_lease", [U], 1, "concurrency", 60)
        lease_id = lease.json().get("lease_id", str(uuid.uuid4())) if lease else uuid.uuid4()
        await call("renew_concurrency_lease", lease_id, 60)
        await call("release_concurrency_slots_with_lease", lease_id)
        await call("renew_concurrency_lease", lease_id, 60, label=" of nothing")
        await call("upsert_global_concurrency_limit_by_name", U, 7)
        await call("delete_global_concurrency_limit_by_name", U)
        core = AutomationCore(name=U, trigger=EventTrigger(expect={"x"}, posture=Posture.Reactive, within=datetime.timedelta(0)), actions=[DoNothing()])
        automation = await call("create_automation", core)
        await call("read_automation", automation)
        await call("find_automation", U)
        await call("find_automation", str(uuid.uuid4()), label=" of nothing")
        await call("read_automations_by_name", U)
        await call("read_automations", automations=None, limit=1)
        await call("update_automation", automation, core.model_copy(update={"description": "d"}))
        await call("pause_automation", automation)
        await call("resume_automation", automation)
        await call("read_resource_related_automations", f"prefect.deployment.{deployment}")
        await call("delete_resource_owned_automations", f"prefect.deployment.{deployment}")
        await call("delete_automation", automation)
        now = datetime.datetime.now(datetime.timezone.utc)
        ages = datetime.timedelta(days=3)
        await call("read_events", EventFilter(occurred=EventOccurredFilter(since=now - 2 * ages, until=now - ages)), limit=3)
        await call("read_events_page", str(client._client.base_url) + "/events/filter/next?page-token=bm9uZQ==")
        await call("request", "GET", "/health")
        await call("delete_task_run", task_run.id)
        await call("read_task_run", task_run.id, label=" of nothing")
        await call("delete_flow_run", own.id)
        await call("delete_deployment", deployment)
        await call("read_deployment", deployment, label=" of nothing")
        await call("delete_work_queue_by_id", queue_id)
        await call("delete_work_pool", U)
        await call("delete_flow", flow_id)
        await call("read_flow", flow_id, label=" of nothing")
    everything = {name for name, value in inspect.getmembers(PrefectClient, inspect.iscoroutinefunction) if not name.startswith("_")}
    print(json.dumps(["not called", sorted(everything - seen)]))


asyncio.run(main())
sys.exit(0)

"""Renders the job of a run as Prefect's own workers do before they start it. Reads JSON from stdin, writes JSON."""

import asyncio
import json
import logging
import sys
from uuid import uuid4

from prefect.client.schemas.objects import Flow, FlowRun, WorkPool
from prefect.client.schemas.responses import DeploymentResponse


def worker_of(type):
    if type == "docker":
        from prefect_docker.worker import DockerWorker

        return DockerWorker
    if type == "kubernetes":
        from prefect_kubernetes.worker import KubernetesWorker

        return KubernetesWorker
    if type == "ecs":
        from prefect_aws.workers.ecs_worker import ECSWorker

        return ECSWorker
    from prefect.workers.process import ProcessWorker

    return ProcessWorker


async def render(asked):
    worker = worker_of(asked["type"])
    template = worker.get_default_base_job_template()
    if "job_variables" not in asked:
        return template
    configuration = await worker.job_configuration.from_template_and_values(
        base_job_template=template, values=asked["job_variables"], client=None
    )
    flow = Flow(id=uuid4(), name="hello")
    run = FlowRun(id=asked["run"], flow_id=flow.id, name="brave-otter")
    deployment = DeploymentResponse(
        id=uuid4(), name="daily", flow_id=flow.id, path=asked["path"], entrypoint="flows.ts:hello"
    )
    pool = WorkPool(id=uuid4(), name="pool", type=asked["type"], base_job_template=template)
    configuration.prepare_for_flow_run(
        run, deployment=deployment, flow=flow, work_pool=pool, worker_name="worker"
    )
    return shown(asked["type"], configuration, run)


def shown(type, configuration, run):
    """What starts the process: its command, environment, image and folder, out of where each worker keeps them."""
    if type == "docker":
        # As the worker hands it to Docker.
        return {
            "command": configuration.command.split(),
            "env": configuration.env,
            "image": configuration.image,
            "folder": (getattr(configuration, "container_create_kwargs", None) or {}).get("working_dir"),
        }
    if type == "kubernetes":
        container = configuration.job_manifest["spec"]["template"]["spec"]["containers"][0]
        env = {each["name"]: each.get("value") for each in container["env"]}
        return {
            "command": container.get("args"),
            "env": env,
            "image": container["image"],
            "folder": container.get("workingDir"),
        }
    if type == "ecs":
        definition, request = as_ecs_sends(configuration, run)
        overrides = request["overrides"]["containerOverrides"][0]
        container = definition["containerDefinitions"][0]
        return {
            "command": overrides["command"],
            "env": {each["name"]: each["value"] for each in overrides["environment"]},
            "image": container["image"],
            "folder": container.get("workingDirectory"),
        }
    folder = configuration.working_dir
    return {
        "command": configuration.command.split(),
        "env": configuration.env,
        "image": None,
        "folder": None if folder is None else str(folder),
    }


def as_ecs_sends(configuration, run):
    """The worker's own last steps before it calls AWS, of which only the network would be asked there."""
    from prefect_aws.workers.ecs_worker import ECSWorker

    worker = ECSWorker.__new__(ECSWorker)
    worker._logger = logging.getLogger("render")
    worker._work_pool_name = "pool"
    worker._load_network_configuration = lambda *_: {}
    definition = worker._prepare_task_definition(configuration, "eu-central-1", run)
    return definition, worker._prepare_task_run_request(configuration, definition, "arn:task", True)


print(json.dumps(asyncio.run(render(json.load(sys.stdin))), default=str))

/** The job template of Prefect's process worker (prefect-api.md 7.3), which its CLI asks for to make a pool. */
export const processTemplate = {
  job_configuration: {
    command: '{{ command }}',
    env: '{{ env }}',
    labels: '{{ labels }}',
    name: '{{ name }}',
    stream_output: '{{ stream_output }}',
    working_dir: '{{ working_dir }}',
  },
  variables: {
    type: 'object',
    properties: {
      name: { title: 'Name', description: 'Name given to infrastructure created by a worker.', type: 'string' },
      env: {
        title: 'Environment Variables',
        description: 'Environment variables to set when starting a flow run.',
        type: 'object',
        additionalProperties: { type: 'string' },
      },
      labels: {
        title: 'Labels',
        description: 'Labels applied to infrastructure created by a worker.',
        type: 'object',
        additionalProperties: { type: 'string' },
      },
      command: {
        title: 'Command',
        description: 'The command to use when starting a flow run. In most cases, this should be left blank.',
        type: 'string',
      },
      stream_output: {
        title: 'Stream Output',
        description: 'If enabled, workers will stream output from flow run processes to local standard output.',
        default: true,
        type: 'boolean',
      },
      working_dir: {
        title: 'Working Directory',
        description: 'If provided, workers will open flow run processes within the specified path as the working directory.',
        type: 'string',
        format: 'path',
      },
    },
  },
};

/** The worker types that pools can have here. */
export const workerMetadata = {
  prefect: {
    process: {
      type: 'process',
      display_name: 'Process',
      description: 'Execute flow runs as subprocesses on a worker.',
      install_command: 'npm install millrace',
      documentation_url: '',
      logo_url: '',
      is_beta: false,
      default_base_job_configuration: processTemplate,
    },
  },
};

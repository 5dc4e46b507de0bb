/** What `millrace init` writes: the files of a project, by their paths, with its name and how it depends on `millrace`. docs/cli.md shows some. */
export const projectFiles = (name: string, millrace: string): Record<string, string> => ({
  'flows/hello.ts': `import { flow, getRunLogger, task } from 'millrace';

const greet = task({ name: 'greet', retries: 2, retryDelaySeconds: 1 }, async ({ name }: { name: string }) => {
  getRunLogger().info(\`Greeting \${name}\`);
  return \`Hello, \${name}!\`;
});

export const hello = flow({ name: 'hello' }, async ({ names = ['world'] }: { names?: string[] }) => {
  const greetings = greet.map({ name: names });
  return greetings.result();
});

// "node flows/hello.ts" runs it at once (Node 22.18, 24.2 and newer); no server has to be started.
if (import.meta.main) console.log(await hello({}));
`,
  'prefect.yaml': `# What "millrace deploy --all" deploys. Prefect reads the same file.
deployments:
  - name: dev
    entrypoint: flows/hello.ts:hello
    parameters:
      names: [Ada, Grace]
    work_pool:
      name: default
      # work_queue_name: urgent
      # job_variables: { env: { REGION: '{{ $REGION }}' } }
    # description: Greets everybody
    # version: '1'
    # tags: [nightly]
    # paused: false
    # concurrency_limit: { limit: 2, collision_strategy: ENQUEUE }
    # enforce_parameter_schema: false
    # schedules:
    #   - { cron: '0 6 * * *', timezone: Europe/Zurich, slug: morning }
    #   - { interval: 3600, active: false, parameters: { names: [Alan] } }
`,
  'setup.yaml': `# What "millrace setup setup.yaml" makes, and changes when it differs.
work_pools:
  - name: default
    type: process
    concurrency_limit: 4
    # description: Where flows run
    # paused: false
    # base_job_template: { job_configuration: {}, variables: {} }
    work_queues:
      - name: urgent
        priority: 1
        # concurrency_limit: 2
        # description: What cannot wait
        # paused: false
# global_concurrency_limits:
#   - { name: database, limit: 5, active: true, slot_decay_per_second: 0 }
# task_concurrency_limits:
#   - { tag: database, limit: 3 }
`,
  'package.json': `${JSON.stringify({ name: packageName(name), private: true, type: 'module', dependencies: { millrace }, devDependencies: { '@types/node': '^24.10.0' } }, null, 2)}\n`,
  'tsconfig.json': `${JSON.stringify({ compilerOptions: { target: 'ES2024', module: 'nodenext', types: ['node'], noEmit: true, strict: true, allowImportingTsExtensions: true, erasableSyntaxOnly: true, verbatimModuleSyntax: true, skipLibCheck: true }, include: ['flows'] }, null, 2)}\n`,
});

/** A folder's name as npm accepts it. */
const packageName = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll(/[^a-z0-9._-]+/g, '-')
    .replace(/^[._-]+/, '') || 'flows';

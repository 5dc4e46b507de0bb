import type { Command } from 'commander';
import type { Client } from '../../api/client.ts';
import type { Connection } from '../../api/connection.ts';
import { MillraceError } from '../../core/errors.ts';
import type { Finding } from '../checks/finding.ts';
import { allOf, deploymentOf } from '../lookup.ts';
import { withJson } from '../options.ts';
import type { Output } from '../output.ts';
import type { Host, Ports } from '../ports.ts';
import type { JsonOption } from '../views.ts';
import { answer } from '../views.ts';

export function addDoctorCommand(program: Command, host: Host): void {
  withJson(
    program
      .command('doctor [name]')
      .description(
        'Says what is wrong with the connection, work pools, workers and deployments, and what to do; exit code 1 when something does not work. With the name of a deployment or a pool it looks at that one.',
      ),
  ).action((name: string | undefined, options: JsonOption) => host.local((ports) => doctor(ports, name, options)));
}

async function doctor(ports: Ports, name: string | undefined, options: JsonOption): Promise<void> {
  const { checkHome, checkServer, checkSettings } = await import('../checks/connection.ts');
  const { findings: settings, connection } = checkSettings(ports.env);
  const findings = [...checkHome(ports.env), ...settings];
  if (connection !== undefined) {
    const client = await open(connection);
    try {
      findings.push(...(await checkServer(client, connection)));
      if (!findings.some(isError)) findings.push(...(await checkWork(client, name)));
    } finally {
      await client.close();
    }
  }
  answer(ports.output, options, findings, () => findings.map((finding) => text(ports.output, finding)).join('\n'));
  const errors = findings.filter(isError).length;
  if (errors > 0) throw new MillraceError('failed', errors === 1 ? 'One thing does not work.' : `${errors} things do not work.`);
}

/** A server that is away is no reason to wait. */
async function open(connection: Connection): Promise<Client> {
  const { createClient } = await import('../../api/client.ts');
  const { httpTransport } = await import('../../api/http.ts');
  return createClient(httpTransport({ ...connection, retries: 0, timeout: 10_000 }));
}

async function checkWork(client: Client, name: string | undefined): Promise<Finding[]> {
  const { checkDeployments } = await import('../checks/deployments.ts');
  const { checkPools } = await import('../checks/pools.ts');
  if (name === undefined) {
    const deployments = await allOf((range) => client.deployments.filter({ sort: 'NAME_ASC', ...range }));
    return [...(await checkPools(client)), ...(await checkDeployments(client, deployments))];
  }
  if (!name.includes('/')) return checkPools(client, name);
  const deployment = await deploymentOf(client, name);
  const pools = deployment.workPoolName === null ? [] : await checkPools(client, deployment.workPoolName);
  return [...pools, ...(await checkDeployments(client, [deployment]))];
}

const isError = ({ level }: Finding): boolean => level === 'error';

const signs = { ok: ['green', '✓'], warning: ['yellow', '!'], error: ['red', '✗'] } as const;

function text(output: Output, { level, about, text: words, cure }: Finding): string {
  const [style, sign] = signs[level];
  const line = `${output.style(style, sign)} ${output.style('bold', about)}: ${words}`;
  return cure === undefined ? line : `${line}\n  → ${cure}`;
}

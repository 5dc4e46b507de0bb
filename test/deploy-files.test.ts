import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import { parseAllDocuments } from 'yaml';
import { createProgram } from '../runtime/cli/program.ts';
import { createRecorder } from './support/cli.ts';
import { folderOf } from './support/folder.ts';

/** The files that people copy to deploy: well formed, consistent with themselves, and with command lines that we have. */
const folder = join(import.meta.dirname, '../examples/deploy');
const read = (file: string): string => readFileSync(join(folder, file), 'utf8');

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

/** The value at a path of a YAML document, `a.b.0.c`. */
function at(value: Json | undefined, path: string): Json | undefined {
  return path.split('.').reduce<Json | undefined>((inner, key) => {
    if (typeof inner !== 'object' || inner === null) return undefined;
    const found: Json | undefined = Reflect.get(inner, key);
    return found;
  }, value);
}

const entriesAt = (value: Json | undefined, path: string): [string, Json][] => {
  const found = at(value, path);
  return typeof found === 'object' && found !== null ? Object.entries(found) : [];
};

const keysAt = (value: Json | undefined, path: string): string[] => entriesAt(value, path).map(([key]) => key);

function documents(file: string): Json[] {
  return parseAllDocuments(read(file), { merge: true }).map((document) => {
    assert.deepEqual(document.errors, []);
    const value: Json = document.toJS();
    return value;
  });
}

const launcher = 'node_modules/millrace/bin/millrace.mjs';

/** The command lines of ours in a text, without the program. */
const commandLines = (text: string): string[] =>
  text
    .replaceAll(/["',[\]]/g, ' ')
    .split('\n')
    .filter((line) => !line.trimStart().startsWith('#'))
    .flatMap((line) => line.split('&&'))
    .flatMap((line) =>
      line.includes(launcher)
        ? [
            line
              .slice(line.indexOf(launcher) + launcher.length)
              .trim()
              .replaceAll(/\s+/g, ' '),
          ]
        : [],
    );

for (const path of globSync(join(folder, '*'))) {
  const file = basename(path);
  for (const line of commandLines(readFileSync(path, 'utf8'))) {
    test(`${file}: millrace ${line} is a command line of ours`, async () => {
      const output = createRecorder();
      let reached = 0;
      const count = async (): Promise<void> => void (reached += 1);
      const program = createProgram({ env: {}, output: () => output, local: count, remote: count, stored: count });
      await program.parseAsync(line.split(' '), { from: 'user' });
      assert.equal(reached, 1, output.said.join('\n'));
    });
  }
}

test('there are command lines in every file', () => {
  const files = globSync(join(folder, '*'));
  assert.equal(files.length, 5);
  for (const path of files) assert.notDeepEqual(commandLines(readFileSync(path, 'utf8')), [], path);
});

test('Dockerfile: known instructions, nothing is run as root, and what is copied is there', () => {
  const lines = read('Dockerfile')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  const instructions = lines.map((line) => line.split(' ')[0]);
  assert.equal(instructions[0], 'FROM');
  for (const instruction of instructions) {
    assert.ok(['FROM', 'WORKDIR', 'COPY', 'RUN', 'ENV', 'USER', 'CMD'].includes(instruction ?? ''), instruction);
  }
  assert.ok(instructions.lastIndexOf('USER') > instructions.lastIndexOf('COPY'));
  const stages = lines.flatMap((line) => /^FROM \S+ AS (\S+)$/.exec(line)?.[1] ?? []);
  for (const line of lines) {
    const from = /--from=(\S+)/.exec(line)?.[1];
    if (from !== undefined) assert.ok(stages.includes(from), line);
    if (line.startsWith('CMD')) assert.ok(Array.isArray(JSON.parse(line.slice(3))));
  }
  // Where `millrace deploy --image` says that the project is.
  assert.ok(lines.filter((line) => line === 'WORKDIR /app').length === stages.length + 1);
});

test('compose.yaml: services depend on services, volumes are declared, secrets come from outside', () => {
  const [compose] = documents('compose.yaml');
  const services = keysAt(compose, 'services');
  assert.deepEqual(services, ['database', 'server', 'deploy', 'worker']);
  for (const service of services) {
    const place = `services.${service}`;
    assert.equal(typeof at(compose, `${place}.image`), 'string');
    for (const [index, needed] of keysAt(compose, `${place}.depends_on`).entries()) {
      assert.ok(services.indexOf(needed) < services.indexOf(service), `${service} ${index}`);
      const condition = at(compose, `${place}.depends_on.${needed}.condition`);
      if (condition === 'service_healthy') assert.ok(at(compose, `services.${needed}.healthcheck.test`), needed);
    }
    for (const [name, value] of entriesAt(compose, `${place}.environment`)) {
      if (/PASSWORD|AUTH_STRING/.test(name)) assert.match(String(value), /^\$\{\w+(:\?[^}]*)?\}$/, name);
    }
  }
  assert.deepEqual(keysAt(compose, 'volumes'), ['database']);
  assert.match(String(at(compose, 'services.database.volumes.0')), /^database:/);
  assert.match(String(at(compose, 'services.server.ports.0')), /^127\.0\.0\.1:/);
  assert.deepEqual(at(compose, 'services.worker.environment'), at(compose, 'services.deploy.environment'));
});

test('kubernetes.yaml: the objects fit each other, and the pod has no rights that it does not need', () => {
  const objects = documents('kubernetes.yaml');
  const [namespace, settings, deployment] = objects;
  assert.deepEqual(
    objects.map((object) => `${String(at(object, 'apiVersion'))} ${String(at(object, 'kind'))}`),
    ['v1 Namespace', 'v1 ConfigMap', 'apps/v1 Deployment'],
  );
  for (const object of [settings, deployment]) assert.equal(at(object, 'metadata.namespace'), at(namespace, 'metadata.name'));
  assert.deepEqual(at(deployment, 'spec.selector.matchLabels'), at(deployment, 'spec.template.metadata.labels'));
  const pod = at(deployment, 'spec.template.spec');
  assert.equal(at(pod, 'containers.0.envFrom.0.configMapRef.name'), at(settings, 'metadata.name'));
  assert.equal(at(pod, 'automountServiceAccountToken'), false);
  assert.equal(at(pod, 'securityContext.runAsNonRoot'), true);
  assert.equal(at(pod, 'containers.0.securityContext.allowPrivilegeEscalation'), false);
  assert.doesNotMatch(read('kubernetes.yaml'), /kind: Secret/);
});

const sections = new Map([
  ['Unit', ['Description', 'After', 'Wants']],
  [
    'Service',
    [
      ...['User', 'WorkingDirectory', 'EnvironmentFile', 'Environment', 'StateDirectory', 'StateDirectoryMode', 'ExecStart', 'Restart'],
      ...['RestartSec', 'KillMode', 'TimeoutStopSec', 'NoNewPrivileges', 'ProtectSystem', 'ProtectHome', 'PrivateTmp'],
    ],
  ],
  ['Install', ['WantedBy']],
]);

for (const file of ['millrace-worker.service', 'millrace-server.service']) {
  test(`${file}: known sections and settings, and not root`, () => {
    let known: string[] | undefined;
    for (const line of read(file).split('\n')) {
      if (line === '' || line.startsWith('#')) continue;
      const section = /^\[(\w+)\]$/.exec(line)?.[1];
      if (section === undefined) assert.ok(known?.includes(line.slice(0, line.indexOf('='))), line);
      else known = sections.get(section);
    }
    assert.match(read(file), /^User=millrace$/m);
  });

  const systemd = spawnSync('systemd-analyze', ['--version']).status === 0;
  test(`${file}: systemd-analyze finds nothing wrong`, { skip: systemd ? false : 'there is no systemd-analyze here' }, (t) => {
    const copy = join(folderOf(t, {}), file);
    // The program and the folder need not be on this machine.
    const text = read(file).replace('/usr/bin/node', process.execPath).replace('WorkingDirectory=/srv/etl', 'WorkingDirectory=/');
    writeFileSync(copy, text);
    const { status, stderr } = spawnSync('systemd-analyze', ['verify', '--man=no', copy], { encoding: 'utf8' });
    const about = stderr.split('\n').filter((line) => line.includes(file));
    assert.deepEqual([status, about], [0, []], stderr);
  });
}

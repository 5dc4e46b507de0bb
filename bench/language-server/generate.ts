import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What a generated project holds, so that findings can be checked against the truth. */
export interface Generated {
  readonly files: number;
  readonly bytes: number;
  readonly flows: number;
  readonly tasks: number;
  /** Calls of `.submit` on a flow. */
  readonly wrong: number;
}

/** Numbers that look random and are the same in every run. */
export function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
}

/**
 * Writes a TypeScript project of about `count` files, 3.4 kB each: 30 % with flows, 6 % barrels, the rest services, types
 * and helpers that import each other; a flow in twelve is submitted.
 */
export function generate(folder: string, count: number): Generated {
  const random = numbers(count);
  const total = { files: 0, bytes: 0, flows: 0, tasks: 0, wrong: 0 };
  const write = (path: string, text: string): void => {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    total.files += 1;
    total.bytes += text.length;
  };
  write('package.json', JSON.stringify({ name: 'generated', type: 'module', dependencies: { millrace: '0.1.0' } }));
  write(
    'tsconfig.json',
    JSON.stringify({
      compilerOptions: {
        strict: true,
        module: 'nodenext',
        target: 'es2022',
        noEmit: true,
        allowImportingTsExtensions: true,
        types: [],
        paths: { '@app/*': ['./src/*'] },
      },
    }),
  );
  const folders = Math.max(1, Math.round(count / 50));
  for (let at = 0; at < folders; at += 1) {
    const name = `src/area${at}`;
    const flows = 15;
    for (let index = 0; index < flows; index += 1) {
      const wrong = random() < 1 / 12;
      if (wrong) total.wrong += 1;
      total.flows += 2;
      total.tasks += 3;
      write(`${name}/flows/flow${index}.ts`, flowFile(at, index, wrong, random));
    }
    write(
      `${name}/flows/index.ts`,
      range(flows)
        .map((index) => `export * from './flow${index}.ts';`)
        .join('\n'),
    );
    write(`${name}/index.ts`, `export * from './flows/index.ts';\nexport * from './services/service0.ts';\n`);
    write(`${name}/types.ts`, typesFile(at));
    for (let index = 0; index < 32; index += 1) write(`${name}/services/service${index}.ts`, serviceFile(at, index, random));
  }
  return total;
}

const range = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

function flowFile(area: number, index: number, wrong: boolean, random: () => number): string {
  const id = `${area}_${index}`;
  const ways = [
    "import { flow, task, unmapped } from 'millrace';",
    "import { flow as flow, task as task, unmapped as unmapped } from 'millrace';",
  ];
  const other = index === 0 ? 14 : index - 1;
  return `${ways[Math.floor(random() * ways.length)]}
import { load${area}_${index % 32} } from '../services/service${index % 32}.ts';
import type { Config${area} } from '../types.ts';
import { sub_${area}_${other} } from './flow${other}.ts';

/** What a run of flow ${id} needs. */
interface Parameters${index} {
  day: string;
  nodes?: string[];
  limit?: number;
  config?: Config${area};
}

const extract_${id} = task({ name: 'extract-${id}', retries: 3, retryDelaySeconds: [1, 5, 30] }, async ({ node, day }: { node: string; day: string }) => {
  const rows = await load${area}_${index % 32}(node, day);
  return rows.filter((row) => row.value > ${index});
});

const transform_${id} = task({ name: 'transform-${id}', timeoutSeconds: 60, tags: ['cpu'] }, async ({ rows }: { rows: { id: string; value: number }[] }) => {
  let sum = 0;
  for (const row of rows) sum += row.value;
  return { sum, count: rows.length };
});

const save_${id} = task({ name: 'save-${id}' }, async ({ day, sum }: { day: string; sum: number }) => \`\${day}:\${sum}\`);

/** Runs for one day. */
export const sub_${id} = flow({ name: 'sub-${id}', flowRunName: 'sub-{day}' }, async ({ day, limit = 10 }: Parameters${index}) => {
  const rows = await extract_${id}({ node: 'a', day });
  return rows.slice(0, limit);
});

/** Runs for all nodes. */
export const etl_${id} = flow({ name: 'etl-${id}', retries: 1, retryDelaySeconds: 10 }, async ({ day, nodes = ['a', 'b'] }: Parameters${index}) => {
  const extracted = extract_${id}.map({ node: nodes, day: unmapped(day) });
  const lists = await extracted.result();
  const parts = lists.map((rows) => transform_${id}.submit({ rows }));
  const sums = [];
  for (const part of parts) sums.push(await part.result());
  const total = sums.reduce((sum, part) => sum + part.sum, 0);
  const saved = save_${id}.submit({ day, sum: total });
  ${wrong ? `sub_${area}_${other}.submit({ day });` : `await sub_${area}_${other}({ day });`}
  return saved.result();
});

${range(4)
  .map((line) => helper(id, line))
  .join('\n')}
`;
}

const helper = (
  id: string,
  line: number,
): string => `export function helper_${id}_${line}(values: readonly number[]): { mean: number; spread: number } {
  if (values.length === 0) return { mean: 0, spread: 0 };
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const spread = Math.sqrt(values.map((value) => (value - mean) ** 2).reduce((sum, value) => sum + value, 0) / values.length);
  return { mean: Math.round(mean * 100) / 100, spread: Math.round(spread * 100) / 100 };
}
`;

const typesFile = (area: number): string => `export interface Config${area} {
  host: string;
  port: number;
  mode: 'fast' | 'safe';
  labels: Record<string, string>;
}
export type Row${area} = { id: string; value: number };
`;

function serviceFile(area: number, index: number, random: () => number): string {
  const other = Math.floor(random() * 32);
  return `import type { Row${area} } from '../types.ts';
${other === index ? '' : `import { count${area}_${other} } from './service${other}.ts';`}

/** Loads the rows of a node. */
export async function load${area}_${index}(node: string, day: string): Promise<Row${area}[]> {
  const response = await fetch(\`https://example.test/\${node}/\${day}\`);
  if (!response.ok) throw new Error(\`No rows for \${node} on \${day}: \${response.status}\`);
  const rows: Row${area}[] = await response.json();
  return rows.filter(({ value }) => Number.isFinite(value));
}

export function count${area}_${index}(rows: Row${area}[]): number {
  return rows.length${other === index ? '' : ` + count${area}_${other}.length`};
}

${range(7)
  .map((line) => serviceClass(`${area}_${index}_${line}`))
  .join('\n')}
`;
}

const serviceClass = (id: string): string => `export class Service_${id} {
  readonly #items = new Map<string, number>();
  constructor(private readonly name: string) {}
  add(key: string, value: number): this {
    this.#items.set(key, (this.#items.get(key) ?? 0) + value);
    return this;
  }
  total(): number {
    let sum = 0;
    for (const value of this.#items.values()) sum += value;
    return sum;
  }
  toString(): string {
    return \`\${this.name}: \${[...this.#items].map(([key, value]) => \`\${key}=\${value}\`).join(', ')}\`;
  }
}
`;

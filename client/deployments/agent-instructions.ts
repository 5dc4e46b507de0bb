/** The file that coding agents read first, in the folder of a project. */
export const instructionsFile = 'AGENTS.md';

const begin = '<!-- millrace: what coding agents should know of flows -->';

const section = `${begin}
## Flows (Millrace)

Data flows are TypeScript with the package \`millrace\`, which follows Prefect's model.

- A flow is an exported async function of one object of named parameters: \`export const etl = flow({ name: 'etl' }, async ({ day }: { day: string }) => …)\`.
  Its steps are tasks: \`const load = task({ name: 'load', retries: 3 }, async ({ day }: { day: string }) => …)\`. Names are literals;
  parameters and results are JSON.
- Await a task to run it now. \`load.submit(…)\` and \`load.map(…)\` give futures, whose \`.result()\` must be awaited. A flow has no
  \`submit\` and no \`map\`: call it as a subflow, or start its deployment with \`runDeployment\` and wait with \`waitForFlowRuns\`.
- Nothing with effects stands at the top level of a file: workers import it. Log with \`getRunLogger()\`.
- Check: \`npx millrace lint\`. Try: \`npx millrace run flows/etl.ts:etl -p day=2026-01-01\`. Deploy what \`prefect.yaml\` declares:
  \`npx millrace deploy --all --dry-run\`, then without \`--dry-run\`.
- When a run fails: \`npx millrace flow-run ls --state Failed\`, then \`npx millrace flow-run logs <id>\`. The tools of \`millrace mcp\`
  (list_flow_runs, explain_failure, run_flow …) answer the same questions.
`;

/** The instructions with a section about flows at the end; unchanged when they have one, whatever it became since. */
export function withAgentInstructions(text: string): string {
  if (text.includes(begin)) return text;
  return text.trim() === '' ? `# Instructions for coding agents\n\n${section}` : `${text.trimEnd()}\n\n${section}`;
}

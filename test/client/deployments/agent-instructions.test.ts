import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withAgentInstructions } from '../../../client/deployments/agent-instructions.ts';

test('a project without instructions gets some, which name commands that there are', () => {
  const text = withAgentInstructions('');
  assert.match(text, /^# Instructions for coding agents\n/);
  for (const command of ['lint', 'run', 'deploy', 'flow-run']) assert.match(text, new RegExp(`npx millrace ${command} ?`));
});

test('what people wrote stays, before the section and in it', () => {
  const own = '# My project\n\nUse tabs.\n';
  const text = withAgentInstructions(own);
  assert.ok(text.startsWith(own));
  assert.match(text, /## Flows \(Millrace\)/);
  assert.equal(withAgentInstructions(text), text);
  const edited = text.replace('Names are literals', 'Names are in German');
  assert.equal(withAgentInstructions(edited), edited);
});

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { FrameLocator } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * What axe-core finds wrong with a page of ours. Left out: contrast, because the background is the editor's and not in the
 * page; and names that say more than what is seen, which ours do on purpose.
 */
export async function accessibilityFaults(page: FrameLocator): Promise<string[]> {
  const rules = { 'color-contrast': { enabled: false }, 'label-content-name-mismatch': { enabled: false } };
  const run = `${axe}; axe.run(document, ${JSON.stringify({ resultTypes: ['violations'], rules })})`;
  const { violations }: Result = await page.locator('body').evaluate(run);
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

interface Result {
  violations: { id: string; nodes: { html: string }[] }[];
}

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { PageOf } from './features/diagnostics.ts';

/** Where the page of a rule is, as a URI: in a folder that the client gives, else in the one beside the program; undefined without. */
export function rulePages(folder: string | undefined, beside: string): PageOf {
  const candidates = [folder, join(beside, '..', 'docs', 'rules'), join(beside, 'docs', 'rules')];
  const found = candidates.find((one) => one !== undefined && existsSync(one));
  const pages = new Map<string, string | undefined>();
  return (ruleId) => {
    if (!pages.has(ruleId)) {
      const page = found === undefined ? undefined : join(found, `${ruleId}.md`);
      pages.set(ruleId, page !== undefined && existsSync(page) ? pathToFileURL(page).href : undefined);
    }
    return pages.get(ruleId);
  };
}

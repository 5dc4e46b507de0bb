import cronstrue from 'cronstrue';
import { toCroner } from '../../runtime/core/cron.ts';

/** A cron as a sentence (`At 06:00, Monday through Friday`); undefined when it cannot be read. */
export function cronWords(cron: string): string | undefined {
  const isPlain = cron.trim().split(/\s+/).length <= 5;
  return (isPlain ? wordsOf(() => cron) : undefined) ?? wordsOf(() => toCroner(cron));
}

function wordsOf(cron: () => string): string | undefined {
  try {
    return cronstrue.toString(cron(), { use24HourTimeFormat: true });
  } catch {
    return undefined; // That it cannot be read is what the rule `invalid-cron` reports.
  }
}

import type { JsonObject } from '../../runtime/core/json.ts';
import { MillraceError } from '../../runtime/core/errors.ts';
import { t } from '../l10n.ts';

/** Named parameters of flows, kept in the repository so that a team shares them. */
export interface Presets {
  /** By the flow's name, then by the preset's. */
  [flow: string]: Record<string, JsonObject>;
}

/** Where presets are kept in a workspace folder. */
export const presetsFile = '.vscode/millrace-presets.json';

/** Reads the text of the file; no presets for an empty one. Throws `invalid` for what is not JSON. */
export function parsePresets(text: string): Presets {
  if (text.trim() === '') return {};
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new MillraceError('invalid', t('{0} is not valid JSON: correct it, or delete it.', presetsFile), { cause: error });
  }
}

/** The text of the file with one more preset. */
export const withPreset = (presets: Presets, flow: string, name: string, values: JsonObject): string =>
  `${JSON.stringify({ ...presets, [flow]: { ...presets[flow], [name]: values } }, null, 2)}\n`;

import { unprocessable } from '../routes/route.ts';
import type { Tx } from './database.ts';

/** Refuses parameters, given as JSON text, over the limit, with the way out; Prefect's limit is 512 KB (`max_parameter_size`). */
export function checkSize(tx: Tx, parameters: string): void {
  const size = Buffer.byteLength(parameters);
  const limit = tx.settings.maxParameterSize;
  if (size > limit) {
    const message = `Value error, Flow run parameters must be less than ${limit} bytes when serialized, and these have ${size}. Pass a reference, such as a path or a key, instead of the data.`;
    throw unprocessable('parameters', message, null);
  }
}

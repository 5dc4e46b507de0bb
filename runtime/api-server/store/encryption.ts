import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { MillraceError } from '../../core/errors.ts';

/** Hides texts from whoever sees the database file alone. */
export interface Encryption {
  /** The text as it is stored. */
  seal(text: string): string;
  /** The text that was sealed; one that was stored before there was a key is given as it is. Throws `failed` when the key is gone or another one. */
  unseal(stored: string): string;
}

/** Stands before what is sealed: JSON never begins like this. */
const prefix = 'aes-256-gcm:';

/**
 * AES-256-GCM with the key in a file beside the database, made when something is first sealed and readable by its owner
 * only. A database in memory has a key that ends with the process.
 */
export function encryptionBeside(databasePath: string): Encryption {
  const file = databasePath === ':memory:' ? undefined : `${databasePath}.key`;
  let key: Buffer | undefined;
  const known = (): Buffer | undefined => (key ??= file !== undefined && existsSync(file) ? readKey(file) : undefined);
  return {
    seal(text) {
      key ??= known() ?? makeKey(file);
      const iv = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', key, iv);
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return prefix + Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64');
    },
    unseal(stored) {
      if (!stored.startsWith(prefix)) return stored;
      const opener = known();
      if (opener === undefined) throw keyFault(`${file ?? 'The key'}, with which blocks are encrypted, is missing: put it back.`);
      return decrypt(opener, Buffer.from(stored.slice(prefix.length), 'base64'), file ?? '');
    },
  };
}

function decrypt(key: Buffer, sealed: Buffer, file: string): string {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12));
    decipher.setAuthTag(sealed.subarray(12, 28));
    return Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]).toString('utf8');
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw keyFault(`A block was encrypted with another key than that in ${file}, or was changed: put back the key that was there.`);
  }
}

const keyFault = (message: string): MillraceError => new MillraceError('failed', message);

function readKey(file: string): Buffer {
  const key = Buffer.from(readFileSync(file, 'utf8').trim(), 'base64');
  if (key.length === 32) return key;
  throw keyFault(`${file} holds no key of 32 bytes: put back the one that was there.`);
}

function makeKey(file: string | undefined): Buffer {
  const key = randomBytes(32);
  if (file === undefined) return key;
  writeFileSync(file, `${key.toString('base64')}\n`, { mode: 0o600, flag: 'wx' });
  chmodSync(file, 0o600);
  return key;
}

import type { Address } from './address.ts';
import { withCookie } from './cookies.ts';

/**
 * Opens one of the server's websockets, as `/events/out`, with Prefect's subprotocol. Node's WebSocket takes headers,
 * which browsers' do not: gateways want theirs, cookies among them.
 */
export function openWebSocket(address: Address, path: string): WebSocket {
  const { headers } = withCookie(address);
  return new WebSocket(websocketUrl(address, path), { protocols: ['prefect'], headers: { ...headers } });
}

/** The address of one of the server's websockets. */
export const websocketUrl = ({ url }: Address, path: string): string => url.replace(/^http/, 'ws') + path;

/** What Prefect's websockets want to be told first: the key, or the auth string; null when there is neither. */
export function websocketToken({ headers }: Address): string | null {
  const [scheme = '', value] = (headers['authorization'] ?? '').split(' ', 2);
  if (value === undefined) return null;
  return /^basic$/i.test(scheme) ? Buffer.from(value, 'base64').toString('utf8') : value;
}

/** What went wrong, as a caller branches on it. */
export type ErrorCode =
  | 'aborted'
  | 'cancelled'
  | 'conflict'
  | 'invalid'
  | 'not-found'
  | 'timed-out'
  | 'unauthorized'
  | 'unreachable'
  | 'unsupported'
  | 'failed';

/**
 * The one error class of Millrace. `code` says what a caller can branch on, the message says what is wrong, where, and
 * what to do. `MillraceError.is` works across bundles, where `instanceof` does not.
 */
export class MillraceError extends Error {
  override readonly name = 'MillraceError';
  readonly code: ErrorCode;
  /** HTTP status and body when the error came from a server. */
  readonly response: { status: number; body: unknown } | undefined;

  constructor(code: ErrorCode, message: string, options: { cause?: unknown; response?: { status: number; body: unknown } } = {}) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined);
    this.code = code;
    this.response = options.response;
  }

  /** True when `value` is a MillraceError, with this code when one is given. */
  static is(value: unknown, code?: ErrorCode): value is MillraceError {
    return value instanceof Error && value.name === 'MillraceError' && (code === undefined || Reflect.get(value, 'code') === code);
  }
}

/** The text of anything that was thrown. */
export const messageOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));

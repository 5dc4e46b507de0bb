import type { ErrorCode } from '../core/errors.ts';
import { MillraceError } from '../core/errors.ts';

const codes: Readonly<Record<number, ErrorCode>> = {
  400: 'invalid',
  401: 'unauthorized',
  403: 'unauthorized',
  404: 'not-found',
  405: 'unsupported',
  409: 'conflict',
  413: 'invalid',
  422: 'invalid',
};

/** The one place where an HTTP status becomes an error code; `what` names the request, as `POST /flows/`. */
export function errorFromResponse(status: number, body: unknown, what: string): MillraceError {
  return new MillraceError(codes[status] ?? 'failed', `${what} was answered with ${status}: ${explain(body)}`, {
    response: { status, body },
  });
}

/** What a server says is wrong with what it was sent, without the request and the places in its body: for who never saw those. */
export function refusal(error: MillraceError): string {
  const detail: unknown =
    typeof error.response?.body === 'object' && error.response.body !== null
      ? Reflect.get(error.response.body, 'exception_detail')
      : undefined;
  if (!Array.isArray(detail)) return error.message;
  return detail.map((field: unknown) => explainField(field).replace(/^[^ ]*: (?:Value error, )?/, '')).join('; ');
}

/** The words of Prefect's error bodies: `{detail}`, `{exception_message, exception_detail}`, or a text. */
function explain(body: unknown): string {
  if (typeof body !== 'object' || body === null) return String(body ?? 'no body');
  const detail: unknown = Reflect.get(body, 'exception_detail') ?? Reflect.get(body, 'detail');
  if (Array.isArray(detail)) return detail.map(explainField).join('; ');
  return String(detail ?? Reflect.get(body, 'exception_message') ?? JSON.stringify(body));
}

function explainField(field: unknown): string {
  if (typeof field !== 'object' || field === null) return String(field);
  const where: unknown = Reflect.get(field, 'loc');
  const place = Array.isArray(where) ? where.join('.') : '';
  return `${place}: ${String(Reflect.get(field, 'msg'))}`;
}

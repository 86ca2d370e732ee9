/** The hub's REST API as pages use it: JSON, the session's cookie, and errors that can be shown. */

export interface FieldError {
  readonly field: string;
  readonly code: string;
  readonly message: string;
}

/** What the hub answered instead of what was asked for; status 0 when it did not answer at all. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly errors: readonly FieldError[] = [],
    readonly traceId?: string,
  ) {
    super(message);
    this.name = 'ApiError';
  }

  /** The message about one field of a form. */
  of(field: string): string | undefined {
    return this.errors.find((error) => error.field === field)?.message;
  }
}

/** Of the session; asked for with it and sent with everything that changes something. */
let csrfToken: string | undefined;

export function setCsrfToken(token: string | undefined): void {
  csrfToken = token;
}

/** Called when the hub says in the middle of the work that the session is over. */
let onSessionEnd: (() => void) | undefined;

export function whenSessionEnds(listener: (() => void) | undefined): void {
  onSessionEnd = listener;
}

export const getJson = <T>(path: string): Promise<T> => send<T>('GET', path);
export const postJson = <T>(path: string, body?: unknown, headers?: HeadersOf): Promise<T> =>
  send<T>('POST', path, body, headers);
export const putJson = <T>(path: string, body: unknown): Promise<T> => send<T>('PUT', path, body);
export const patchJson = <T>(path: string, body: unknown): Promise<T> =>
  send<T>('PATCH', path, body);
export const deleteJson = <T = unknown>(path: string, body?: unknown): Promise<T> =>
  send<T>('DELETE', path, body);

type HeadersOf = Readonly<Record<string, string>>;

async function send<T>(
  method: string,
  path: string,
  body?: unknown,
  more: HeadersOf = {},
): Promise<T> {
  const headers: Record<string, string> = { accept: 'application/json', ...more };
  if (body !== undefined) headers['content-type'] = 'application/json';
  if (method !== 'GET' && csrfToken !== undefined) headers['x-csrf-token'] = csrfToken;
  const response = await fetch(path, {
    method,
    headers,
    credentials: 'same-origin',
    ...(body !== undefined && { body: JSON.stringify(body) }),
  }).catch(() => undefined);
  if (!response) throw new ApiError(0, 'offline');
  const text = await response.text();
  const answer = parse(text);
  if (response.ok) return answer as T;
  const error = toError(response.status, answer);
  if (isSessionOver(error)) onSessionEnd?.();
  throw error;
}

/** A wrong password or code is a 401 too, but says so. */
function isSessionOver({ status, errors }: ApiError): boolean {
  return status === 401 && errors.every(({ code }) => code === 'session_ended');
}

/** A file that the hub makes for what was asked, to be saved by the browser. */
export async function postForFile(path: string, body: unknown): Promise<Blob> {
  const response = await fetch(path, {
    method: 'POST',
    credentials: 'same-origin',
    headers: {
      'content-type': 'application/json',
      ...(csrfToken !== undefined && { 'x-csrf-token': csrfToken }),
    },
    body: JSON.stringify(body),
  }).catch(() => undefined);
  if (!response) throw new ApiError(0, 'offline');
  if (!response.ok) throw toError(response.status, parse(await response.text()));
  return response.blob();
}

function parse(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function toError(status: number, answer: unknown): ApiError {
  const body = (answer ?? {}) as {
    message?: string;
    errors?: FieldError[];
    trace_id?: string;
  };
  return new ApiError(status, body.message ?? `HTTP ${status}`, body.errors ?? [], body.trace_id);
}

/** Why a delivery did not arrive, as one of a few causes that an operator can do something about. */

export const FAILURE_CAUSES = [
  'redirect',
  'unauthorized',
  'not_found',
  'gone',
  'too_large',
  'too_many',
  'client_error',
  'server_error',
  'timeout',
  'dns',
  'tls',
  'refused',
  'cut',
  'egress',
  'unreachable',
  'disabled',
  'hub',
] as const;
export type FailureCause = (typeof FAILURE_CAUSES)[number];

export interface Failure {
  readonly response_status: number | null;
  readonly error: string | null;
  readonly fault: 'receiver' | 'hub' | null;
}

const BY_STATUS: Readonly<Record<number, FailureCause>> = {
  401: 'unauthorized',
  403: 'unauthorized',
  404: 'not_found',
  405: 'not_found',
  408: 'timeout',
  410: 'gone',
  413: 'too_large',
  429: 'too_many',
  504: 'timeout',
};

/** The sentences of the HTTP client; the first that fits counts. */
const BY_WORDS: readonly (readonly [RegExp, FailureCause])[] = [
  [/^the endpoint (?:is disabled|was deleted)/, 'disabled'],
  [/which the hub does not call|not a valid URL|Only http and https|never called/, 'egress'],
  [/ in time/, 'timeout'],
  [/DNS/, 'dns'],
  [/TLS/, 'tls'],
  [/refused the connection/, 'refused'],
  [/cut the connection|broke off/, 'cut'],
];

/** Undefined for what arrived. */
export function failureCause({
  response_status: status,
  error,
  fault,
}: Failure): FailureCause | undefined {
  if (error === null) return undefined;
  const words = BY_WORDS.find(([pattern]) => pattern.test(error));
  if (words?.[1] === 'disabled') return 'disabled';
  if (fault === 'hub') return 'hub';
  if (status !== null) return BY_STATUS[status] ?? ofClass(status);
  return words?.[1] ?? 'unreachable';
}

function ofClass(status: number): FailureCause {
  if (status >= 500) return 'server_error';
  return status < 400 ? 'redirect' : 'client_error';
}

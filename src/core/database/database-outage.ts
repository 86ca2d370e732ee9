/** How Node and Postgres tell that the database can't be reached, or went away in the middle. */

const CONNECTION_CODES: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);

/** Connection exceptions, a server that shuts down, crashes or starts, and one whose connections are all taken. */
const SERVER_CODES = /^(?:08...|57P0[123]|53300)$/;

/** The driver's own words carry no code. */
const DRIVER_WORDS =
  /^(?:Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect|Client was closed)/;

/** True when the same statement may well succeed in a moment; a statement that was wrong is none. */
export function isDatabaseOutage(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (code === undefined) return DRIVER_WORDS.test(error.message);
  // The socket file of a local server is gone while it is down.
  if (code === 'ENOENT') return syscall === 'connect';
  return CONNECTION_CODES.has(code) || SERVER_CODES.test(code);
}

/** What the system says when settings don't fit this machine, told as the setting to change. */
import { ConfigError } from '#core/config/config.js';

/** Codes of Node and of Postgres for a server that can't be reached or does not let us in. */
const NO_DATABASE: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOENT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  '28P01',
  '28000',
  '3D000',
]);

const CLOSED_FOLDER: ReadonlySet<string> = new Set([
  'EACCES',
  'EPERM',
  'EROFS',
  'ENOTDIR',
  'ENOSPC',
  'ENAMETOOLONG',
]);

/** @returns a ConfigError where the setting is to blame, else the error itself */
export function databaseFailure(error: unknown): unknown {
  const code = codeOf(error);
  if (!NO_DATABASE.has(code)) return error;
  return new ConfigError([
    `DATABASE_URL: the database can not be used (${code}: ${wordsOf(error)})`,
  ]);
}

/** For whatever is done in the data directory. @returns as above */
export function dataDirFailure(error: unknown, directory: string): unknown {
  const code = codeOf(error);
  const { path } = (error ?? {}) as { path?: unknown };
  const isInside = typeof path === 'string' && path.startsWith(directory);
  if (!CLOSED_FOLDER.has(code) || !isInside) return error;
  return new ConfigError([
    `KUNCI_DATA_DIR: ${directory} can not be used (${wordsOf(error)}); choose a folder that this user may write to`,
  ]);
}

/** For opening the port. @returns as above */
export function listenFailure(
  error: unknown,
  { port, host }: { readonly port: number; readonly host: string },
): unknown {
  switch (codeOf(error)) {
    case 'EADDRINUSE':
      return new ConfigError([
        `PORT: ${port} is taken by another program; stop that one or choose another port`,
      ]);
    case 'EACCES':
      return new ConfigError([
        `PORT: ${port} may only be used by an administrator; choose one above 1023`,
      ]);
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new ConfigError([
        `HOST: ${host} is no address of this machine; 0.0.0.0 stands for all it has`,
      ]);
    default:
      return error;
  }
}

function codeOf(error: unknown): string {
  return (error as { code?: string } | null)?.code ?? '';
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

import { ConfigError } from '#core/config/config.js';
import { AppError } from '#core/errors/app-error.js';
import { CommandError, UsageError } from './command.js';

/** How a command that threw ends. */
export interface Failure {
  readonly message: string;
  readonly problems: readonly string[];
  readonly exitCode: number;
}

const UNREACHABLE = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ECONNRESET',
  '3D000',
  '28P01',
  '28000',
]);

/** One message for people and an exit code; stacks are only shown for what is a bug. */
export function describeFailure(error: unknown): Failure {
  if (error instanceof ConfigError) {
    return { message: error.message, problems: error.problems, exitCode: ConfigError.exitCode };
  }
  if (error instanceof UsageError) return failure(error.message, UsageError.exitCode);
  if (error instanceof CommandError) return failure(error.message, 1);
  if (error instanceof AppError) {
    const problems = error.errors.map(({ field, message }) => `${field}: ${message}`);
    return { message: [error.message, ...problems].join('\n'), problems, exitCode: 1 };
  }
  if (isUnreachable(error)) {
    return failure(
      `The database can't be reached (${error.message}); check DATABASE_URL and whether it runs.`,
      1,
    );
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return failure(`This is a bug: ${text}`, 1);
}

function failure(message: string, exitCode: number): Failure {
  return { message, problems: [message], exitCode };
}

function isUnreachable(error: unknown): error is Error {
  return error instanceof Error && UNREACHABLE.has(String((error as NodeJS.ErrnoException).code));
}

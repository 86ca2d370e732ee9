import type { z } from 'zod';
import { Refusal, type Call, type Reply } from '#test/simulators/kit/http-exchange.js';
import { fieldProblems } from '#test/simulators/kit/zod-issues.js';

/** `{ Status, Message, Error? }`; the HTTP status is the same number. */
export function errorReply(
  status: number,
  message: string,
  error?: Readonly<Record<string, readonly string[]>>,
): Reply {
  return { status, body: { Status: status, Message: message, ...(error && { Error: error }) } };
}

export function refuse(
  status: number,
  message: string,
  error?: Readonly<Record<string, readonly string[]>>,
): never {
  throw new Refusal(errorReply(status, message, error));
}

const WORDS = {
  missing: 'wajib diisi.',
  unknown: 'tidak dikenal.',
  too_long: 'terlalu panjang.',
  too_short: 'wajib diisi.',
  invalid: 'tidak valid.',
} as const;

/** The body by its schema, or the vendor's sentences about its fields. */
export function readBody<S extends z.ZodType>(schema: S, call: Call): z.output<S> {
  const result = schema.safeParse(call.json ?? {});
  if (result.success) return result.data;
  const sentences = fieldProblems(result.error).map(({ path, kind }): [string, string[]] => [
    path,
    [`${path} ${WORDS[kind]}`],
  ]);
  return refuse(400, 'error - invalid request', Object.fromEntries(sentences));
}

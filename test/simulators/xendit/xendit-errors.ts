import type { z } from 'zod';
import { Refusal, type Call, type Reply } from '#test/simulators/kit/http-exchange.js';
import { fieldProblems } from '#test/simulators/kit/zod-issues.js';

/** `{ error_code, message, errors? }` under the HTTP status it belongs to. */
export function errorReply(
  status: number,
  code: string,
  message: string,
  errors?: readonly { path: string; message: string }[],
): Reply {
  return { status, body: { error_code: code, message, ...(errors && { errors }) } };
}

export function refuse(status: number, code: string, message: string): never {
  throw new Refusal(errorReply(status, code, message));
}

/** What this vendor's codes are for an HTTP status that a test asks for. */
const FAILURE_CODES: Readonly<Record<number, string>> = {
  400: 'API_VALIDATION_ERROR',
  401: 'INVALID_API_KEY',
  403: 'REQUEST_FORBIDDEN_ERROR',
  404: 'DATA_NOT_FOUND',
  409: 'DATA_NOT_FOUND',
  429: 'RATE_LIMIT_EXCEEDED',
  500: 'SERVER_ERROR',
  503: 'CHANNEL_UNAVAILABLE',
};

export function failureReply(status: number): Reply {
  const reply = errorReply(status, FAILURE_CODES[status] ?? 'SERVER_ERROR', 'Simulated failure');
  return status === 429 ? { ...reply, headers: { 'rate-limit-reset': '1.5' } } : reply;
}

/** The body by its schema, or the vendor's validation error. */
export function readBody<S extends z.ZodType>(schema: S, call: Call): z.output<S> {
  if (call.malformed) refuse(400, 'API_VALIDATION_ERROR', 'The request body is not valid JSON');
  const result = schema.safeParse(call.json ?? {});
  if (result.success) return result.data;
  const errors = fieldProblems(result.error).map(({ path, kind }) => ({
    path,
    message: `${path} is ${kind.replace('_', ' ')}`,
  }));
  const message = 'Inputs are failing validation. The errors field contains details.';
  throw new Refusal(errorReply(400, 'API_VALIDATION_ERROR', message, errors));
}

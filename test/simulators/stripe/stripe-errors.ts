import type { z } from 'zod';
import { Refusal, type Call, type Reply } from '#test/simulators/kit/http-exchange.js';
import { fieldProblems, type FieldProblem } from '#test/simulators/kit/zod-issues.js';
import { FormError, parseForm } from '#test/simulators/stripe/form-body.js';

export interface StripeErrorBody {
  readonly type: 'api_error' | 'card_error' | 'idempotency_error' | 'invalid_request_error';
  readonly message: string;
  readonly code?: string;
  readonly decline_code?: string;
  readonly param?: string;
  readonly payment_intent?: unknown;
}

/** `{ "error": { type, code, message, … } }` under the HTTP status it belongs to. */
export function errorReply(status: number, error: StripeErrorBody): Reply {
  const docs = error.code === undefined ? {} : { doc_url: `https://docs.example/${error.code}` };
  return { status, body: { error: { ...error, ...docs } } };
}

export function refuse(status: number, error: StripeErrorBody): never {
  throw new Refusal(errorReply(status, error));
}

/** 400 `invalid_request_error`; nothing was done. */
export function invalid(message: string, more: { code?: string; param?: string } = {}): never {
  return refuse(400, { type: 'invalid_request_error', message, ...more });
}

/** 404 in the address, 400 where a parameter names what is not there. */
export function missing(what: string, id: string, param?: string): never {
  return refuse(param === undefined ? 404 : 400, {
    type: 'invalid_request_error',
    code: 'resource_missing',
    message: `No such ${what}: '${id}'`,
    param: param ?? 'id',
  });
}

/** What this vendor says for an HTTP status that a test asks for. */
export function failureReply(status: number): Reply {
  const message = 'Simulated failure';
  if (status === 401) {
    return errorReply(401, { type: 'invalid_request_error', message: 'Invalid API Key provided' });
  }
  if (status === 402) {
    return errorReply(402, {
      type: 'card_error',
      code: 'card_declined',
      decline_code: 'generic_decline',
      message: 'Your card was declined.',
    });
  }
  if (status === 429) {
    const reply = errorReply(429, {
      type: 'invalid_request_error',
      code: 'rate_limit',
      message: 'Request rate limit exceeded.',
    });
    return { ...reply, headers: { 'stripe-rate-limited-reason': 'endpoint-rate' } };
  }
  if (status === 409) {
    return errorReply(409, { type: 'invalid_request_error', code: 'lock_timeout', message });
  }
  const type = status >= 500 ? 'api_error' : 'invalid_request_error';
  return errorReply(status, { type, message });
}

/** The form by its schema, or the error for its first problem. */
export function readParams<S extends z.ZodType>(schema: S, call: Call): z.output<S> {
  return check(schema, parse(call.raw));
}

/** The query, read with the same brackets. */
export function readQuery<S extends z.ZodType>(schema: S, call: Call): z.output<S> {
  return check(schema, parse(call.query.toString()));
}

function parse(raw: string): unknown {
  try {
    return parseForm(raw);
  } catch (error) {
    if (error instanceof FormError) return invalid(error.message, { param: error.param });
    throw error;
  }
}

function check<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const [problem] = fieldProblems(result.error);
  return problemOf(problem ?? { path: '', kind: 'invalid' });
}

const SAYS: Readonly<Record<FieldProblem['kind'], { code: string; message: string }>> = {
  missing: { code: 'parameter_missing', message: 'Missing required param' },
  unknown: { code: 'parameter_unknown', message: 'Received unknown parameter' },
  too_long: { code: 'parameter_invalid_string_blank', message: 'Too long or too large' },
  too_short: { code: 'parameter_invalid_integer', message: 'Too short or too small' },
  invalid: { code: 'parameter_invalid', message: 'Invalid value for' },
};

function problemOf({ path, kind }: FieldProblem): never {
  const { code, message } = SAYS[kind];
  const param = path.replaceAll('.', '[').replace(/\[([^[\]]+)(?=\[|$)/g, '[$1]');
  return invalid(`${message}: ${param}.`, { code, param });
}

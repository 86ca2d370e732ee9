import type { z } from 'zod';
import { Refusal, type Call, type Reply } from '#test/simulators/kit/http-exchange.js';
import { fieldProblems } from '#test/simulators/kit/zod-issues.js';

/** Two digits in the middle of a SNAP response code, by operation. */
const SERVICE_CODES: Readonly<Record<string, string>> = {
  b2b_token: '73',
  va_create: '27',
  va_status: '26',
  va_delete: '31',
  qr_generate: '47',
  qr_query: '51',
  qr_expire: '77',
  qr_refund: '78',
};

export function isSnap(call: Call): boolean {
  return SERVICE_CODES[call.operation] !== undefined;
}

/** `2002700` and the like: HTTP status, service, case. */
export function responseCode(call: Call, status: number, caseCode = '00'): string {
  return `${status}${SERVICE_CODES[call.operation] ?? '00'}${caseCode}`;
}

export function snapReply(call: Call, status: number, caseCode: string, message: string): Reply {
  return {
    status,
    body: { responseCode: responseCode(call, status, caseCode), responseMessage: message },
  };
}

export function refuseSnap(call: Call, status: number, caseCode: string, message: string): never {
  throw new Refusal(snapReply(call, status, caseCode, message));
}

/** The checkout speaks in a list of messages, the older APIs in an error object. */
export function errorReply(call: Call, status: number, code: string, message: string): Reply {
  if (call.path.startsWith('/checkout/')) return { status, body: { message: [message] } };
  return { status, body: { error: { code, message, type: code } } };
}

export function refuse(call: Call, status: number, code: string, message: string): never {
  throw new Refusal(errorReply(call, status, code, message));
}

const SNAP_MESSAGES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized. Signature Not Match',
  404: 'Invalid Transaction Status',
  409: 'Conflict',
  429: 'Too Many Requests',
  500: 'General Error',
  504: 'Timeout',
};

export function failureReply(status: number, call: Call): Reply {
  if (isSnap(call)) return snapReply(call, status, '00', SNAP_MESSAGES[status] ?? 'General Error');
  return errorReply(call, status, 'server_error', 'SIMULATED FAILURE');
}

/** The body by its schema, or the vendor's validation error. */
export function readBody<S extends z.ZodType>(schema: S, call: Call): z.output<S> {
  const result = schema.safeParse(call.malformed ? undefined : (call.json ?? {}));
  if (result.success) return result.data;
  const [problem] = fieldProblems(result.error);
  return refuseField(call, problem?.path ?? '', problem?.kind ?? 'invalid');
}

function refuseField(call: Call, field: string, kind: string): never {
  if (!isSnap(call)) {
    refuse(call, 400, 'invalid_parameter', `${field.toUpperCase()} IS ${kind.toUpperCase()}`);
  }
  if (kind === 'missing') refuseSnap(call, 400, '02', `Invalid Mandatory Field {${field}}`);
  return refuseSnap(call, 400, '01', `Invalid Field Format {${field}}`);
}

/** The two error shapes of this vendor: Core's numbered body and Snap's list of sentences. */
import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import { Refusal, type Reply } from '#test/simulators/kit/http-exchange.js';
import { fieldProblems, type FieldProblem } from '#test/simulators/kit/zod-issues.js';

/** Body codes that travel under HTTP 200 in the vendor's documentation. */
const UNDER_HTTP_200 = new Set([402, 404, 406, 407, 410, 411, 412, 414]);

const MESSAGES: Readonly<Record<number, string>> = {
  400: 'One or more parameters in the payload is invalid.',
  401: 'Transaction cannot be authorized with the current client/server key.',
  402: 'Payment channel is not activated.',
  403: 'The requested content type is not available.',
  404: "Transaction doesn't exist.",
  405: 'HTTP method is not allowed.',
  406: 'The request could not be completed due to a conflict with the current state of the target resource, please try again',
  408: 'Merchant sent a wrong data type.',
  411: 'Credit card token is no longer available. Please create a new one.',
  412: 'Transaction status cannot be updated.',
  413: 'The request cannot be processed due to syntax error in the request body.',
  414: 'Refund request is rejected due to merchant insufficient funds or a wrong amount.',
  429: 'Too many requests.',
  500: 'Sorry, we encountered an internal server error. We will fix this soon.',
  503: 'Bank/partner is experiencing a connection issue.',
};

export function coreErrorReply(
  code: number,
  options: { asHttp?: boolean; messages?: string[] } = {},
): Reply {
  const status = UNDER_HTTP_200.has(code) && options.asHttp !== true ? 200 : code;
  return {
    status: status > 599 ? 500 : status,
    body: {
      status_code: String(code),
      status_message: MESSAGES[code] ?? 'Transaction cannot be processed.',
      ...(options.messages && { validation_messages: options.messages }),
      id: randomUUID(),
    },
  };
}

export function snapErrorReply(status: number, messages: readonly string[]): Reply {
  return { status, body: { error_messages: messages } };
}

export function refuseSnap(status: number, ...messages: string[]): never {
  throw new Refusal(snapErrorReply(status, messages));
}

/** One sentence a field, as both error shapes print them. */
export function validationMessages(error: z.ZodError): string[] {
  return fieldProblems(error).map((problem) => sentence(problem));
}

function sentence({ path, kind }: FieldProblem): string {
  const field = path === '' ? 'request body' : path;
  switch (kind) {
    case 'missing':
      return `${field} is required`;
    case 'unknown':
      return `${field} is not a known parameter`;
    case 'too_long':
      return `${field} is too long or too big`;
    case 'too_short':
      return `${field} is too short or too small`;
    case 'invalid':
      return `${field} is invalid`;
  }
}

/** Answers of the standard: seven digits that begin with the HTTP status they are sent with. */
import type { Reply } from '#test/simulators/kit/http-exchange.js';

/** Two digits in the middle of the code. */
export const SERVICES = {
  token: '73',
  va_status: '26',
  create_va: '27',
  inquiry_va: '30',
  delete_va: '31',
  qr_generate: '47',
  qr_query: '51',
  qr_cancel: '77',
  qr_refund: '78',
} as const;
export type Service = keyof typeof SERVICES;

export function isService(operation: string): operation is Service {
  return Object.hasOwn(SERVICES, operation);
}

export function success(service: Service, body: Record<string, unknown> = {}): Reply {
  return answer(service, { http: 200, number: '00', text: 'Successful' }, body);
}

export interface Refused {
  readonly http: number;
  /** The last two digits. */
  readonly number: string;
  readonly text: string;
}

export function refusal(service: Service, refused: Refused): Reply {
  return answer(service, refused, {});
}

function answer(
  service: Service,
  { http, number, text }: Refused,
  body: Record<string, unknown>,
): Reply {
  const responseCode = `${http}${SERVICES[service]}${number}`;
  return { status: http, body: { responseCode, responseMessage: text, ...body } };
}

export const mandatory = (field: string): Refused => ({
  http: 400,
  number: '02',
  text: `Invalid Mandatory Field ${field}`,
});
export const badFormat = (field: string): Refused => ({
  http: 400,
  number: '01',
  text: `Invalid Field Format ${field}`,
});
export const UNAUTHORIZED: Refused = { http: 401, number: '00', text: 'Unauthorized. Signature' };
export const INVALID_TOKEN: Refused = { http: 401, number: '01', text: 'Invalid Token (B2B)' };
export const CONFLICT: Refused = { http: 409, number: '00', text: 'Conflict' };
export const DUPLICATE: Refused = {
  http: 409,
  number: '01',
  text: 'Duplicate partnerReferenceNo',
};
export const INCONSISTENT: Refused = { http: 404, number: '18', text: 'Inconsistent Request' };
export const NOT_FOUND: Refused = { http: 404, number: '01', text: 'Transaction Not Found' };
export const INVALID_BILL: Refused = { http: 404, number: '12', text: 'Invalid Bill' };
export const PAID_BILL: Refused = { http: 404, number: '14', text: 'Paid Bill' };
export const WRONG_STATE: Refused = {
  http: 404,
  number: '00',
  text: 'Invalid Transaction Status',
};
export const WRONG_AMOUNT: Refused = { http: 404, number: '13', text: 'Invalid Amount' };

/** A caller asks for an error by its X-EXTERNAL-ID. */
export const FORCED: Readonly<Record<string, Refused>> = {
  '401001': UNAUTHORIZED,
  '401002': INVALID_TOKEN,
  '400001': { http: 400, number: '00', text: 'Bad Request' },
  '409001': CONFLICT,
  '500001': { http: 500, number: '00', text: 'General Error' },
  '504001': { http: 504, number: '00', text: 'Timeout' },
};

import type { z } from 'zod';
import { Refusal, type Call, type Reply } from '#test/simulators/kit/http-exchange.js';
import { fieldProblems } from '#test/simulators/kit/zod-issues.js';
import type { FaspayAccount } from '#test/simulators/faspay/faspay-account.js';

/** Error codes and their texts; the HTTP status is 200 with all of them. */
const TEXTS: Readonly<Record<string, string>> = {
  '03': 'Invalid Merchant',
  '13': 'Invalid Amount',
  '14': 'Invalid Order',
  '30': 'Format Error',
  '40': 'Requested Function Not Supported',
  '54': 'Order is Expired',
  '55': 'Incorrect User/Password',
  '63': 'Unknown IP Address',
  '66': 'Internal Error',
  '81': 'Payment was already completed',
  '83': 'Mandatory Field is Missing',
  '84': 'Unregistered Parameter',
  '96': 'System Malfunction',
};

export function errorReply(code: string, { config }: FaspayAccount, detail = ''): Reply {
  const error = { response_code: code, response_desc: `${TEXTS[code] ?? 'Error'}${detail}` };
  const body = config.error_shape === 'wrapped' ? { response_error: error } : error;
  return { status: 200, body };
}

export function refuse(code: string, account: FaspayAccount, detail = ''): never {
  throw new Refusal(errorReply(code, account, detail));
}

const CODES = { missing: '83', unknown: '84', too_long: '30', too_short: '30', invalid: '30' };

/** The body by its schema, or the code of the first thing wrong with it. */
export function readBody<S extends z.ZodType>(
  schema: S,
  call: Call,
  account: FaspayAccount,
): z.output<S> {
  const result = schema.safeParse(call.json);
  if (result.success) return result.data;
  const [problem] = fieldProblems(result.error);
  return refuse(CODES[problem?.kind ?? 'invalid'], account, `: ${problem?.path ?? ''}`);
}

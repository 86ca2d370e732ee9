/** What the endpoints share: the merchant's parts, finding a payment, refusing as the vendor does. */
import type { z } from 'zod';
import { Refusal, headerOf, type Call } from '#test/simulators/kit/http-exchange.js';
import type { Kit } from '#test/simulators/kit/simulator.types.js';
import type { CardTokens } from '#test/simulators/midtrans/card-tokens.js';
import type { MidtransAccount } from '#test/simulators/midtrans/midtrans-account.js';
import { coreErrorReply, validationMessages } from '#test/simulators/midtrans/midtrans-errors.js';
import { answerCode, type Transaction } from '#test/simulators/midtrans/midtrans-transaction.js';
import type { TransactionLedger } from '#test/simulators/midtrans/transaction-ledger.js';

/** The parts that all of this vendor's endpoints work on. */
export interface MidtransParts {
  readonly kit: Kit;
  readonly account: MidtransAccount;
  readonly ledger: TransactionLedger;
  readonly tokens: CardTokens;
}

export function tell(
  transaction: Transaction,
  { ledger }: MidtransParts,
  message: string,
): Record<string, unknown> {
  return ledger.tell(transaction, answerCode(transaction.status), message);
}

/** The payment of the path, after time-outs have had their effect. */
export function found(call: Call, { ledger, account }: MidtransParts): Transaction {
  ledger.sweep();
  const transaction = ledger.find(call.params['id'] ?? '');
  if (!transaction) {
    throw new Refusal(coreErrorReply(404, { asHttp: account.config.errors_as_http }));
  }
  return transaction;
}

export function refuseIf(refused: boolean, code: number, { account }: MidtransParts): void {
  if (refused) throw new Refusal(coreErrorReply(code, { asHttp: account.config.errors_as_http }));
}

export function readCore<S extends z.ZodType>(schema: S, call: Call): z.output<S> {
  const result = schema.safeParse(call.json);
  if (result.success) return result.data;
  throw new Refusal(coreErrorReply(400, { messages: validationMessages(result.error) }));
}

export function attachedOf(request: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const names = ['custom_field1', 'custom_field2', 'custom_field3', 'metadata'];
  return Object.fromEntries(
    names.filter((name) => request[name] !== undefined).map((name) => [name, request[name]]),
  );
}

/** Who calls, checked before anything else; undefined when all is well. */
export function contentProblem(call: Call): number | undefined {
  const accept = headerOf(call, 'accept') ?? '*/*';
  if (!/application\/json|application\/\*|\*\/\*/.test(accept)) return 403;
  if (call.method === 'GET') return undefined;
  const type = headerOf(call, 'content-type');
  if (call.raw !== '' && type?.startsWith('application/json') !== true) return 408;
  return call.malformed ? 413 : undefined;
}

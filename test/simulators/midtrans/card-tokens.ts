/** `GET /v2/token`: what the vendor's browser script asks for; one token is good for one charge. */
import { randomUUID } from 'node:crypto';
import type { Call, Reply } from '#test/simulators/kit/http-exchange.js';
import type { SimClock } from '#test/simulators/kit/sim-clock.js';
import type { MidtransAccount } from '#test/simulators/midtrans/midtrans-account.js';
import { coreErrorReply } from '#test/simulators/midtrans/midtrans-errors.js';
import type { Transaction } from '#test/simulators/midtrans/midtrans-transaction.js';

interface CardToken {
  readonly maskedCard: string;
  readonly verdict: Transaction['verdict'];
  readonly expiresAt: number;
}

/** Test cards that do not simply pass. */
const VERDICTS: Readonly<Record<string, Transaction['verdict']>> = {
  '4911111111111113': 'deny',
  '4511111111111117': 'challenge',
};
const LIFETIME_MS = 10 * 60_000;

export class CardTokens {
  private readonly tokens = new Map<string, CardToken>();
  private readonly clock: SimClock;
  private readonly account: MidtransAccount;

  constructor(clock: SimClock, account: MidtransAccount) {
    this.clock = clock;
    this.account = account;
  }

  handle(call: Call): Reply {
    if (call.query.get('client_key') !== this.account.config.client_key) return coreErrorReply(401);
    const number = call.query.get('card_number') ?? '';
    const messages = ['card_exp_month', 'card_exp_year', 'card_cvv']
      .filter((name) => !/^[0-9]+$/.test(call.query.get(name) ?? ''))
      .map((name) => `${name} is required`);
    if (!passesLuhn(number)) messages.push('card_number is invalid');
    if (messages.length > 0) return coreErrorReply(400, { messages });
    const token = this.issue(number);
    return {
      status: 200,
      body: {
        status_code: '200',
        status_message: 'Credit card token is created as Token ID.',
        token_id: token,
        hash: `${token.slice(0, 13)}-mami-${randomUUID()}`,
      },
    };
  }

  issue(number: string): string {
    const maskedCard = `${number.slice(0, 8)}-${number.slice(-4)}`;
    const token = `${maskedCard}-${randomUUID()}`;
    const verdict = VERDICTS[number] ?? 'accept';
    this.tokens.set(token, { maskedCard, verdict, expiresAt: this.clock.now() + LIFETIME_MS });
    return token;
  }

  /** Takes the token out; undefined when unknown, used or too old. */
  use(token: string): CardToken | undefined {
    const found = this.tokens.get(token);
    this.tokens.delete(token);
    return found && found.expiresAt > this.clock.now() ? found : undefined;
  }
}

function passesLuhn(number: string): boolean {
  if (!/^[0-9]{12,19}$/.test(number)) return false;
  const sum = number
    .split('')
    .reverse()
    .reduce((total, digit, index) => {
      const value = Number(digit) * (index % 2 === 0 ? 1 : 2);
      return total + (value > 9 ? value - 9 : value);
    }, 0);
  return sum % 10 === 0;
}

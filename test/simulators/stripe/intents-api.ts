/** `/v1/payment_intents`: create, confirm at once, look, search, capture, cancel. */
import { hostedPage } from '#test/simulators/kit/hosted-page.js';
import type { Call, Reply, Route } from '#test/simulators/kit/http-exchange.js';
import type { Intent, PaymentIntents } from '#test/simulators/stripe/payment-intents.js';
import { invalid, readParams, readQuery } from '#test/simulators/stripe/stripe-errors.js';
import { listOf, type StripeParts } from '#test/simulators/stripe/stripe-parts.js';
import {
  cancelParamsSchema,
  captureParamsSchema,
  expandQuerySchema,
  intentParamsSchema,
  listQuerySchema,
  searchQuerySchema,
  type IntentParams,
} from '#test/simulators/stripe/stripe-requests.js';

const PATH = '/v1/payment_intents';
/** Equivalent of US$0.50, roughly, for the currencies that tests use. */
const MINIMUM: Readonly<Record<string, number>> = { usd: 50, idr: 800_000, jpy: 50 };
const LARGEST = 99_999_999;
const LARGEST_IDR = 999_999_999_999;
const THREE_DECIMALS = ['bhd', 'jod', 'kwd', 'omr', 'tnd'];
const SEARCH = /^metadata\['([^']+)'\]:'([^']*)'$/;

/** Refuses what the vendor would not charge; shared by everything that makes a charge. */
export function checkAmount(amount: number, currency: string, param = 'amount'): void {
  if (amount < (MINIMUM[currency] ?? 1)) {
    invalid('Amount must convert to at least 50 cents.', { code: 'amount_too_small', param });
  }
  if (amount > (currency === 'idr' ? LARGEST_IDR : LARGEST)) {
    invalid('Amount must be no more than 999,999.99.', { code: 'amount_too_large', param });
  }
  if (THREE_DECIMALS.includes(currency) && amount % 10 !== 0) {
    invalid('Invalid amount: the last digit must be 0.', {
      code: 'parameter_invalid_integer',
      param,
    });
  }
}

export class IntentsApi {
  private readonly parts: StripeParts;
  private readonly book: PaymentIntents;

  constructor(parts: StripeParts, book: PaymentIntents) {
    this.parts = parts;
    this.book = book;
  }

  routes(): Route[] {
    const route = (
      method: string,
      path: string,
      operation: string,
      handle: (call: Call) => Reply,
    ): Route => ({ method, path: PATH + path, operation, handle });
    return [
      route('POST', '', 'create_payment_intent', (call) => this.create(call)),
      route('GET', '', 'list_payment_intents', (call) => this.list(call)),
      route('GET', '/search', 'search_payment_intents', (call) => this.search(call)),
      route('GET', '/:id', 'get_payment_intent', (call) => this.show(call)),
      route('POST', '/:id/capture', 'capture_payment_intent', (call) => this.capture(call)),
      route('POST', '/:id/cancel', 'cancel_payment_intent', (call) => this.cancel(call)),
      {
        method: 'GET',
        path: '/pages/3ds/:id',
        operation: 'bank_page',
        handle: (call) => this.page(call),
      },
    ];
  }

  private create(call: Call): Reply {
    const params = readParams(intentParamsSchema, call);
    checkAmount(params.amount, params.currency);
    const method = params.payment_method ?? params.confirmation_token;
    checkConfirmation(params, method);
    const intent = this.book.create({
      amount: params.amount,
      currency: params.currency,
      metadata: params.metadata,
      description: params.description,
      captureMethod: params.capture_method,
      returnUrl: params.return_url,
    });
    const canAct = params.error_on_requires_action !== true && params.off_session !== true;
    if (params.confirm && method !== undefined) this.book.confirm(intent, method, canAct);
    return { status: 200, body: this.book.tell(intent, params.expand) };
  }

  private list(call: Call): Reply {
    const query = readQuery(listQuerySchema, call);
    const tell = (intent: Intent) => this.book.tell(intent);
    return { status: 200, body: listOf(this.book.intents.values(), query, { url: PATH, tell }) };
  }

  private search(call: Call): Reply {
    const { query, limit } = readQuery(searchQuerySchema, call);
    const [, key = '', value] = SEARCH.exec(query) ?? invalid(`Invalid search query: ${query}`);
    const indexed = this.parts.kit.clock.now() - this.parts.account.config.search_lag_ms;
    const found = [...this.book.intents.values()]
      .filter(({ created, metadata }) => created * 1000 <= indexed && metadata[key] === value)
      .slice(0, limit);
    const data = found.map((intent) => this.book.tell(intent));
    const body = { object: 'search_result', url: `${PATH}/search`, has_more: false, data };
    return { status: 200, body };
  }

  private show(call: Call): Reply {
    const { expand } = readQuery(expandQuerySchema, call);
    return { status: 200, body: this.book.tell(this.intent(call), expand) };
  }

  private capture(call: Call): Reply {
    const { amount_to_capture: amount } = readParams(captureParamsSchema, call);
    const intent = this.intent(call);
    this.book.capture(intent, amount);
    return { status: 200, body: this.book.tell(intent) };
  }

  private cancel(call: Call): Reply {
    const { cancellation_reason: reason } = readParams(cancelParamsSchema, call);
    const intent = this.intent(call);
    this.book.cancel(intent, reason);
    return { status: 200, body: this.book.tell(intent) };
  }

  private page(call: Call): Reply {
    const intent = this.intent(call);
    return hostedPage({
      vendor: 'Stripe',
      title: `Bank check of ${intent.metadata['hub_ref'] ?? intent.id}`,
      amount: intent.amount,
      buttons: [
        { label: 'Approve', action: 'pay', input: { id: intent.id } },
        { label: 'Fail', action: 'fail', input: { id: intent.id } },
      ],
      returnUrl: intent.returnUrl,
    });
  }

  private intent(call: Call): Intent {
    return this.book.get(call.params['id'] ?? '');
  }
}

function checkConfirmation(params: IntentParams, method: string | undefined): void {
  if (params.automatic_payment_methods && params.payment_method_types) {
    invalid('You may only specify one of automatic_payment_methods and payment_method_types.', {
      param: 'payment_method_types',
    });
  }
  if (!params.confirm) {
    checkUnconfirmed(params);
    return;
  }
  if (method === undefined) {
    invalid('You cannot confirm this PaymentIntent: it is missing a payment method.', {
      code: 'payment_intent_unexpected_state',
      param: 'payment_method',
    });
  }
  checkReturn(params);
}

function checkUnconfirmed(params: IntentParams): void {
  const onlyConfirmed = params.return_url ?? params.error_on_requires_action ?? params.off_session;
  if (onlyConfirmed === undefined) return;
  invalid('return_url, off_session and error_on_requires_action need confirm=true.');
}

/** Methods with a redirect need an address to come back to; without them there is no use for one. */
function checkReturn({
  automatic_payment_methods: automatic,
  return_url: url,
}: IntentParams): void {
  const mayRedirect = automatic?.allow_redirects !== 'never';
  if (automatic?.enabled === true && mayRedirect && url === undefined) {
    invalid('A return_url is needed unless allow_redirects is never.', { param: 'return_url' });
  }
  if (!mayRedirect && url !== undefined) {
    invalid('return_url has no use with allow_redirects=never.', { param: 'return_url' });
  }
}

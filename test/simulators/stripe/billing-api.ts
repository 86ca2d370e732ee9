/** `/v1/customers`, `/v1/prices`, `/v1/subscriptions`: what recurring payments need. */
import type { Call, Reply, Route } from '#test/simulators/kit/http-exchange.js';
import { tellPrice } from '#test/simulators/stripe/billing-answers.js';
import type { Subscription } from '#test/simulators/stripe/billing.types.js';
import type { Billing } from '#test/simulators/stripe/billing.js';
import { checkAmount } from '#test/simulators/stripe/intents-api.js';
import { invalid, missing, readParams, readQuery } from '#test/simulators/stripe/stripe-errors.js';
import { listOf } from '#test/simulators/stripe/stripe-parts.js';
import {
  customerParamsSchema,
  emptySchema,
  expandQuerySchema,
  listQuerySchema,
  priceParamsSchema,
  subscriptionParamsSchema,
  subscriptionUpdateSchema,
} from '#test/simulators/stripe/stripe-requests.js';

const PATH = '/v1/subscriptions';

export class BillingApi {
  private readonly billing: Billing;

  constructor(billing: Billing) {
    this.billing = billing;
  }

  routes(): Route[] {
    const route = (
      method: string,
      path: string,
      operation: string,
      handle: (call: Call) => Reply,
    ): Route => ({ method, path, operation, handle });
    return [
      route('POST', '/v1/customers', 'create_customer', (call) => this.createCustomer(call)),
      route('POST', '/v1/prices', 'create_price', (call) => this.createPrice(call)),
      route('POST', PATH, 'create_subscription', (call) => this.create(call)),
      route('GET', PATH, 'list_subscriptions', (call) => this.list(call)),
      route('GET', `${PATH}/:id`, 'get_subscription', (call) => this.show(call)),
      route('POST', `${PATH}/:id`, 'update_subscription', (call) => this.update(call)),
      route('DELETE', `${PATH}/:id`, 'cancel_subscription', (call) => this.cancel(call)),
    ];
  }

  private createCustomer(call: Call): Reply {
    const { id, created, email, name, metadata } = this.billing.addCustomer(
      readParams(customerParamsSchema, call),
    );
    const body = {
      id,
      object: 'customer',
      created,
      email: email ?? null,
      name: name ?? null,
      metadata,
    };
    return { status: 200, body };
  }

  private createPrice(call: Call): Reply {
    const params = readParams(priceParamsSchema, call);
    checkAmount(params.unit_amount, params.currency, 'unit_amount');
    if ((params.product === undefined) === (params.product_data === undefined)) {
      invalid('A price needs either product or product_data.', { code: 'parameter_missing' });
    }
    const recurring = params.recurring ?? invalid('Only recurring prices are simulated.');
    return { status: 200, body: tellPrice(this.billing.addPrice({ ...params, recurring })) };
  }

  private create(call: Call): Reply {
    const params = readParams(subscriptionParamsSchema, call);
    const customer =
      this.billing.customers.get(params.customer) ??
      missing('customer', params.customer, 'customer');
    const priceId = params.items[0]?.price ?? '';
    const price = this.billing.prices.get(priceId) ?? missing('price', priceId, 'items[0][price]');
    const paymentMethod = params.default_payment_method ?? customer.paymentMethod;
    if (paymentMethod === undefined && params.trial_period_days === undefined) {
      invalid('This customer has no attached payment source or default payment method.', {
        code: 'resource_missing',
      });
    }
    const subscription = this.billing.subscribe({
      customer: customer.id,
      price,
      paymentMethod: paymentMethod ?? 'pm_card_visa',
      metadata: params.metadata,
      trialDays: params.trial_period_days,
      behavior: params.payment_behavior,
    });
    return { status: 200, body: this.billing.tell(subscription, params.expand) };
  }

  private list(call: Call): Reply {
    const query = readQuery(listQuerySchema, call);
    const all = [...this.billing.subscriptions.values()].filter(
      ({ status }) => query.status === 'all' || status !== 'canceled',
    );
    const tell = (one: Subscription) => this.billing.tell(one, inItems(query.expand));
    return { status: 200, body: listOf(all, query, { url: PATH, tell }) };
  }

  private show(call: Call): Reply {
    const { expand } = readQuery(expandQuerySchema, call);
    return { status: 200, body: this.billing.tell(this.subscription(call), expand) };
  }

  private update(call: Call): Reply {
    const params = readParams(subscriptionUpdateSchema, call);
    const subscription = this.running(call);
    if (params.cancel_at_period_end !== undefined) {
      this.billing.cancelAtEnd(subscription, params.cancel_at_period_end);
    }
    return { status: 200, body: this.billing.tell(subscription, params.expand) };
  }

  private cancel(call: Call): Reply {
    readParams(emptySchema, call);
    const subscription = this.running(call);
    this.billing.cancel(subscription);
    return { status: 200, body: this.billing.tell(subscription) };
  }

  /** A cancelled subscription can only be looked at. */
  private running(call: Call): Subscription {
    const subscription = this.subscription(call);
    return subscription.status === 'canceled'
      ? missing('subscription', subscription.id)
      : subscription;
  }

  private subscription(call: Call): Subscription {
    const id = call.params['id'] ?? '';
    return this.billing.subscriptions.get(id) ?? missing('subscription', id);
  }
}

function inItems(expand: readonly string[]): string[] {
  return expand.map((name) => name.replace(/^data\./, ''));
}

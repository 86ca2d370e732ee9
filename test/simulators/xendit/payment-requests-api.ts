/** `/v3/payment_requests` and `/v3/payments`. */
import type { Call, Reply, Route } from '#test/simulators/kit/http-exchange.js';
import {
  isOpen,
  paymentBody,
  requestBody,
  type Payment,
  type PaymentLedger,
  type PaymentRequest,
} from '#test/simulators/xendit/payment-ledger.js';
import type { PaymentTokens } from '#test/simulators/xendit/payment-tokens.js';
import { readBody, refuse } from '#test/simulators/xendit/xendit-errors.js';
import type { XenditParts } from '#test/simulators/xendit/xendit-parts.js';
import {
  captureSchema,
  paymentRequestSchema,
  simulateSchema,
  type PaymentRequestBody,
} from '#test/simulators/xendit/xendit-requests.js';

export class PaymentRequestsApi {
  private readonly parts: XenditParts;
  private readonly ledger: PaymentLedger;
  private readonly tokens: PaymentTokens;

  constructor(parts: XenditParts, ledger: PaymentLedger, tokens: PaymentTokens) {
    this.parts = parts;
    this.ledger = ledger;
    this.tokens = tokens;
  }

  routes(): Route[] {
    const requests = '/v3/payment_requests';
    const payments = '/v3/payments';
    const ok = (body: unknown): Reply => ({ status: 200, body });
    return [
      {
        method: 'POST',
        path: requests,
        operation: 'create_payment_request',
        handle: (call) => this.create(call),
      },
      {
        method: 'GET',
        path: requests,
        operation: 'list_payment_requests',
        handle: (call) => this.list(call),
      },
      {
        method: 'GET',
        path: `${requests}/:id`,
        operation: 'get_payment_request',
        handle: (call) => ok(requestBody(this.request(call))),
      },
      {
        method: 'POST',
        path: `${requests}/:id/cancel`,
        operation: 'cancel_payment_request',
        handle: (call) => this.cancel(call),
      },
      {
        method: 'POST',
        path: `${requests}/:id/simulate`,
        operation: 'simulate_payment',
        handle: (call) => this.simulate(call),
      },
      {
        method: 'GET',
        path: `${payments}/:id`,
        operation: 'get_payment',
        handle: (call) => ok(paymentBody(this.payment(call))),
      },
      {
        method: 'POST',
        path: `${payments}/:id/capture`,
        operation: 'capture_payment',
        handle: (call) => this.capture(call),
      },
      {
        method: 'POST',
        path: `${payments}/:id/cancel`,
        operation: 'cancel_payment',
        handle: (call) => this.void(call),
      },
    ];
  }

  private create(call: Call): Reply {
    const body = readBody(paymentRequestSchema, call);
    if (this.parts.account.config.inactive_channels.includes(body.channel_code)) {
      refuse(403, 'CHANNEL_NOT_ACTIVATED', 'The channel is not activated for this account');
    }
    this.refusePastExpiry(body);
    const verdict = body.channel_code === 'CARDS' ? this.checkCard(body) : undefined;
    const request = this.ledger.create(body);
    // Without a 3-D Secure page the bank has answered before this call returns.
    if (request.actions.length === 0 && verdict === 'accept') this.ledger.pay(request);
    if (request.actions.length === 0 && verdict === 'decline') this.ledger.fail(request);
    return { status: 201, body: requestBody(request) };
  }

  private checkCard(
    body: Extract<PaymentRequestBody, { channel_code: 'CARDS' }>,
  ): 'accept' | 'decline' {
    if (
      this.ledger
        .findByReference(body.reference_id)
        .some((found) => found.body.channel_code === 'CARDS')
    ) {
      // The specification prints this code for duplicates; only the HTTP status tells them apart.
      refuse(409, 'DATA_NOT_FOUND', 'The reference_id has been used');
    }
    const properties = body.channel_properties;
    if (properties.card_details) {
      refuse(403, 'REQUEST_FORBIDDEN_ERROR', 'Card numbers need PCI approval');
    }
    const isReturning =
      properties.success_return_url !== undefined && properties.failure_return_url !== undefined;
    if (properties.skip_three_ds !== true && !isReturning) {
      refuse(
        400,
        'API_VALIDATION_ERROR',
        'success_return_url and failure_return_url are required for 3DS',
      );
    }
    const verdict = this.tokens.verdict(body.payment_token_id ?? '');
    if (!verdict) refuse(400, 'INVALID_TOKEN', 'The payment token is not known');
    return verdict;
  }

  private refusePastExpiry(body: PaymentRequestBody): void {
    const properties = body.channel_properties;
    if (!('expires_at' in properties) || properties.expires_at === undefined) return;
    if (Date.parse(properties.expires_at) <= this.parts.kit.clock.now()) {
      refuse(400, 'API_VALIDATION_ERROR', 'channel_properties.expires_at is in the past');
    }
  }

  private list(call: Call): Reply {
    const reference = call.query.get('reference_id');
    if (reference === null) refuse(400, 'API_VALIDATION_ERROR', 'reference_id is required');
    const data = this.ledger.findByReference(reference).map(requestBody);
    return { status: 200, body: { data, has_more: false } };
  }

  private cancel(call: Call): Reply {
    const request = this.request(call);
    if (!isOpen(request)) {
      refuse(400, 'INACTIVE_PAYMENT_REQUEST', `The payment request is ${request.status}`);
    }
    this.ledger.cancel(request);
    return { status: 200, body: requestBody(request) };
  }

  private simulate(call: Call): Reply {
    const request = this.request(call);
    const { amount } = readBody(simulateSchema, call);
    if (!isOpen(request)) {
      refuse(400, 'INACTIVE_PAYMENT_REQUEST', `The payment request is ${request.status}`);
    }
    this.ledger.pay(request, amount);
    return {
      status: 200,
      body: { status: 'PENDING', message: 'A payment is being made; its result comes by webhook.' },
    };
  }

  private capture(call: Call): Reply {
    const payment = this.payment(call);
    const { capture_amount: amount } = readBody(captureSchema, call);
    if (payment.status !== 'AUTHORIZED') {
      refuse(400, 'INELIGIBLE_TRANSACTION_STATUS', `The payment is ${payment.status}`);
    }
    if (amount > payment.request.body.request_amount) {
      refuse(400, 'CAPTURE_AMOUNT_EXCEEDED', 'More than was authorised');
    }
    this.ledger.capture(payment, amount);
    return { status: 200, body: paymentBody(payment) };
  }

  private void(call: Call): Reply {
    const payment = this.payment(call);
    if (payment.status !== 'AUTHORIZED') {
      refuse(400, 'INELIGIBLE_TRANSACTION_STATUS', `The payment is ${payment.status}`);
    }
    payment.status = 'CANCELED';
    return { status: 200, body: paymentBody(payment) };
  }

  private request(call: Call): PaymentRequest {
    this.ledger.sweep();
    return (
      this.ledger.requests.get(call.params['id'] ?? '') ??
      refuse(404, 'DATA_NOT_FOUND', 'No such payment request')
    );
  }

  private payment(call: Call): Payment {
    return (
      this.ledger.payments.get(call.params['id'] ?? '') ??
      refuse(404, 'DATA_NOT_FOUND', 'No such payment')
    );
  }
}

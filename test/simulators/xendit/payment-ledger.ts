/** Payment requests of version 3 and the payments made on them. */
import { qrisPayload } from '#test/simulators/kit/qris-payload.js';
import type { PaymentRequestBody } from '#test/simulators/xendit/xendit-requests.js';
import {
  BoundedMap,
  prefixedId,
  sendEvent,
  type XenditParts,
} from '#test/simulators/xendit/xendit-parts.js';

export type RequestStatus =
  'REQUIRES_ACTION' | 'AUTHORIZED' | 'SUCCEEDED' | 'FAILED' | 'CANCELED' | 'EXPIRED';
export type PaymentStatus = 'AUTHORIZED' | 'SUCCEEDED' | 'FAILED' | 'CANCELED';

export interface PaymentRequest {
  readonly id: string;
  readonly body: PaymentRequestBody;
  readonly actions: readonly Action[];
  readonly created: string;
  readonly expiresAt: number;
  /** The session it was made in, if any: a failure there ends nothing. */
  readonly sessionId: string | undefined;
  status: RequestStatus;
  updated: string;
  failureCode: string | undefined;
  latestPaymentId: string | undefined;
}

export interface Payment {
  readonly id: string;
  readonly request: PaymentRequest;
  readonly created: string;
  readonly captures: { capture_id: string; capture_amount: number; capture_timestamp: string }[];
  status: PaymentStatus;
  failureCode: string | undefined;
}

interface Action {
  readonly type: 'PRESENT_TO_CUSTOMER' | 'REDIRECT_CUSTOMER';
  readonly descriptor: 'QR_STRING' | 'VIRTUAL_ACCOUNT_NUMBER' | 'WEB_URL' | 'DEEPLINK_URL';
  readonly value: string;
}

const MINUTE = 60_000;

export class PaymentLedger {
  readonly requests = new BoundedMap<PaymentRequest>();
  readonly payments = new BoundedMap<Payment>();
  private readonly byReference = new BoundedMap<PaymentRequest[]>();
  private readonly open = new Set<PaymentRequest>();
  private readonly parts: XenditParts;

  constructor(parts: XenditParts) {
    this.parts = parts;
  }

  create(body: PaymentRequestBody, sessionId?: string): PaymentRequest {
    const id = prefixedId('pr');
    const created = this.parts.kit.clock.iso();
    const request: PaymentRequest = {
      id,
      body,
      actions: actionsOf(id, body, this.parts.kit.origin()),
      created,
      expiresAt: this.expiryOf(body),
      sessionId,
      status: 'REQUIRES_ACTION',
      updated: created,
      failureCode: undefined,
      latestPaymentId: undefined,
    };
    this.requests.set(id, request);
    this.byReference.set(body.reference_id, [...this.findByReference(body.reference_id), request]);
    this.open.add(request);
    return request;
  }

  findByReference(reference: string): PaymentRequest[] {
    return this.byReference.get(reference) ?? [];
  }

  /** The guest pays: captured at once, or only authorised when the merchant captures by hand. */
  pay(request: PaymentRequest, amount = request.body.request_amount): Payment {
    mustBeOpen(request);
    const isManual =
      request.body.capture_method === 'MANUAL' && request.body.channel_code === 'CARDS';
    const payment = this.attempt(request, isManual ? 'AUTHORIZED' : 'SUCCEEDED');
    this.end(request, isManual ? 'AUTHORIZED' : 'SUCCEEDED');
    if (isManual) {
      sendEvent(
        this.parts,
        'payment.authorization',
        request.body.reference_id,
        paymentBody(payment),
      );
      return payment;
    }
    this.capture(payment, amount);
    return payment;
  }

  /** Takes the money; version 3 leaves an authorised request at AUTHORIZED. */
  capture(payment: Payment, amount: number): void {
    payment.status = 'SUCCEEDED';
    payment.captures.push({
      capture_id: prefixedId('cap'),
      capture_amount: amount,
      capture_timestamp: this.parts.kit.clock.iso(),
    });
    sendEvent(
      this.parts,
      'payment.capture',
      payment.request.body.reference_id,
      paymentBody(payment),
    );
  }

  fail(request: PaymentRequest, code = 'CARD_DECLINED'): Payment {
    mustBeOpen(request);
    const payment = this.attempt(request, 'FAILED');
    payment.failureCode = code;
    request.failureCode = code;
    this.end(request, 'FAILED');
    sendEvent(this.parts, 'payment.failure', request.body.reference_id, paymentBody(payment));
    return payment;
  }

  cancel(request: PaymentRequest): void {
    this.end(request, 'CANCELED');
  }

  expire(request: PaymentRequest): void {
    mustBeOpen(request);
    this.end(request, 'EXPIRED');
  }

  sweep(): void {
    const now = this.parts.kit.clock.now();
    for (const request of this.open) {
      if (request.expiresAt <= now) this.expire(request);
    }
  }

  private attempt(request: PaymentRequest, status: PaymentStatus): Payment {
    const created = this.parts.kit.clock.iso();
    const payment: Payment = {
      id: prefixedId('py'),
      request,
      created,
      captures: [],
      status,
      failureCode: undefined,
    };
    this.payments.set(payment.id, payment);
    request.latestPaymentId = payment.id;
    return payment;
  }

  private end(request: PaymentRequest, status: RequestStatus): void {
    request.status = status;
    request.updated = this.parts.kit.clock.iso();
    this.open.delete(request);
  }

  private expiryOf(body: PaymentRequestBody): number {
    const properties = body.channel_properties;
    if ('expires_at' in properties && properties.expires_at !== undefined) {
      return Date.parse(properties.expires_at);
    }
    const minutes =
      body.channel_code.endsWith('_VIRTUAL_ACCOUNT') || body.channel_code === 'QRIS' ? 48 * 60 : 15;
    return this.parts.kit.clock.now() + minutes * MINUTE;
  }
}

export function requestBody(request: PaymentRequest): Record<string, unknown> {
  return {
    payment_request_id: request.id,
    ...request.body,
    latest_payment_id: request.latestPaymentId ?? null,
    status: request.status,
    actions: request.status === 'REQUIRES_ACTION' ? request.actions : [],
    failure_code: request.failureCode ?? null,
    created: request.created,
    updated: request.updated,
  };
}

export function paymentBody(payment: Payment): Record<string, unknown> {
  const { body, id } = payment.request;
  return {
    payment_id: payment.id,
    status: payment.status,
    payment_request_id: id,
    request_amount: body.request_amount,
    channel_code: body.channel_code,
    country: body.country,
    currency: body.currency,
    reference_id: body.reference_id,
    type: 'SINGLE_PAYMENT',
    captures: payment.captures,
    payment_details: {},
    ...(payment.failureCode !== undefined && { failure_code: payment.failureCode }),
    ...(body.metadata && { metadata: body.metadata }),
    created: payment.created,
    updated: payment.captures.at(-1)?.capture_timestamp ?? payment.created,
  };
}

export function isOpen(request: PaymentRequest): boolean {
  return request.status === 'REQUIRES_ACTION';
}

function mustBeOpen(request: PaymentRequest): void {
  if (!isOpen(request)) throw new Error(`is ${request.status}, no longer open`);
}

function actionsOf(id: string, body: PaymentRequestBody, origin: string): Action[] {
  const { channel_code: channel, request_amount: amount, reference_id: reference } = body;
  if (channel === 'QRIS') {
    const value = qrisPayload({
      amount,
      merchantName: 'SIMULATOR HOTEL',
      city: 'JAKARTA',
      reference,
    });
    return [{ type: 'PRESENT_TO_CUSTOMER', descriptor: 'QR_STRING', value }];
  }
  if ('display_name' in body.channel_properties) {
    const value = body.channel_properties.virtual_account_number ?? accountNumber(id);
    return [{ type: 'PRESENT_TO_CUSTOMER', descriptor: 'VIRTUAL_ACCOUNT_NUMBER', value }];
  }
  // A phone number means a push to the wallet; there is nothing to open then.
  if (channel === 'OVO' && body.channel_properties.account_mobile_number !== undefined) return [];
  if (channel === 'CARDS' && body.channel_properties.skip_three_ds === true) return [];
  return [{ type: 'REDIRECT_CUSTOMER', descriptor: 'WEB_URL', value: `${origin}/pages/pay/${id}` }];
}

function accountNumber(id: string): string {
  const digits = id.replace(/\D/g, '').padEnd(10, '0').slice(0, 10);
  return `880899${digits}`;
}

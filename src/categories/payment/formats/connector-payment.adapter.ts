import { z, type ZodType } from 'zod';
import type { OperationRunner } from '#connectors/format.js';
import { VendorError } from '#core/errors/vendor-error.js';
import {
  type CaptureRequest,
  type CreatePaymentRequest,
  type OptionalOperation,
  type PaymentCreated,
  type PaymentPort,
  type PaymentQuery,
  type PaymentState,
  type RefundRequest,
  type RefundState,
  VENDOR_PAYMENT_STATUSES,
} from '../payment.port.js';
import { type PaymentAction, paymentActionSchema } from './payment-action.schemas.js';

const idSchema = z.union([z.string().min(1), z.number()]).transform(String);
const refsSchema = z.record(z.string(), z.coerce.string()).default({});
const dateSchema = z.iso.datetime({ offset: true }).transform((text) => new Date(text));
const statusSchema = z.enum(VENDOR_PAYMENT_STATUSES);

const stateSchema = z.object({
  reference: idSchema.optional(),
  status: statusSchema.optional(),
  vendor_status: z.string().optional(),
  amount: z.int().optional(),
  unread_amount: z.string().optional(),
  currency: z.string().optional(),
  gateway_transaction_id: idSchema.optional(),
  action: paymentActionSchema.optional().catch(undefined),
  expires_at: dateSchema.optional().catch(undefined),
  refs: refsSchema,
});

const refundSchema = z.object({
  status: z.enum(['pending', 'succeeded', 'failed']),
  gateway_refund_id: idSchema.optional(),
  amount: z.int().optional().catch(undefined),
});

/** Every payment format: the connector says how to ask, the format's own schema what `create` must answer. */
export class ConnectorPaymentAdapter implements PaymentPort {
  private readonly createdSchema;

  constructor(
    private readonly runner: OperationRunner,
    action: ZodType<PaymentAction>,
  ) {
    this.createdSchema = z.object({
      status: statusSchema.default('pending'),
      vendor_status: z.string().optional(),
      amount: z.int().optional().catch(undefined),
      unread_amount: z.string().optional(),
      currency: z.string().optional().catch(undefined),
      gateway_transaction_id: idSchema.optional(),
      action,
      expires_at: dateSchema.optional().catch(undefined),
      refs: refsSchema,
    });
  }

  canRepeat(operation: 'create' | 'capture' | 'refund'): boolean {
    return this.runner.isIdempotent(operation);
  }

  can(operation: OptionalOperation): boolean {
    return this.runner.has(operation);
  }

  async create(request: CreatePaymentRequest): Promise<PaymentCreated> {
    const created = await this.runner.run('create', toCreate(request), this.createdSchema);
    return {
      gatewayTransactionId: created.gateway_transaction_id,
      status: created.status,
      vendorStatus: created.vendor_status,
      amount: created.amount,
      unreadAmount: created.unread_amount,
      currency: created.currency,
      action: created.action,
      expiresAt: created.expires_at,
      refs: created.refs,
    };
  }

  async status(query: PaymentQuery): Promise<PaymentState> {
    return this.ask('status', toQuery(query), query);
  }

  async find(query: PaymentQuery): Promise<PaymentState> {
    return this.ask(this.runner.has('lookup') ? 'lookup' : 'status', toQuery(query), query);
  }

  async cancel(query: PaymentQuery): Promise<PaymentState> {
    return this.ask('cancel', toQuery(query), query);
  }

  async capture(request: CaptureRequest): Promise<PaymentState> {
    return this.ask('capture', toCapture(request), request);
  }

  async refund(request: RefundRequest): Promise<RefundState> {
    return this.askRefund('refund', request, toRefund(request));
  }

  async refundStatus(request: RefundRequest & { gatewayRefundId?: string }): Promise<RefundState> {
    const asked = { ...toRefund(request), gateway_refund_id: request.gatewayRefundId };
    return this.askRefund('refund_status', request, asked);
  }

  private async ask(
    operation: string,
    request: Record<string, unknown>,
    query: PaymentQuery,
  ): Promise<PaymentState> {
    const state = await this.runner.run(operation, request, stateSchema, { refs: query.refs });
    if (state.reference !== undefined && state.reference !== query.reference) {
      throw anotherPayment(operation);
    }
    return {
      status: state.status,
      vendorStatus: state.vendor_status,
      amount: state.amount,
      unreadAmount: state.unread_amount,
      currency: state.currency,
      gatewayTransactionId: state.gateway_transaction_id,
      action: state.action,
      expiresAt: state.expires_at,
      refs: state.refs,
    };
  }

  private async askRefund(
    operation: string,
    query: PaymentQuery,
    request: Record<string, unknown>,
  ): Promise<RefundState> {
    const refund = await this.runner.run(operation, request, refundSchema, { refs: query.refs });
    return {
      status: refund.status,
      gatewayRefundId: refund.gateway_refund_id,
      amount: refund.amount,
    };
  }
}

/**
 * Ids that came with a webhook may lead to somebody else's payment, so an answer that names its reference must
 * name ours.
 */
function anotherPayment(operation: string): VendorError {
  return new VendorError(
    'invalid_request',
    `The vendor answered "${operation}" about another payment; the answer is not used.`,
    { field: 'reference', vendorCode: 'another_payment' },
  );
}

function toCreate(request: CreatePaymentRequest): Record<string, unknown> {
  return {
    reference: request.reference,
    number: request.number,
    order_id: request.orderId,
    amount: request.amount,
    currency: request.currency,
    description: request.description,
    method: request.method,
    token: request.token,
    customer: request.customer,
    items: request.items,
    return_url: request.returnUrl,
    expires_at: request.expiresAt?.toISOString(),
    expires_in_seconds: request.expiresInSeconds,
    metadata: request.metadata,
    capture_method: request.captureMethod,
    idempotency_key: request.idempotencyKey,
  };
}

function toQuery(query: PaymentQuery): Record<string, unknown> {
  return {
    reference: query.reference,
    amount: query.amount,
    currency: query.currency,
    gateway_transaction_id: query.gatewayTransactionId,
    created_at: query.createdAt?.toISOString(),
  };
}

function toCapture(request: CaptureRequest): Record<string, unknown> {
  return {
    ...toQuery(request),
    amount: request.captureAmount,
    payment_amount: request.amount,
    is_full: request.isFull,
    idempotency_key: request.idempotencyKey,
  };
}

function toRefund(request: RefundRequest): Record<string, unknown> {
  return {
    reference: request.reference,
    gateway_transaction_id: request.gatewayTransactionId,
    refund_reference: request.refundReference,
    amount: request.refundAmount,
    payment_amount: request.amount,
    currency: request.currency,
    reason: request.reason,
    is_full: request.isFull,
    idempotency_key: request.idempotencyKey,
  };
}

/** Virtual accounts that the hotel registers: create, look up, status, delete. */
import type { Reply } from '#test/simulators/kit/http-exchange.js';
import type { SnapAccount } from '#test/simulators/snap-bank/snap-account.js';
import {
  badFormat,
  DUPLICATE,
  INVALID_BILL,
  PAID_BILL,
  refusal,
  type Service,
  success,
} from '#test/simulators/snap-bank/snap-answers.js';
import {
  type CreateVa,
  createVaSchema,
  deleteVaSchema,
  inquiryVaSchema,
  vaStatusSchema,
} from '#test/simulators/snap-bank/snap-requests.js';

export interface RegisteredVa {
  readonly request: CreateVa;
  paid?: { readonly paymentRequestId: string; readonly value: string };
}

export class VaApi {
  /** By trxId. */
  readonly registered = new Map<string, RegisteredVa>();
  /** Payments of numbers that the hotel never registered, by number. */
  readonly payments = new Map<string, { paymentRequestId: string; value: string }>();
  private readonly account: SnapAccount;

  constructor(account: SnapAccount) {
    this.account = account;
  }

  create(body: unknown): Reply {
    const request = createVaSchema.parse(body);
    const problem = this.idProblem('create_va', request);
    if (problem) return problem;
    if (this.registered.has(request.trxId)) return refusal('create_va', DUPLICATE);
    if (this.findByNumber(request.virtualAccountNo)) return refusal('create_va', INVALID_BILL);
    this.registered.set(request.trxId, { request });
    return success('create_va', { virtualAccountData: request });
  }

  inquiry(body: unknown): Reply {
    const va = this.registered.get(inquiryVaSchema.parse(body).trxId);
    if (!va) return refusal('inquiry_va', INVALID_BILL);
    return success('inquiry_va', { virtualAccountData: va.request });
  }

  remove(body: unknown): Reply {
    const request = deleteVaSchema.parse(body);
    const problem = this.idProblem('delete_va', request);
    if (problem) return problem;
    const va = this.registered.get(request.trxId);
    if (!va) return refusal('delete_va', INVALID_BILL);
    if (va.paid) return refusal('delete_va', PAID_BILL);
    this.registered.delete(request.trxId);
    const { partnerServiceId, customerNo, virtualAccountNo, trxId } = request;
    return success('delete_va', {
      virtualAccountData: { partnerServiceId, customerNo, virtualAccountNo, trxId },
    });
  }

  status(body: unknown): Reply {
    const request = vaStatusSchema.parse(body);
    const problem = this.idProblem('va_status', request);
    if (problem) return problem;
    const number = request.virtualAccountNo.trim();
    const va = this.findByNumber(number);
    const paid = va?.paid ?? this.payments.get(number);
    if (!va && !paid) return refusal('va_status', INVALID_BILL);
    const { partnerServiceId, customerNo, virtualAccountNo, inquiryRequestId } = request;
    return success('va_status', {
      virtualAccountData: {
        partnerServiceId,
        customerNo,
        virtualAccountNo,
        inquiryRequestId,
        ...(paid && {
          paymentRequestId: paid.paymentRequestId,
          paidAmount: { value: paid.value, currency: 'IDR' },
          paymentFlagStatus: '00',
        }),
      },
    });
  }

  /** The bank took money for a number. */
  pay(number: string, payment: { paymentRequestId: string; value: string }): void {
    const va = this.findByNumber(number);
    if (va) va.paid = payment;
    this.payments.set(number, payment);
  }

  findByNumber(number: string): RegisteredVa | undefined {
    return [...this.registered.values()].find(
      ({ request }) => request.virtualAccountNo.trim() === number.trim(),
    );
  }

  private idProblem(
    service: Service,
    ids: { partnerServiceId: string; customerNo: string; virtualAccountNo: string },
  ): Reply | undefined {
    if (ids.partnerServiceId !== this.account.paddedServiceId()) {
      return refusal(service, badFormat('partnerServiceId'));
    }
    return ids.virtualAccountNo === ids.partnerServiceId + ids.customerNo
      ? undefined
      : refusal(service, badFormat('virtualAccountNo'));
  }
}

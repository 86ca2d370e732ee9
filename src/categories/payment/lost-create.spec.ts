import { describe, expect, it, jest } from '@jest/globals';
import { VendorError, type VendorErrorKind } from '#core/errors/vendor-error.js';
import { findLostCreate } from './lost-create.js';
import type {
  CreatePaymentRequest,
  OptionalOperation,
  PaymentPort,
  PaymentState,
} from './payment.port.js';

const REQUEST: CreatePaymentRequest = {
  reference: 'ORD-1',
  orderId: 'ORD-1',
  amount: 150_000,
  currency: 'IDR',
  idempotencyKey: 'key-1',
};
const QR = { type: 'qr', qr_string: '00020101' } as const;
const PENDING: PaymentState = { status: 'pending', refs: { id: 'tx-1' } };

interface Vendor {
  /** What `find` gives, one after the other. */
  readonly looks: readonly (PaymentState | VendorErrorKind)[];
  readonly operations?: readonly OptionalOperation[];
  readonly repeats?: boolean;
}

function aVendor({ looks, operations = ['lookup'], repeats = false }: Vendor) {
  const left = [...looks];
  const find = jest.fn<PaymentPort['find']>(async () => {
    const seen = left.shift();
    if (typeof seen === 'object') return seen;
    throw new VendorError(seen ?? 'unavailable', 'no');
  });
  const create = jest.fn<PaymentPort['create']>(async () => ({
    status: 'pending',
    action: QR,
    refs: { code: 'qr-1' },
  }));
  const port = {
    can: (operation: OptionalOperation) => operations.includes(operation),
    canRepeat: () => repeats,
    find,
    create,
  } as unknown as PaymentPort;
  return { port, find, create };
}

const NO_WAIT = { wait: async () => undefined };

describe('a create whose answer was lost', () => {
  it('is found by its reference', async () => {
    const { port, find } = aVendor({ looks: [PENDING] });
    expect(await findLostCreate(port, REQUEST, NO_WAIT)).toMatchObject({
      outcome: 'found',
      created: { status: 'pending', action: { type: 'none' }, refs: { id: 'tx-1' } },
    });
    expect(find).toHaveBeenCalledWith(expect.objectContaining({ reference: 'ORD-1', refs: {} }));
  });

  it('is looked for again, because it may still be on its way', async () => {
    const { port } = aVendor({ looks: ['not_found', PENDING] });
    expect((await findLostCreate(port, REQUEST, NO_WAIT)).outcome).toBe('found');
  });

  it('is absent once the vendor has denied it every time', async () => {
    const { port, find } = aVendor({ looks: ['not_found', 'not_found'] });
    expect(await findLostCreate(port, REQUEST, NO_WAIT)).toEqual({ outcome: 'absent' });
    expect(find).toHaveBeenCalledTimes(2);
  });

  it.each<[string, VendorErrorKind[]]>([
    ['the vendor can not be asked', ['unavailable', 'unavailable']],
    ['one look fails', ['not_found', 'ambiguous']],
    ['the other look fails', ['unauthorized', 'not_found']],
  ])('is unknown when %s', async (_what, looks) => {
    const { port } = aVendor({ looks });
    expect(await findLostCreate(port, REQUEST, NO_WAIT)).toEqual({ outcome: 'unknown' });
  });

  it('is unknown to a vendor that has no way to ask', async () => {
    const { port, find } = aVendor({ looks: [], operations: [] });
    expect(await findLostCreate(port, REQUEST, NO_WAIT)).toEqual({ outcome: 'unknown' });
    expect(find).not.toHaveBeenCalled();
  });

  it('is not believed to be absent by a status that goes by ids nobody has', async () => {
    const { port } = aVendor({ looks: ['not_found', 'not_found'], operations: ['status'] });
    expect(await findLostCreate(port, REQUEST, NO_WAIT)).toEqual({ outcome: 'unknown' });
  });

  it('is looked for with the ids of an answer that lacked something else', async () => {
    const { port, find } = aVendor({ looks: [PENDING] });
    await findLostCreate(port, REQUEST, { ...NO_WAIT, refs: { id: 'tx-9' } });
    expect(find).toHaveBeenCalledWith(expect.objectContaining({ refs: { id: 'tx-9' } }));
  });
});

describe('the page or code of a create that was found', () => {
  it('comes from a repeat where the vendor knows a repeat for what it is', async () => {
    const { port, create } = aVendor({ looks: [PENDING], repeats: true });
    expect(await findLostCreate(port, REQUEST, NO_WAIT)).toMatchObject({
      created: { action: QR, refs: { id: 'tx-1', code: 'qr-1' } },
    });
    expect(create).toHaveBeenCalledWith(REQUEST);
  });

  it.each<[string, Partial<Vendor>]>([
    ['the vendor would act twice', { repeats: false }],
    ['the status has it already', { repeats: true, looks: [{ ...PENDING, action: QR }] }],
    ['it is paid already', { repeats: true, looks: [{ ...PENDING, status: 'paid' }] }],
  ])('needs no repeat when %s', async (_what, changes) => {
    const { port, create } = aVendor({ looks: [PENDING], ...changes });
    expect((await findLostCreate(port, REQUEST, NO_WAIT)).outcome).toBe('found');
    expect(create).not.toHaveBeenCalled();
  });

  it('may be missing without losing the payment', async () => {
    const { port, create } = aVendor({ looks: [PENDING], repeats: true });
    create.mockRejectedValueOnce(new VendorError('duplicate', 'taken'));
    expect(await findLostCreate(port, REQUEST, NO_WAIT)).toMatchObject({
      outcome: 'found',
      created: { action: { type: 'none' } },
    });
  });
});

/** Bodies this vendor takes; unknown fields are refused, which finds typos. */
import { z } from 'zod';

const text = z.string().min(1);
const numeric = z.union([z.int().min(1), z.string().regex(/^[1-9]\d*$/)]).transform(Number);
const url = z.url({ protocol: /^https?$/ });
const feeDirection = z.enum(['MERCHANT', 'BUYER']).default('MERCHANT');

export const redirectSchema = z
  .strictObject({
    product: z.array(text).min(1),
    qty: z.array(numeric).min(1),
    price: z.array(numeric).min(1),
    description: z.array(z.string()).optional(),
    imageUrl: z.array(z.string()).optional(),
    referenceId: text.optional(),
    returnUrl: url,
    cancelUrl: url,
    notifyUrl: url,
    buyerName: text.optional(),
    buyerEmail: z.email().optional(),
    buyerPhone: text.optional(),
    expired: z.int().min(1).default(24),
    expiredType: z.enum(['hours', 'days']).default('hours'),
    feeDirection,
    paymentMethod: z.enum(['va', 'banktransfer', 'cstore', 'cod', 'qris', 'cc']).optional(),
    account: text.optional(),
    lang: z.enum(['id', 'en']).optional(),
  })
  .refine(
    ({ product, qty, price }) => qty.length === product.length && price.length === qty.length,
    {
      path: ['product'],
      message: 'parallel lists differ in length',
    },
  );
export type RedirectRequest = z.output<typeof redirectSchema>;

/** Channels by payment method, with the longest life in hours where the bank sets one. */
export const CHANNELS: Readonly<Record<string, Readonly<Record<string, number | undefined>>>> = {
  va: {
    bag: undefined,
    bca: 12,
    bpd_bali: undefined,
    bni: undefined,
    cimb: undefined,
    mandiri: undefined,
    bmi: undefined,
    bri: 2,
    bsi: 3,
    permata: undefined,
    danamon: undefined,
    btn: undefined,
  },
  cstore: { alfamart: 24, indomaret: undefined },
  qris: { mpm: undefined },
};

export const directSchema = z
  .strictObject({
    name: text,
    phone: z.string().regex(/^\d{8,15}$/),
    email: z.email(),
    amount: numeric,
    notifyUrl: url,
    referenceId: text,
    paymentMethod: z.enum(['va', 'cstore', 'qris']),
    paymentChannel: text,
    expired: z.int().min(1).default(24),
    comments: z.string().optional(),
    feeDirection,
    account: text.optional(),
  })
  .refine((body) => Object.hasOwn(CHANNELS[body.paymentMethod] ?? {}, body.paymentChannel), {
    path: ['paymentChannel'],
    message: 'is none of the method',
  })
  .refine((body) => body.expired <= (CHANNELS[body.paymentMethod]?.[body.paymentChannel] ?? 720), {
    path: ['expired'],
    message: 'is longer than the bank allows',
  });
export type DirectRequest = z.output<typeof directSchema>;

export const transactionSchema = z.strictObject({
  transactionId: numeric,
  account: text.optional(),
});

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
export const historySchema = z.strictObject({
  status: z.union([z.string(), z.int()]).optional(),
  date: z.enum(['created_at', 'indate']).optional(),
  startdate: day.optional(),
  enddate: day.optional(),
  page: numeric.default(1),
  limit: numeric.default(20).refine((limit) => limit <= 20, 'is at most 20'),
  type: z.union([z.string(), z.int()]).optional(),
  orderBy: z.enum(['id', 'created_at', 'indate']).default('id'),
  order: z.enum(['ASC', 'DESC']).default('DESC'),
  bulkId: text.optional(),
  lang: z.enum(['id', 'en']).optional(),
  account: text.optional(),
});
export type HistoryRequest = z.output<typeof historySchema>;

export const balanceSchema = z.strictObject({ account: text });

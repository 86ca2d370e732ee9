/** Bodies this vendor takes; unknown fields are refused, which finds typos. */
import { z } from 'zod';

const text = z.string().min(1);
const digits = z.string().regex(/^\d{1,15}$/);
const moment = z.string().regex(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/);
const plain = z.string().regex(/^[A-Za-z0-9 .,_-]*$/);
const signature = z.string().regex(/^[0-9a-f]{40}$/);

const bill = {
  merchant_id: text,
  merchant: text,
  bill_no: text.max(32),
  bill_reff: plain.max(32).optional(),
  bill_date: moment,
  bill_expired: moment,
  bill_desc: plain.min(1).max(128),
  bill_gross: digits,
  bill_miscfee: digits,
  bill_total: digits,
  cust_no: plain.min(1).max(32),
  cust_name: plain.min(1).max(32),
  msisdn: z.string().regex(/^\d{8,15}$/),
  email: z.email(),
  signature,
};

export const xpressSchema = z.strictObject({
  ...bill,
  return_url: z.url().optional(),
  payment_channel: z.array(text).min(1).optional(),
  item: z.array(z.strictObject({ product: plain.min(1), qty: digits, amount: digits })).min(1),
});

export const debitSchema = z.strictObject({
  ...bill,
  request: text.max(50),
  bill_currency: z.literal('IDR'),
  payment_channel: text,
  pay_type: z.literal('1'),
  bank_userid: z.string(),
  terminal: z.literal('10'),
  item: z
    .array(
      z.strictObject({
        product: plain.min(1),
        qty: digits,
        amount: digits,
        payment_plan: z.literal('01'),
        merchant_id: text,
        tenor: z.literal('00'),
      }),
    )
    .min(1),
  reserve1: z.string().optional(),
  reserve2: z.string().optional(),
});

const about = { request: text.max(50), merchant_id: text, signature };
export const channelsSchema = z.strictObject({ ...about });
export const inquirySchema = z.strictObject({ ...about, trx_id: text, bill_no: text });
export const cancelSchema = z.strictObject({
  ...inquirySchema.shape,
  merchant: text,
  payment_cancel: text,
});

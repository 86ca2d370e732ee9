/** Request bodies as the vendor documents them. Unknown fields are refused so that a typo is found here. */
import { z } from 'zod';
import { parseZonedTime } from '#test/simulators/midtrans/wib-time.js';

const text = (max = 255) => z.string().min(1).max(max);
const rupiah = z.int().min(1).max(999_999_999_999);

const transactionDetailsSchema = z.strictObject({
  order_id: z
    .string()
    .min(1)
    .max(50)
    .regex(/^[A-Za-z0-9_~.-]+$/),
  gross_amount: rupiah,
});

const itemSchema = z.strictObject({
  id: text(50).optional(),
  price: z.int(),
  quantity: z.int().min(1),
  name: text(50),
  brand: text(50).optional(),
  category: text(50).optional(),
  merchant_name: text(50).optional(),
  tenor: z.int().optional(),
  code_plan: z.int().optional(),
  mid: z.int().optional(),
  url: text().optional(),
});

const addressSchema = z.strictObject({
  first_name: text().optional(),
  last_name: text().optional(),
  email: text().optional(),
  phone: text().optional(),
  address: text().optional(),
  city: text().optional(),
  postal_code: text().optional(),
  country_code: text().optional(),
});

const customerSchema = z.strictObject({
  first_name: text().optional(),
  last_name: text().optional(),
  email: z.email().max(255).optional(),
  phone: z
    .string()
    .max(255)
    .regex(/^\+?[0-9 ()-]{5,}$/)
    .optional(),
  billing_address: addressSchema.optional(),
  shipping_address: addressSchema.optional(),
});

const common = {
  transaction_details: transactionDetailsSchema,
  item_details: z.array(itemSchema).min(1).optional(),
  customer_details: customerSchema.optional(),
  custom_field1: text().optional(),
  custom_field2: text().optional(),
  custom_field3: text().optional(),
  metadata: z.record(z.string(), z.json()).optional(),
};

/** The items, where given, must add up to the amount. */
function sumsUp(body: {
  transaction_details: { gross_amount: number };
  item_details?: Item[] | undefined;
}): boolean {
  if (!body.item_details) return true;
  const sum = body.item_details.reduce((total, item) => total + item.price * item.quantity, 0);
  return sum === body.transaction_details.gross_amount;
}
type Item = z.infer<typeof itemSchema>;

const wibTime = z.string().refine((value) => parseZonedTime(value) !== undefined);
const durationUnit = z.enum([
  'second',
  'seconds',
  'minute',
  'minutes',
  'hour',
  'hours',
  'day',
  'days',
]);

const SNAP_METHODS = [
  'credit_card', 'bca_va', 'bni_va', 'bri_va', 'permata_va', 'cimb_va', 'danamon_va', 'bsi_va', 'seabank_va',
  'saqu_va', 'echannel', 'other_va', 'gopay', 'shopeepay', 'ovo', 'dana', 'other_qris', 'alfamart', 'indomaret',
  'akulaku', 'kredivo', 'bank_transfer', 'cstore',
] as const; // prettier-ignore

export const snapRequestSchema = z
  .strictObject({
    ...common,
    enabled_payments: z.array(z.enum(SNAP_METHODS)).min(1).optional(),
    credit_card: z
      .looseObject({
        secure: z.boolean().optional(),
        type: z.enum(['authorize', 'authorize_capture']).optional(),
      })
      .optional(),
    callbacks: z.strictObject({ finish: z.url().optional(), error: z.url().optional() }).optional(),
    expiry: z
      .strictObject({
        start_time: wibTime.optional(),
        unit: durationUnit,
        duration: z.int().min(1),
      })
      .optional(),
    page_expiry: z.strictObject({ unit: durationUnit, duration: z.int().min(1) }).optional(),
    gopay: z
      .strictObject({ enable_callback: z.boolean().optional(), callback_url: text().optional() })
      .optional(),
    shopeepay: z.strictObject({ callback_url: text().optional() }).optional(),
    dana: z.strictObject({ callback_url: text().optional() }).optional(),
    bca_va: z.looseObject({}).optional(),
    bni_va: z.looseObject({}).optional(),
    bri_va: z.looseObject({}).optional(),
    permata_va: z.looseObject({}).optional(),
    cimb_va: z.looseObject({}).optional(),
  })
  .refine(sumsUp, {
    path: ['transaction_details', 'gross_amount'],
    message: 'not the sum of the items',
  });
export type SnapRequest = z.infer<typeof snapRequestSchema>;

const digits = (min: number, max: number) => z.string().regex(new RegExp(`^[0-9]{${min},${max}}$`));
const vaNumber = {
  bca: digits(1, 11),
  bni: digits(1, 8),
  bri: digits(1, 13),
  cimb: digits(1, 12),
  permata: digits(10, 10),
};
const bank = <B extends keyof typeof vaNumber>(name: B) =>
  z.strictObject({
    bank: z.literal(name),
    va_number: vaNumber[name].optional(),
    free_text: z.looseObject({}).optional(),
    bca: z.looseObject({}).optional(),
    permata: z.strictObject({ recipient_name: text() }).optional(),
  });

const charge = {
  ...common,
  custom_expiry: z
    .strictObject({
      order_time: wibTime.optional(),
      expiry_duration: z.int().min(1),
      unit: z.enum(['second', 'minute', 'hour', 'day']).default('minute'),
    })
    .optional(),
};

const oneCharge = z.discriminatedUnion('payment_type', [
  z.strictObject({
    ...charge,
    payment_type: z.literal('qris'),
    qris: z.strictObject({ acquirer: z.enum(['gopay', 'airpay shopee']).optional() }).optional(),
  }),
  z.strictObject({
    ...charge,
    payment_type: z.literal('bank_transfer'),
    bank_transfer: z.discriminatedUnion('bank', [
      bank('bca'), bank('bni'), bank('bri'), bank('cimb'), bank('permata'),
    ]), // prettier-ignore
  }),
  z.strictObject({ ...charge, payment_type: z.literal('permata') }),
  z.strictObject({
    ...charge,
    payment_type: z.literal('echannel'),
    echannel: z.strictObject({
      bill_info1: text(),
      bill_info2: text(),
      bill_key: digits(6, 12).optional(),
    }),
  }),
  z.strictObject({
    ...charge,
    payment_type: z.literal('gopay'),
    gopay: z
      .strictObject({ enable_callback: z.boolean().optional(), callback_url: text().optional() })
      .optional(),
  }),
  z.strictObject({
    ...charge,
    payment_type: z.literal('shopeepay'),
    shopeepay: z.strictObject({ callback_url: text() }),
  }),
  z.strictObject({
    ...charge,
    payment_type: z.literal('ovo'),
    ovo: z.strictObject({ payer_phone_number: z.string().regex(/^0[0-9]{8,13}$/) }),
  }),
  z.strictObject({
    ...charge,
    payment_type: z.literal('credit_card'),
    credit_card: z.strictObject({
      token_id: text(),
      authentication: z.boolean().optional(),
      type: z.enum(['authorize', 'authorize_capture']).optional(),
      bank: text().optional(),
      installment_term: z.int().optional(),
      bins: z.array(z.string()).optional(),
      save_token_id: z.boolean().optional(),
      callback_type: z.string().optional(),
    }),
  }),
]);
export const chargeRequestSchema = oneCharge.refine(sumsUp, {
  path: ['transaction_details', 'gross_amount'],
  message: 'not the sum of the items',
});
export type ChargeRequest = z.infer<typeof chargeRequestSchema>;

/** An empty body, `null` or a refund that names nothing: all of it. */
export const refundRequestSchema = z
  .strictObject({
    refund_key: z
      .string()
      .regex(/^[A-Za-z0-9_-]{1,255}$/)
      .optional(),
    amount: rupiah.optional(),
    reason: text().optional(),
  })
  .nullish()
  .transform((body) => body ?? {});

export const captureRequestSchema = z.strictObject({
  transaction_id: text(),
  gross_amount: rupiah.optional(),
});

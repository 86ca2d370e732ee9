/** Request bodies as the vendor documents them. Unknown fields are refused so that a typo is found here. */
import { z } from 'zod';

const text = (max = 255) => z.string().min(1).max(max);
const httpsUrl = z.url({ protocol: /^https$/ });
const when = z.iso.datetime();
/** Rupiah are whole; the field itself is a JSON number. */
const rupiah = z.int().min(1).max(50_000_000_000);
const metadata = z.record(z.string(), z.json());
/** Names are told to hold no special characters. */
const plainName = z
  .string()
  .min(1)
  .max(255)
  .regex(/^[\p{L}\p{N} .]+$/u);
const phone = z.string().regex(/^\+[1-9][0-9]{6,14}$/);

const market = { currency: z.literal('IDR'), country: z.literal('ID') };

const customerSchema = z.strictObject({
  reference_id: text().regex(/^[A-Za-z0-9]+$/),
  type: z.literal('INDIVIDUAL'),
  email: z.email().optional(),
  mobile_number: phone.optional(),
  individual_detail: z.strictObject({ given_names: plainName, surname: plainName.optional() }),
});

const sessionFields = {
  reference_id: text(64),
  session_type: z.enum(['PAY', 'SAVE']),
  amount: rupiah,
  ...market,
  customer: customerSchema.optional(),
  customer_id: text().optional(),
  capture_method: z.enum(['AUTOMATIC', 'MANUAL']).optional(),
  allow_save_payment_method: z.enum(['DISABLED', 'OPTIONAL', 'FORCED']).optional(),
  allowed_payment_channels: z.array(text(60)).min(1).optional(),
  expires_at: when.optional(),
  locale: z.enum(['en', 'id']).optional(),
  description: text(1000).optional(),
  items: z.array(z.looseObject({ type: text(), name: text(), quantity: z.number() })).optional(),
  metadata: metadata.optional(),
  channel_properties: z.looseObject({}).optional(),
};

export const sessionRequestSchema = z.discriminatedUnion('mode', [
  z.strictObject({
    ...sessionFields,
    mode: z.literal('PAYMENT_LINK'),
    success_return_url: httpsUrl.optional(),
    cancel_return_url: httpsUrl.optional(),
  }),
  z.strictObject({
    ...sessionFields,
    mode: z.literal('COMPONENTS'),
    components_configuration: z.strictObject({
      origins: z.array(z.string().regex(/^https:\/\/[^/]+$/)).min(1),
      return_url: httpsUrl.optional(),
    }),
  }),
]);
export type SessionRequest = z.infer<typeof sessionRequestSchema>;

const paymentFields = {
  reference_id: text(255),
  type: z.enum(['PAY', 'PAY_AND_SAVE', 'REUSABLE_PAYMENT_CODE']),
  ...market,
  request_amount: rupiah,
  capture_method: z.enum(['AUTOMATIC', 'MANUAL']).optional(),
  description: text(1000).optional(),
  metadata: metadata.optional(),
  customer: customerSchema.optional(),
  customer_id: text().optional(),
  items: z.array(z.looseObject({})).optional(),
};

const expiring = { expires_at: when.optional() };
const returning = { success_return_url: httpsUrl, failure_return_url: httpsUrl.optional() };

const accountSchema = z.strictObject({
  ...expiring,
  display_name: plainName,
  virtual_account_number: z
    .string()
    .regex(/^[0-9]{6,20}$/)
    .optional(),
});

const cardSchema = z.strictObject({
  skip_three_ds: z.boolean().optional(),
  success_return_url: httpsUrl.optional(),
  failure_return_url: httpsUrl.optional(),
  card_on_file_type: z.string().optional(),
  card_details: z.looseObject({ card_number: z.string() }).optional(),
});

const banks = [
  'BCA',
  'BNI',
  'BRI',
  'MANDIRI',
  'PERMATA',
  'BSI',
  'BJB',
  'BNC',
  'BSS',
  'CIMB',
  'MUAMALAT',
] as const;
const wallets = ['DANA', 'SHOPEEPAY', 'LINKAJA', 'ASTRAPAY', 'JENIUSPAY', 'GOPAY'] as const;

export const paymentRequestSchema = z.discriminatedUnion('channel_code', [
  z.strictObject({
    ...paymentFields,
    channel_code: z.literal('QRIS'),
    channel_properties: z.strictObject(expiring),
  }),
  z.strictObject({
    ...paymentFields,
    channel_code: z.enum(banks.map((bank) => `${bank}_VIRTUAL_ACCOUNT` as const)),
    channel_properties: accountSchema,
  }),
  z.strictObject({
    ...paymentFields,
    channel_code: z.enum(wallets),
    channel_properties: z.strictObject({ ...expiring, ...returning }),
  }),
  z.strictObject({
    ...paymentFields,
    channel_code: z.literal('OVO'),
    channel_properties: z.strictObject({
      ...expiring,
      success_return_url: httpsUrl.optional(),
      failure_return_url: httpsUrl.optional(),
      account_mobile_number: phone.optional(),
    }),
  }),
  z.strictObject({
    ...paymentFields,
    channel_code: z.literal('CARDS'),
    payment_token_id: z.string().startsWith('pt-').optional(),
    channel_properties: cardSchema,
  }),
]);
export type PaymentRequestBody = z.infer<typeof paymentRequestSchema>;

export const captureSchema = z.strictObject({ capture_amount: rupiah });
export const simulateSchema = z.strictObject({ amount: rupiah.optional() });

const invoiceMethods = [
  'CREDIT_CARD', 'BCA', 'BNI', 'BSI', 'BRI', 'MANDIRI', 'PERMATA', 'CIMB', 'BJB', 'BNC', 'SAHABAT_SAMPOERNA',
  'ALFAMART', 'INDOMARET', 'OVO', 'DANA', 'SHOPEEPAY', 'LINKAJA', 'JENIUSPAY', 'ASTRAPAY', 'QRIS',
  'DD_BRI', 'DD_MANDIRI', 'KREDIVO', 'AKULAKU', 'ATOME', 'NEXCASH', 'GOPAY',
] as const; // prettier-ignore

export const invoiceRequestSchema = z.strictObject({
  external_id: text(),
  amount: rupiah,
  payer_email: z.email().optional(),
  description: text(1000).optional(),
  invoice_duration: z.int().min(1).optional(),
  customer: z
    .strictObject({
      given_names: plainName.optional(),
      surname: plainName.optional(),
      email: z.email().optional(),
      mobile_number: phone.optional(),
      addresses: z.array(z.looseObject({})).optional(),
    })
    .optional(),
  customer_notification_preference: z.looseObject({}).optional(),
  success_redirect_url: z.url().optional(),
  failure_redirect_url: z.url().optional(),
  payment_methods: z.array(z.enum(invoiceMethods)).min(1).optional(),
  currency: z.enum(['IDR', 'USD', 'THB', 'VND', 'PHP', 'MYR']).optional(),
  items: z
    .array(
      z.strictObject({
        name: text(),
        price: z.number(),
        quantity: z.number(),
        reference_id: text().optional(),
        url: z.url().optional(),
        category: text().optional(),
      }),
    )
    .optional(),
  fees: z.array(z.strictObject({ type: text(), value: z.number() })).optional(),
  should_send_email: z.boolean().optional(),
  should_authenticate_credit_card: z.boolean().optional(),
  mid_label: text().optional(),
  locale: z.enum(['en', 'id']).optional(),
  reminder_time: z.number().optional(),
  reminder_time_unit: z.string().optional(),
  channel_properties: z.looseObject({}).optional(),
  metadata: metadata.optional(),
});
export type InvoiceRequest = z.infer<typeof invoiceRequestSchema>;

export const refundRequestSchema = z
  .strictObject({
    payment_request_id: text().optional(),
    invoice_id: text().optional(),
    reference_id: text().optional(),
    currency: z.literal('IDR').optional(),
    amount: rupiah.optional(),
    reason: z.enum(['FRAUDULENT', 'DUPLICATE', 'REQUESTED_BY_CUSTOMER', 'CANCELLATION', 'OTHERS']),
    metadata: metadata.nullish(),
  })
  .refine((body) => (body.payment_request_id === undefined) !== (body.invoice_id === undefined), {
    path: ['payment_request_id'],
  });
export type RefundRequest = z.infer<typeof refundRequestSchema>;

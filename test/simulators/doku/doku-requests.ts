/** Bodies as the vendor documents them; unknown fields are refused, so that a typo in a preset is found here. */
import { z } from 'zod';

/** What the vendor's own plug-in leaves of names and addresses. */
const plainText = z.string().regex(/^[A-Za-z0-9? .\-/+,=_:@]*$/);
const url = z.url({ protocol: /^https?$/ });
const invoice = z.string().min(1).max(64);

const lineItemSchema = z.strictObject({
  id: z.string().max(64).optional(),
  name: plainText.max(255),
  quantity: z.int().min(1),
  price: z.int().min(0),
  sku: z.string().optional(),
  category: z.string().optional(),
  url: url.optional(),
  image_url: url.optional(),
  type: z.string().optional(),
});

const CHECKOUT_CHANNELS = [
  'VIRTUAL_ACCOUNT_BCA',
  'VIRTUAL_ACCOUNT_BANK_MANDIRI',
  'VIRTUAL_ACCOUNT_BANK_SYARIAH_MANDIRI',
  'VIRTUAL_ACCOUNT_DOKU',
  'VIRTUAL_ACCOUNT_BRI',
  'VIRTUAL_ACCOUNT_BNI',
  'VIRTUAL_ACCOUNT_BANK_PERMATA',
  'VIRTUAL_ACCOUNT_BANK_CIMB',
  'VIRTUAL_ACCOUNT_BANK_DANAMON',
  'VIRTUAL_ACCOUNT_BTN',
  'VIRTUAL_ACCOUNT_BNC',
  'VIRTUAL_ACCOUNT_MAYBANK',
  'ONLINE_TO_OFFLINE_ALFA',
  'ONLINE_TO_OFFLINE_INDOMARET',
  'CREDIT_CARD',
  'QRIS',
  'EMONEY_OVO',
  'EMONEY_SHOPEE_PAY',
  'EMONEY_SHOPEEPAY',
  'EMONEY_DANA',
  'EMONEY_LINKAJA',
  'EMONEY_DOKU',
  'DIRECT_DEBIT_BRI',
  'PEER_TO_PEER_AKULAKU',
  'PEER_TO_PEER_KREDIVO',
  'PEER_TO_PEER_INDODANA',
] as const;

export const checkoutSchema = z.strictObject({
  order: z.strictObject({
    amount: z.int().min(1).max(999_999_999_999),
    invoice_number: invoice,
    currency: z.literal('IDR').optional(),
    callback_url: url.optional(),
    callback_url_cancel: url.optional(),
    callback_url_result: url.optional(),
    language: z.enum(['ID', 'EN']).optional(),
    auto_redirect: z.boolean().optional(),
    disable_retry_payment: z.boolean().optional(),
    session_id: z.string().optional(),
    line_items: z.array(lineItemSchema).min(1).optional(),
  }),
  payment: z.strictObject({
    payment_due_date: z.int().min(1).optional(),
    type: z.enum(['SALE', 'INSTALLMENT', 'AUTHORIZE']).optional(),
    payment_method_types: z.array(z.enum(CHECKOUT_CHANNELS)).min(1).optional(),
  }),
  customer: z
    .strictObject({
      id: z.string().max(50).optional(),
      name: plainText.max(255).optional(),
      last_name: plainText.max(64).optional(),
      email: z.email().max(128).optional(),
      phone: z
        .string()
        .regex(/^\d{5,16}$/)
        .optional(),
      address: plainText.max(400).optional(),
      country: z.string().length(2).optional(),
    })
    .optional(),
  additional_info: z.strictObject({ override_notification_url: url.optional() }).optional(),
});

export const cardRefundSchema = z.strictObject({
  order: z.strictObject({ invoice_number: invoice }),
  payment: z.strictObject({ original_request_id: z.string().min(1).max(128) }),
  refund: z.strictObject({ amount: z.int().min(1) }),
});

const amountSchema = z.strictObject({
  value: z.string().regex(/^(0|[1-9]\d{0,15})\.\d{2}$/),
  currency: z.literal('IDR'),
});
/** With an offset: `Z` is refused. */
const offsetTime = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}[+-]\d{2}:\d{2}$/);
/** Eight characters, padded with spaces on the left. */
const serviceId = z
  .string()
  .length(8)
  .regex(/^ {0,7}\d{1,8}$/);
const channel = z.strictObject({ channel: z.string().min(1).max(40) });
const account = {
  partnerServiceId: serviceId,
  customerNo: z
    .string()
    .regex(/^\d{1,20}$/)
    .optional(),
  virtualAccountNo: z.string().max(28).optional(),
};

export const createVaSchema = z.strictObject({
  ...account,
  virtualAccountName: z
    .string()
    .min(1)
    .max(255)
    .regex(/^[a-zA-Z0-9.\\\-/+,=_:'@% ]*$/),
  virtualAccountEmail: z.email().max(255).optional(),
  virtualAccountPhone: z.string().min(9).max(30).optional(),
  trxId: z.string().min(1).max(64),
  totalAmount: amountSchema,
  additionalInfo: z.strictObject({
    channel: z.string().min(1).max(40),
    virtualAccountConfig: z.strictObject({ reusableStatus: z.boolean() }),
  }),
  virtualAccountTrxType: z.enum(['C', 'O', 'V']),
  expiredDate: offsetTime,
  freeText: z
    .array(z.strictObject({ english: z.string().max(64), indonesia: z.string().max(64) }))
    .optional(),
});

export const vaStatusSchema = z.strictObject({
  partnerServiceId: serviceId,
  customerNo: z.string().regex(/^\d{1,20}$/),
  virtualAccountNo: z.string().max(28),
  inquiryRequestId: z.string().max(128).nullish(),
  paymentRequestId: z.string().max(128).nullish(),
  additionalInfo: z.looseObject({}).optional(),
});

export const deleteVaSchema = z.strictObject({
  ...account,
  trxId: z.string().min(1).max(64),
  additionalInfo: channel,
});

const qrReference = {
  originalReferenceNo: z.string().max(64).optional(),
  originalPartnerReferenceNo: z.string().min(1).max(64),
  merchantId: z.string().min(1).max(64),
};

export const generateQrSchema = z.strictObject({
  partnerReferenceNo: z.string().min(1).max(64),
  amount: amountSchema,
  feeAmount: amountSchema.optional(),
  merchantId: z.string().min(1).max(64),
  terminalId: z.string().min(3).max(16),
  validityPeriod: offsetTime.optional(),
  additionalInfo: z.strictObject({ postalCode: z.string(), feeType: z.literal('1') }),
});

export const queryQrSchema = z.strictObject({ ...qrReference, serviceCode: z.literal('47') });

export const expireQrSchema = z.strictObject(qrReference);

export const refundQrSchema = z.strictObject({
  ...qrReference,
  partnerRefundNo: z.string().min(1).max(64),
  refundAmount: amountSchema,
  reason: z.string().max(256).optional(),
  additionalInfo: z.strictObject({ approvalCode: z.string() }).optional(),
});

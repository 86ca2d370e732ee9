/** Bodies that the bank takes; unknown fields are refused so that a typo in a preset is found here. */
import { z } from 'zod';
import { badFormat, mandatory, type Refused } from '#test/simulators/snap-bank/snap-answers.js';

export const moneySchema = z.strictObject({
  value: z.string().regex(/^\d{1,16}\.\d{2}$/),
  currency: z.literal('IDR'),
});
const stampSchema = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+07:00$/);
const nameSchema = z.string().min(1).max(64);

export const tokenBodySchema = z.union([
  z.strictObject({ grantType: z.literal('client_credentials') }),
  z.strictObject({ grant_type: z.literal('client_credentials') }),
]);

export const generateSchema = z.strictObject({
  partnerReferenceNo: nameSchema,
  amount: moneySchema,
  feeAmount: moneySchema.optional(),
  merchantId: nameSchema,
  subMerchantId: z.string().optional(),
  storeId: z.string().optional(),
  terminalId: z.string().max(16).optional(),
  validityPeriod: stampSchema,
  additionalInfo: z.record(z.string(), z.unknown()).optional(),
});
export type Generate = z.infer<typeof generateSchema>;

export const querySchema = z.strictObject({
  originalReferenceNo: nameSchema.optional(),
  originalPartnerReferenceNo: nameSchema.optional(),
  originalExternalId: z.string().optional(),
  serviceCode: z.literal('47'),
  merchantId: nameSchema,
});

export const cancelSchema = z.strictObject({
  originalPartnerReferenceNo: nameSchema,
  originalReferenceNo: nameSchema.optional(),
  originalExternalId: z.string().optional(),
  merchantId: nameSchema,
  reason: z.string().max(256),
  amount: moneySchema.optional(),
});

export const refundSchema = z.strictObject({
  merchantId: nameSchema,
  originalPartnerReferenceNo: nameSchema,
  originalReferenceNo: nameSchema.optional(),
  partnerRefundNo: nameSchema,
  refundAmount: moneySchema,
  reason: z.string().max(256),
});

const accountFields = {
  partnerServiceId: z.string().min(1).max(8),
  customerNo: z.string().regex(/^\d{1,20}$/),
  virtualAccountNo: z.string().max(28),
};

export const createVaSchema = z.strictObject({
  ...accountFields,
  virtualAccountName: z.string().min(1).max(255),
  virtualAccountEmail: z.string().max(255).optional(),
  virtualAccountPhone: z.string().max(30).optional(),
  trxId: nameSchema,
  totalAmount: moneySchema,
  virtualAccountTrxType: z.enum(['C', 'O']),
  expiredDate: stampSchema.optional(),
  additionalInfo: z.record(z.string(), z.unknown()).optional(),
});
export type CreateVa = z.infer<typeof createVaSchema>;

export const inquiryVaSchema = z.strictObject({
  partnerServiceId: z.string(),
  customerNo: z.string().optional(),
  virtualAccountNo: z.string().optional(),
  trxId: nameSchema,
});
export const deleteVaSchema = z.strictObject({ ...accountFields, trxId: nameSchema });
export const vaStatusSchema = z.strictObject({
  ...accountFields,
  inquiryRequestId: nameSchema,
  paymentRequestId: nameSchema.optional(),
});

/** What is wrong with a body, in the standard's words. */
export function issueOf(error: z.ZodError): Refused {
  const [issue] = error.issues;
  const field = issue?.path.join('.') ?? '';
  const isMissing = issue?.code === 'invalid_type' && issue.message.includes('undefined');
  return isMissing ? mandatory(field) : badFormat(field === '' ? (issue?.message ?? '') : field);
}

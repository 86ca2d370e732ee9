/** What the guest, or the page that serves the guest, has to do to pay. */
import { z } from 'zod';

/** Hosts of payment pages come from the vendor, so only the web's own schemes are passed on to a browser. */
const pageUrlSchema = z.url({ protocol: /^https?$/ });

/** App links such as `gojek://…`; what a browser would run as a script is refused. */
const appUrlSchema = z
  .string()
  .regex(/^[a-z][a-z0-9+.-]*:/i, 'expected a URL')
  .refine(
    (url) => !/^\s*(javascript|data|vbscript):/i.test(url),
    'expected the URL of a page or an app',
  );

export const redirectActionSchema = z.object({ type: z.literal('redirect'), url: pageUrlSchema });
export const qrActionSchema = z.object({
  type: z.literal('qr'),
  qr_string: z.string().min(1).max(2_000),
  qr_image_url: z.string().optional(),
});
export const virtualAccountActionSchema = z.object({
  type: z.literal('virtual_account'),
  bank: z.string().min(1),
  number: z.string().min(1),
  bill_key: z.string().optional(),
  biller_code: z.string().optional(),
});
export const deeplinkActionSchema = z.object({
  type: z.literal('deeplink'),
  url: appUrlSchema,
  web_url: pageUrlSchema.optional(),
});
export const clientTokenActionSchema = z.object({
  type: z.literal('client_token'),
  token: z.string().min(1),
  public_key: z.string().optional(),
  script_url: z.string().optional(),
});
export const noActionSchema = z.object({ type: z.literal('none') });

export const paymentActionSchema = z.discriminatedUnion('type', [
  redirectActionSchema,
  qrActionSchema,
  virtualAccountActionSchema,
  deeplinkActionSchema,
  clientTokenActionSchema,
  noActionSchema,
]);
export type PaymentAction = z.infer<typeof paymentActionSchema>;

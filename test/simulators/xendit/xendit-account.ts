import { z } from 'zod';

/** What can be set about the simulated business, at start or by `POST /_sim/config`. */
export const xenditConfigSchema = z.strictObject({
  secret_key: z.string(),
  public_key: z.string(),
  business_id: z.string(),
  /** Sent with every webhook as `x-callback-token`. */
  callback_token: z.string(),
  /** The dashboard's URL for every product; this vendor takes none per request. */
  webhook_url: z.string().nullable(),
  /** Permissions of the secret key. */
  money_in: z.enum(['none', 'read', 'write']),
  money_out: z.enum(['none', 'read', 'write']),
  /** Channel codes that answer 403 CHANNEL_NOT_ACTIVATED. */
  inactive_channels: z.array(z.string()),
  /** Requests a minute and endpoint; the vendor's test limit is 60, null is no limit. */
  rate_limit: z.int().min(1).nullable(),
  balance: z.int(),
  /** How a refund ends by itself; `pending` waits for `POST /_sim/settle_refund`. */
  refunds_end: z.enum(['SUCCEEDED', 'FAILED', 'pending']),
  /** Writes refund webhooks with the envelope twice, as one page of the documentation shows them. */
  nested_refund_events: z.boolean(),
});
export type XenditConfig = z.infer<typeof xenditConfigSchema>;

export const DEFAULT_BUSINESS: XenditConfig = {
  secret_key: 'xnd_development_simulator0000000000000000000001',
  public_key: 'xnd_public_development_simulator0001',
  business_id: '6094fa76c2fd53701b8e079c',
  callback_token: 'simulator-callback-token-0001',
  webhook_url: null,
  money_in: 'write',
  money_out: 'read',
  inactive_channels: [],
  rate_limit: null,
  balance: 100_000_000,
  refunds_end: 'SUCCEEDED',
  nested_refund_events: false,
};

/** The business; one object that all parts of the model look at. */
export class XenditAccount {
  config: XenditConfig;

  constructor(config: Partial<XenditConfig>) {
    this.config = xenditConfigSchema.parse({ ...DEFAULT_BUSINESS, ...config });
  }

  change(input: Readonly<Record<string, unknown>>): XenditConfig {
    this.config = { ...this.config, ...xenditConfigSchema.partial().parse(input) };
    return this.config;
  }
}

import { z } from 'zod';

/** What can be set about the simulated account, at start or by `POST /_sim/config`. */
export const stripeConfigSchema = z.strictObject({
  secret_key: z.string(),
  publishable_key: z.string(),
  /** A key without the permissions that a test takes away. */
  restricted_key: z.string(),
  /** First the current one; a rolled secret stays in the list and signs, too, for up to 24 hours. */
  webhook_secrets: z.array(z.string()).min(1),
  /** The endpoint that gets every event. */
  webhook_url: z.string().nullable(),
  /** Operations that the restricted key may not use. */
  forbidden_operations: z.array(z.string()),
  /** How a refund ends by itself; `pending` waits for `POST /_sim/settle_refund`. */
  refunds_end: z.enum(['succeeded', 'failed', 'pending']),
  /** How old the time of a signature is. */
  signature_age_s: z.int(),
  /** New objects are found by search only after this. */
  search_lag_ms: z.int().min(0),
});
export type StripeConfig = z.infer<typeof stripeConfigSchema>;

/** The one version whose shapes are simulated; also that of the account and of its webhook endpoint. */
export const API_VERSION = '2026-10-28.endive';

export const DEFAULT_ACCOUNT: StripeConfig = {
  secret_key: 'sk_test_simulator000000000000000001',
  publishable_key: 'pk_test_simulator000000000000000001',
  restricted_key: 'rk_test_simulator000000000000000001',
  webhook_secrets: ['whsec_simulator0000000000000000000001'],
  webhook_url: null,
  forbidden_operations: [],
  refunds_end: 'succeeded',
  signature_age_s: 0,
  search_lag_ms: 30_000,
};

/** The account; one object that all parts of the model look at. */
export class StripeAccount {
  config: StripeConfig;

  constructor(config: Partial<StripeConfig>) {
    this.config = stripeConfigSchema.parse({ ...DEFAULT_ACCOUNT, ...config });
  }

  change(input: Readonly<Record<string, unknown>>): StripeConfig {
    this.config = { ...this.config, ...stripeConfigSchema.partial().parse(input) };
    return this.config;
  }

  /** Mode of the keys. */
  get livemode(): boolean {
    return this.config.secret_key.startsWith('sk_live_');
  }
}

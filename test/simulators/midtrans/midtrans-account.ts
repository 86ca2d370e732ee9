import { z } from 'zod';

/** What can be set about the simulated merchant, at start or by `POST /_sim/config`. */
export const midtransConfigSchema = z.strictObject({
  server_key: z.string(),
  client_key: z.string(),
  merchant_id: z.string(),
  /** The URL of the dashboard; a request's X-Override-Notification replaces it, X-Append-Notification adds one. */
  webhook_url: z.string().nullable(),
  /** Payment types that answer 402: not activated for this merchant. */
  inactive_methods: z.array(z.string()),
  /** Rupiah left for refunds; more is refused with 414. */
  refund_balance: z.int().min(0),
  /** The bank says no to every refund: 202, and nothing is refunded. */
  refunds_refused: z.boolean(),
  /** Whether the second webhook, with `bank_confirmed_at`, follows a refund by itself. */
  refunds_confirmed: z.boolean(),
  /** Sends body codes such as 404 and 406 as HTTP status too, instead of under 200. */
  errors_as_http: z.boolean(),
  /** Automatic Fee Imposition: rupiah added to what the guest pays. */
  imposed_fee: z.int().min(0),
});
export type MidtransConfig = z.infer<typeof midtransConfigSchema>;

export const DEFAULT_ACCOUNT: MidtransConfig = {
  server_key: 'SB-Mid-server-simulator-0001',
  client_key: 'SB-Mid-client-simulator-0001',
  merchant_id: 'G000000001',
  webhook_url: null,
  inactive_methods: [],
  refund_balance: Number.MAX_SAFE_INTEGER,
  refunds_refused: false,
  refunds_confirmed: true,
  errors_as_http: false,
  imposed_fee: 0,
};

/** The merchant account; one object that all parts of the model look at. */
export class MidtransAccount {
  config: MidtransConfig;

  constructor(config: Partial<MidtransConfig>) {
    this.config = midtransConfigSchema.parse({ ...DEFAULT_ACCOUNT, ...config });
  }

  change(input: Readonly<Record<string, unknown>>): MidtransConfig {
    this.config = { ...this.config, ...midtransConfigSchema.partial().parse(input) };
    return this.config;
  }
}

import { z } from 'zod';

/** What can be set about the simulated merchant, at start or by `POST /_sim/config`. */
export const faspayConfigSchema = z.strictObject({
  merchant_id: z.string(),
  merchant_name: z.string(),
  user_id: z.string(),
  password: z.string(),
  /** The portal's notification URL; this vendor takes none per request. */
  webhook_url: z.string().nullable(),
  /** Chosen in the portal. */
  notification_format: z.enum(['json', 'xml']),
  /** Address of the caller is on the list; without it every call ends with code 63. */
  ip_known: z.boolean(),
  /** Channels of this merchant. */
  channels: z.array(z.string()),
  /** Implied decimals of amounts in the Debit calls; the documents don't agree on them. */
  debit_decimals: z.int().min(0).max(2),
  /** How errors are written: both forms are seen. */
  error_shape: z.enum(['flat', 'wrapped']),
  /** What an inquiry for a bill that does not exist gives. */
  unknown_bill: z.enum(['code_14', 'status_5']),
});
export type FaspayConfig = z.infer<typeof faspayConfigSchema>;

/** By code, as the list call names them. */
export const CHANNEL_NAMES: Readonly<Record<string, string>> = {
  '302': 'LinkAja',
  '402': 'Permata Virtual Account',
  '408': 'Maybank Virtual Account',
  '702': 'BCA Virtual Account',
  '706': 'Indomaret',
  '707': 'Alfamart',
  '711': 'ShopeePay QRIS',
  '713': 'ShopeePay App',
  '800': 'BRI Virtual Account',
  '801': 'BNI Virtual Account',
  '802': 'Mandiri Virtual Account',
  '812': 'OVO',
  '819': 'DANA',
};

export const DEFAULT_MERCHANT: FaspayConfig = {
  merchant_id: '31835',
  // XML with this name is not well-formed as the vendor writes it.
  merchant_name: 'Simulator Bed & Breakfast',
  user_id: 'bot31835',
  password: 'p@ssw0rd',
  webhook_url: null,
  notification_format: 'json',
  ip_known: true,
  channels: Object.keys(CHANNEL_NAMES),
  debit_decimals: 2,
  error_shape: 'flat',
  unknown_bill: 'code_14',
};

/** The merchant account; one object that all parts of the model look at. */
export class FaspayAccount {
  config: FaspayConfig;

  constructor(config: Partial<FaspayConfig>) {
    this.config = faspayConfigSchema.parse({ ...DEFAULT_MERCHANT, ...config });
  }

  change(input: Readonly<Record<string, unknown>>): FaspayConfig {
    this.config = { ...this.config, ...faspayConfigSchema.partial().parse(input) };
    return this.config;
  }
}

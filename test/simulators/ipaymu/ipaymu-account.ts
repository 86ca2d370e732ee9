import { z } from 'zod';

/** What can be set about the simulated merchant, at start or by `POST /_sim/config`. */
export const ipaymuConfigSchema = z.strictObject({
  va: z.string(),
  api_key: z.string(),
  /** Dashboard > Integration > Setting; the vendor's default is a form. */
  callback_format: z.enum(['form', 'json']),
  /** How callbacks write what is not ASCII: the documents and the vendor's own plugin differ. */
  callback_unicode: z.enum(['escaped', 'plain']),
  /** Production demands that the server's address is registered. */
  ip_registered: z.boolean(),
  /** Rupiah for each payment; who bears it is said by `feeDirection`. */
  fee: z.int().min(0),
  /** `later`: paid is status 6 first, and 1 once `POST /_sim/settle` came. */
  settlement: z.enum(['at_once', 'later']),
  /** Channel codes that the account may not use: 403. */
  inactive_channels: z.array(z.string()),
  /** Where a QRIS answer holds its text; no document shows one. */
  qr_field: z.enum(['PaymentNo', 'QrString', 'none']),
  /** Name of the list in a history answer: the collection and the documentation site differ. */
  history_list: z.enum(['Transaction', 'Results']),
});
export type IpaymuConfig = z.infer<typeof ipaymuConfigSchema>;

export const DEFAULT_MERCHANT: IpaymuConfig = {
  va: '1179000899',
  api_key: 'SANDBOXTESTKEY-0001',
  callback_format: 'form',
  callback_unicode: 'escaped',
  ip_registered: true,
  fee: 1050,
  settlement: 'at_once',
  inactive_channels: [],
  qr_field: 'PaymentNo',
  history_list: 'Transaction',
};

/** The merchant account; one object that all parts of the model look at. */
export class IpaymuAccount {
  config: IpaymuConfig;

  constructor(config: Partial<IpaymuConfig>) {
    this.config = ipaymuConfigSchema.parse({ ...DEFAULT_MERCHANT, ...config });
  }

  change(input: Readonly<Record<string, unknown>>): IpaymuConfig {
    this.config = { ...this.config, ...ipaymuConfigSchema.partial().parse(input) };
    return this.config;
  }
}

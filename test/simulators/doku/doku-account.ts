import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { z } from 'zod';

/** What can be set about the simulated merchant, at start or by `POST /_sim/config`. */
export const dokuConfigSchema = z.strictObject({
  client_id: z.string(),
  secret_key: z.string(),
  /** The "mall" that QR codes are made for. */
  merchant_id: z.string(),
  terminal_id: z.string(),
  /** What the back office holds for every channel. */
  webhook_url: z.string().nullable(),
  /** How payments of virtual accounts are told. */
  va_notification: z.enum(['non_snap', 'snap']),
  /** Behind `webhook_url`: where tokens are asked for and where VA payments are told, in the SNAP style. */
  snap_token_path: z.string(),
  snap_payment_path: z.string(),
  /** Channels that make the whole checkout call fail. */
  inactive_channels: z.array(z.string()),
  /** On-boarded before December 2024: an order is unknown until the guest picks a channel. */
  older_merchant: z.boolean(),
  /** The acquirer's answer to card refunds. */
  refunds_end: z.enum(['SUCCESS', 'FAILED']),
});
export type DokuConfig = z.infer<typeof dokuConfigSchema>;

const DEFAULTS: DokuConfig = {
  client_id: 'BRN-0221-1693209567392',
  secret_key: 'SK-SimulatorSecretKey0001',
  merchant_id: '37116',
  terminal_id: 'T01',
  webhook_url: null,
  va_notification: 'non_snap',
  snap_token_path: '/v1.0/access-token/b2b',
  snap_payment_path: '/v1.1/transfer-va/payment',
  inactive_channels: [],
  older_merchant: false,
  refunds_end: 'SUCCESS',
};

/** BINs of the simulated merchant, one a bank, as the back office shows them. */
export const BINS: Readonly<Record<string, string>> = {
  VIRTUAL_ACCOUNT_BCA: '1899',
  VIRTUAL_ACCOUNT_BANK_MANDIRI: '88899',
  VIRTUAL_ACCOUNT_BANK_SYARIAH_MANDIRI: '6059',
  VIRTUAL_ACCOUNT_DOKU: '8975',
  VIRTUAL_ACCOUNT_BRI: '13925',
  VIRTUAL_ACCOUNT_BNI: '8578',
  VIRTUAL_ACCOUNT_BANK_PERMATA: '8856',
  VIRTUAL_ACCOUNT_BANK_CIMB: '1749',
  VIRTUAL_ACCOUNT_BANK_DANAMON: '7997',
  VIRTUAL_ACCOUNT_BTN: '9594',
  VIRTUAL_ACCOUNT_BNC: '9013',
  VIRTUAL_ACCOUNT_MAYBANK: '7828',
};

interface KeyPair {
  readonly publicKey: string;
  readonly privateKey: string;
}

/** The merchant; one object that all parts of the model look at. */
export class DokuAccount {
  config: DokuConfig;
  /** The pair whose public half the merchant has given to the vendor. */
  readonly merchantKeys: KeyPair = newKeys();
  /** The vendor's own, for calls to the merchant. */
  readonly vendorKeys: KeyPair = newKeys();
  readonly merchantKey: KeyObject = createPublicKey(this.merchantKeys.publicKey);

  constructor(config: Partial<DokuConfig>) {
    this.config = dokuConfigSchema.parse({ ...DEFAULTS, ...config });
  }

  change(input: Readonly<Record<string, unknown>>): DokuConfig {
    this.config = { ...this.config, ...dokuConfigSchema.partial().parse(input) };
    return this.config;
  }

  /** By the names that presets use. */
  credentials(): Record<string, string> {
    const { client_id, secret_key, merchant_id, terminal_id } = this.config;
    const bins = Object.entries(BINS).map(([channel, bin]) => [binKey(channel), bin]);
    return {
      client_id,
      secret_key,
      merchant_id,
      terminal_id,
      postal_code: '80361',
      private_key: this.merchantKeys.privateKey,
      doku_public_key: this.vendorKeys.publicKey,
      ...(Object.fromEntries(bins) as Record<string, string>),
    };
  }
}

/** `VIRTUAL_ACCOUNT_BANK_MANDIRI` → `bin_mandiri`. */
function binKey(channel: string): string {
  if (channel === 'VIRTUAL_ACCOUNT_BANK_SYARIAH_MANDIRI') return 'bin_bsi';
  return `bin_${channel.replace(/^VIRTUAL_ACCOUNT_(BANK_)?/, '').toLowerCase()}`;
}

function newKeys(): KeyPair {
  return generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
}

/** The account that a bank keeps of one hotel: ids, keys of both sides, and the bank's own habits. */
import { generateKeyPairSync, randomInt } from 'node:crypto';
import { z } from 'zod';

export const snapConfigSchema = z.strictObject({
  client_id: z.string(),
  client_secret: z.string(),
  partner_id: z.string(),
  channel_id: z.string(),
  partner_service_id: z.string(),
  merchant_id: z.string(),
  terminal_id: z.string(),
  /** How the bank wants calls signed: HMAC with a token, or RSA without one. */
  signature: z.enum(['symmetric', 'asymmetric']),
  /** How the bank signs its own calls. */
  own_signature: z.enum(['symmetric', 'asymmetric', 'client_and_time']),
  hmac_encoding: z.enum(['base64', 'hex']),
  /** What of the path is signed when the bank calls: all of it, or the part behind the registered address. */
  own_path: z.enum(['full', 'snap']),
  padding: z.enum(['spaces', 'zeros', 'none']),
  /** Form of timestamps: seconds with an offset, milliseconds with one, or either. */
  timestamp: z.enum(['seconds', 'milliseconds', 'any']),
  external_id: z.enum(['any', 'day9']),
  /** The address that the hotel registered; the standard's paths are added to it. */
  webhook_url: z.string().nullable(),
});
export type SnapConfig = z.infer<typeof snapConfigSchema>;

export interface KeyPair {
  readonly publicKey: string;
  readonly privateKey: string;
}

export class SnapAccount {
  config: SnapConfig;
  readonly hotelKeys: KeyPair;
  readonly bankKeys: KeyPair;

  constructor(changes: Partial<SnapConfig> = {}) {
    ({ hotel: this.hotelKeys, bank: this.bankKeys } = keyPairs());
    // Accounts of one test run are different hotels: no shared secret, no shared series of numbers.
    const own = String(randomInt(10_000, 99_999));
    this.config = snapConfigSchema.parse({
      client_id: `hotel-client-${own}`,
      client_secret: `hotel-secret-not-real-${own}`,
      partner_id: 'HOTEL01',
      channel_id: '95231',
      partner_service_id: own,
      merchant_id: '00007100010926',
      terminal_id: 'T01',
      signature: 'symmetric',
      own_signature: 'symmetric',
      hmac_encoding: 'base64',
      own_path: 'full',
      padding: 'spaces',
      timestamp: 'any',
      external_id: 'any',
      webhook_url: null,
      ...changes,
    });
  }

  change(input: Readonly<Record<string, unknown>>): SnapConfig {
    this.config = snapConfigSchema.parse({ ...this.config, ...input });
    return this.config;
  }

  /** By the names that presets use. */
  credentials(): Record<string, string> {
    const { client_id, client_secret, partner_id, channel_id } = this.config;
    const { partner_service_id, merchant_id, terminal_id } = this.config;
    return {
      client_id,
      client_secret,
      partner_id,
      channel_id,
      partner_service_id,
      merchant_id,
      terminal_id,
      private_key: this.hotelKeys.privateKey,
      bank_public_key: this.bankKeys.publicKey,
    };
  }

  /** The service id as it stands in messages: eight places, by this bank's habit. */
  paddedServiceId(): string {
    const { partner_service_id: id, padding } = this.config;
    if (padding === 'none') return id;
    return id.padStart(8, padding === 'zeros' ? '0' : ' ');
  }
}

let pairs: { readonly hotel: KeyPair; readonly bank: KeyPair } | undefined;

/** Made once: two pairs take half a second, and accounts are told apart by their ids. */
function keyPairs() {
  pairs ??= { hotel: rsaPair(), bank: rsaPair() };
  return pairs;
}

function rsaPair(): KeyPair {
  return generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
}

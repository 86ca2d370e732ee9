import { createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { Connector } from '#connectors/definition.schemas.js';
import { Secret } from '#core/secret/secret.js';
import { KeyRing } from '#core/vault/key-ring.js';
import type { SealedTable } from '#core/vault/sealed-table.js';
import { Vault } from '#core/vault/vault.js';
import type { Credentials } from './provider.types.js';

/** NOTIFY channel; the payload is a provider id. */
export const PROVIDERS_CHANNEL = 'providers';

const storedSchema = z.record(z.string(), z.string());

/** What one sealed text holds: credentials by key, and extra headers by name, since proxies want tokens in them. */
export interface SealedValues {
  readonly credentials: Record<string, string>;
  readonly headers: Record<string, string>;
}

/** Marks the headers among the sealed values; no credential's key can hold a colon. */
const HEADER = 'header:';

/** Credentials between the row, where they are sealed, and memory, where they can't be printed. */
@Injectable()
export class CredentialStore {
  private readonly markKey = randomBytes(32);

  constructor(
    private readonly vault: Vault,
    private readonly ring: KeyRing,
  ) {}

  seal(providerId: string, values: Readonly<Record<string, string>>): string {
    return this.vault.seal(JSON.stringify(values), aadOf(providerId));
  }

  /** Everything in clear, headers included: only to seal it again. */
  open(providerId: string, sealed: string): Record<string, string> {
    return storedSchema.parse(
      JSON.parse(this.vault.open(sealed, aadOf(providerId)).toString('utf8')),
    );
  }

  sealParts(providerId: string, { credentials, headers }: SealedValues): string {
    const all: Record<string, string> = { ...credentials };
    for (const [name, value] of Object.entries(headers)) all[HEADER + name] = value;
    return this.seal(providerId, all);
  }

  openParts(providerId: string, sealed: string): SealedValues {
    const credentials: Record<string, string> = {};
    const headers: Record<string, string> = {};
    for (const [key, value] of Object.entries(this.open(providerId, sealed))) {
      if (key.startsWith(HEADER)) headers[key.slice(HEADER.length)] = value;
      else credentials[key] = value;
    }
    return { credentials, headers };
  }

  /** What is stored of the account: see `fingerprintWith`. */
  fingerprint(connector: AccountFields, values: Readonly<Record<string, string>>): string {
    return fingerprintWith(this.ring.current, connector, values);
  }

  /** The same for comparing providers inside this process: it stays when the master key is changed. */
  accountMark(connector: AccountFields, values: Readonly<Record<string, string>>): string {
    return fingerprintWith(this.markKey, connector, values);
  }
}

type AccountFields = Pick<Connector, 'credentials'>;

/**
 * Equal for two providers with equal secrets, or whatever else the connector says tells accounts apart: so for two
 * formats of one vendor account, whose webhooks may come to either. Keyed with a master key, so it is no oracle for guessing secrets.
 */
function fingerprintWith(
  masterKey: Buffer,
  connector: AccountFields,
  values: Readonly<Record<string, string>>,
): string {
  const open = new Set(
    connector.credentials
      .filter((field) => !(field.account ?? field.secret))
      .map((field) => field.key),
  );
  const secrets = Object.entries(values)
    .filter(([key]) => !open.has(key) && !key.startsWith(HEADER))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  if (secrets.length === 0) return 'none';
  const key = Buffer.from(hkdfSync('sha256', masterKey, '', 'kunci-account-fingerprint', 32));
  return createHmac('sha256', key).update(JSON.stringify(secrets)).digest('hex').slice(0, 32);
}

const storedFieldsSchema = z.object({
  credentials: z
    .array(
      z.object({
        key: z.string(),
        secret: z.boolean().default(true),
        account: z.boolean().optional(),
      }),
    )
    .default([]),
});

/** The credentials of providers, and what is computed from them with the master key. */
export const SEALED_PROVIDERS: SealedTable = {
  table: 'providers',
  columns: ['credentials_encrypted', 'previous_secrets_encrypted'],
  aadOf,
  channel: PROVIDERS_CHANNEL,
  derived: {
    reads: ['connector'],
    writes: ['account_fingerprint'],
    compute: ({ connector }, plain, ring) => {
      const text = plain.get('credentials_encrypted')?.toString('utf8') ?? '{}';
      // Of a whole connector only this is needed, and a batch of them should not hold up the calls under way.
      const fields = storedFieldsSchema.parse(connector) as AccountFields;
      return {
        account_fingerprint: fingerprintWith(
          ring.current,
          fields,
          storedSchema.parse(JSON.parse(text)),
        ),
      };
    },
  },
};

/** Wraps what the connector calls secret, and whatever it does not know. */
export function toCredentials(
  connector: Connector,
  values: Readonly<Record<string, string>>,
): Credentials {
  const open = new Set(
    connector.credentials.filter((field) => !field.secret).map((field) => field.key),
  );
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [key, open.has(key) ? value : new Secret(value)]),
  );
}

function aadOf(providerId: string): string {
  return `provider:${providerId}`;
}

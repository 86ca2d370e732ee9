import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { pooledRandomBytes } from '#core/ids/random-pool.js';
import { Vault } from '#core/vault/vault.js';

/** What signs deliveries: the current secret, and during a rotation the one before. */
export interface EndpointSecrets {
  readonly current: string;
  readonly previous?: string;
}

const secretsSchema = z.object({ current: z.string(), previous: z.string().optional() });

/** Standard Webhooks 1.0: 24 to 64 random bytes, base64, behind `whsec_`. */
const SECRET_BYTES = 32;
const CACHE_LIMIT = 1_000;

/** Signing secrets between the row, where they are sealed, and memory. */
@Injectable()
export class EndpointSecretStore {
  private readonly opened = new Map<string, EndpointSecrets>();

  constructor(private readonly vault: Vault) {}

  make(): string {
    return `whsec_${pooledRandomBytes(SECRET_BYTES).toString('base64')}`;
  }

  seal(endpointId: string, secrets: EndpointSecrets): string {
    return this.vault.seal(JSON.stringify(secrets), sealedFor(endpointId));
  }

  open(endpointId: string, sealed: string): EndpointSecrets {
    const known = this.opened.get(sealed);
    if (known) return known;
    const text = this.vault.open(sealed, sealedFor(endpointId)).toString('utf8');
    const secrets = secretsSchema.parse(JSON.parse(text));
    if (this.opened.size >= CACHE_LIMIT) this.opened.clear();
    this.opened.set(sealed, secrets);
    return secrets;
  }
}

/** What the sealed text belongs to; key rotation seals it anew for the same. */
export function sealedFor(endpointId: string): string {
  return `webhook_endpoint:${endpointId}`;
}

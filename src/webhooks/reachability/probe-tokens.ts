/**
 * How the hub recognises its own call when it comes back from outside. Only a process with the master key can make
 * such a token or read one, so it works with any number of processes, and a stranger's is an ordinary webhook.
 */
import { Injectable } from '@nestjs/common';
import { newId } from '#core/ids/uuid.js';
import { Clock } from '#core/time/clock.js';
import { Vault } from '#core/vault/vault.js';

export const PROBE_HEADER = 'x-kunci-probe';

const PURPOSE = 'webhook-probe';
const LIFETIME_MS = 60_000;

export interface Probe {
  readonly token: string;
  /** What the answer must say; nobody else can read it out of the token. */
  readonly nonce: string;
}

@Injectable()
export class ProbeTokens {
  constructor(
    private readonly vault: Vault,
    private readonly clock: Clock,
  ) {}

  make(): Probe {
    const nonce = newId();
    const sealed = JSON.stringify({ nonce, at: this.clock.now().getTime() });
    return { nonce, token: this.vault.seal(sealed, PURPOSE) };
  }

  /** The nonce of a token that this hub made just now; undefined for anything else. */
  read(token: string): string | undefined {
    try {
      const parsed = JSON.parse(this.vault.open(token, PURPOSE).toString('utf8')) as {
        nonce: string;
        at: number;
      };
      const age = this.clock.now().getTime() - parsed.at;
      return age <= LIFETIME_MS ? parsed.nonce : undefined;
    } catch {
      // Not ours, so it is treated as any webhook is.
      return undefined;
    }
  }
}

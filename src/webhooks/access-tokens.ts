import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { AppError } from '#core/errors/app-error.js';
import { Vault } from '#core/vault/vault.js';
import type { Provider } from '#providers/provider.types.js';

const DEFAULT_LIFETIME_S = 900;
const MAX_LIFETIME_S = 86_400;

const lifetimeSchema = z.coerce.number().int().min(1).max(MAX_LIFETIME_S);
const sealedSchema = z.object({ until: z.number() });

export interface IssuedAccessToken {
  readonly token: string;
  readonly expires_in: number;
}

/**
 * Access tokens that the hub gives to vendors which call it as a server. A token is its own record, sealed by the
 * vault: it needs no table, survives a restart and is good at every process of the hub.
 */
@Injectable()
export class AccessTokens {
  constructor(private readonly vault: Vault) {}

  /** @param lifetimeS seconds, 900 unless the connector says something else */
  issue(provider: Provider, lifetimeS: unknown, now: Date): IssuedAccessToken {
    const wanted = lifetimeSchema.safeParse(lifetimeS);
    const expiresIn = wanted.success ? wanted.data : DEFAULT_LIFETIME_S;
    const until = now.getTime() + expiresIn * 1_000;
    return {
      token: this.vault.seal(JSON.stringify({ until }), aadOf(provider)),
      expires_in: expiresIn,
    };
  }

  /** Why the token is not good at the moment, in words that hold nothing of it; undefined when it is. */
  problemWith(provider: Provider, token: string | undefined, at: Date): string | undefined {
    if (token === undefined || token === '') return 'the call carries no access token';
    const until = this.endOf(provider, token);
    if (until === undefined) return 'the access token is not one that was given to this vendor';
    return at.getTime() < until ? undefined : 'the access token is no longer valid';
  }

  private endOf(provider: Provider, token: string): number | undefined {
    try {
      const text = this.vault.open(token, aadOf(provider)).toString('utf8');
      return sealedSchema.parse(JSON.parse(text)).until;
    } catch (error) {
      if (error instanceof AppError) return undefined;
      throw error;
    }
  }
}

function aadOf(provider: Provider): string {
  return `access-token:${provider.id}`;
}

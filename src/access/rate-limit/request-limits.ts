import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { RateLimits } from '#core/rate-limit/rate-limits.js';
import type { RateVerdict } from '#core/rate-limit/rate-window.js';
import { SettingsService } from '#core/settings/settings.service.js';
import type { KnownApiKey } from '../api-keys/api-key-cache.js';
import { TooManyRequestsError } from './rate-limit.error.js';

/** Addresses come from outside and without limit. */
const MAX_ADDRESSES = 10_000;

/**
 * How many requests an API key may make, and how many without a valid key an address. A key's own limit goes before that
 * of the settings; 0 is no limit. Without a limit nothing is counted, so it costs nothing.
 */
@Injectable()
export class RequestLimits {
  /** Addresses that are over their limit, and until when; so that a flood costs no look into tables. */
  private readonly flooding = new Map<string, number>();

  constructor(
    private readonly rates: RateLimits,
    private readonly settings: SettingsService,
  ) {}

  /** @throws TooManyRequestsError when the key has used up its minute */
  async forKey({ principal, rateLimitPerMinute }: KnownApiKey, reply: FastifyReply): Promise<void> {
    const limit = rateLimitPerMinute ?? this.settings.current.limits.per_key_per_minute;
    if (limit === 0) return;
    const verdict = await this.rates.hit(`key:${principal.id}`, limit);
    show(reply, verdict);
    if (verdict.isAdmitted) return;
    throw new TooManyRequestsError(
      `This API key may make ${limit} requests a minute; try again in ${verdict.retryAfterS} seconds, or ask the hub's owner for more (PATCH /api/v1/api-keys/${principal.id}).`,
      'authorization',
      verdict.retryAfterS,
    );
  }

  /**
   * For a request that did not prove who sends it.
   *
   * @throws TooManyRequestsError when its address has sent too many of them
   */
  async forStranger(address: string, reply: FastifyReply): Promise<void> {
    const limit = this.settings.current.limits.per_ip_per_minute;
    if (limit === 0) return;
    const verdict = await this.rates.hit(`ip:${address}`, limit);
    if (verdict.isAdmitted) return;
    show(reply, verdict);
    this.remember(address, verdict.retryAfterS);
    throw tooManyFrom(verdict.retryAfterS);
  }

  /**
   * Before a key is looked for: one that was never seen here costs no query while its address is over the limit.
   *
   * @throws TooManyRequestsError
   */
  refuseFlood(address: string, isKnown: () => boolean): void {
    const until = this.flooding.get(address);
    if (until === undefined) return;
    const leftMs = until - Date.now();
    if (leftMs <= 0) this.flooding.delete(address);
    else if (!isKnown()) throw tooManyFrom(Math.ceil(leftMs / 1_000));
  }

  private remember(address: string, retryAfterS: number): void {
    if (this.flooding.size >= MAX_ADDRESSES) this.flooding.clear();
    this.flooding.set(address, Date.now() + retryAfterS * 1_000);
  }
}

function tooManyFrom(retryAfterS: number): TooManyRequestsError {
  return new TooManyRequestsError(
    `Too many requests without a valid API key came from your address; try again in ${retryAfterS} seconds with a key that is valid.`,
    'authorization',
    retryAfterS,
  );
}

/** The three headers of the IETF draft that clients read. */
function show(reply: FastifyReply, { limit, remaining, resetS }: RateVerdict): void {
  void reply.headers({
    'ratelimit-limit': String(limit),
    'ratelimit-remaining': String(remaining),
    'ratelimit-reset': String(resetS),
  });
}

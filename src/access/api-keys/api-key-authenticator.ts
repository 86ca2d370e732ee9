import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Clock } from '#core/time/clock.js';
import { UnauthenticatedError } from '../access.error.js';
import type { Principal } from '../principal.js';
import { RequestLimits } from '../rate-limit/request-limits.js';
import { ApiKeyCache, type KnownApiKey } from './api-key-cache.js';
import { ApiKeyUsage } from './api-key-usage.js';

const BEARER = /^Bearer +([\x21-\x7e]{1,512}) *$/i;
const HOW_TO = 'Send an API key in the header "Authorization: Bearer <api key>".';
const NOT_KNOWN =
  'This API key is not known here. Check that it was copied whole, or create a new one.';

/** Who a machine is, by the API key in its `Authorization` header. */
@Injectable()
export class ApiKeyAuthenticator {
  constructor(
    private readonly keys: ApiKeyCache,
    private readonly usage: ApiKeyUsage,
    private readonly clock: Clock,
    private readonly limits: RequestLimits,
  ) {}

  /**
   * @throws UnauthenticatedError saying what is wrong with the header or the key
   * @throws TooManyRequestsError when the key, or strangers at its address, have used up their minute
   */
  async authenticate(request: FastifyRequest, reply: FastifyReply): Promise<Principal> {
    const key = await this.keyOf(request, reply).catch(async (error: unknown) => {
      if (error instanceof UnauthenticatedError) await this.limits.forStranger(request.ip, reply);
      throw error;
    });
    await this.limits.forKey(key, reply);
    this.usage.touch(key.principal.id);
    return key.principal;
  }

  private async keyOf(request: FastifyRequest, reply: FastifyReply): Promise<KnownApiKey> {
    const header = request.headers.authorization;
    if (header === undefined) throw refuse(reply, `An API key is required. ${HOW_TO}`);
    const text = BEARER.exec(header)?.[1];
    if (text === undefined) {
      throw refuse(reply, `The Authorization header can't be read. ${HOW_TO}`, 'invalid_request');
    }
    this.limits.refuseFlood(request.ip, () => this.keys.hasMet(text));
    const key = await this.keys.find(text);
    if (!key) throw refuse(reply, NOT_KNOWN, 'invalid_token');
    const objection = objectionTo(key, this.clock.now());
    if (objection !== undefined) throw refuse(reply, objection, 'invalid_token');
    return key;
  }
}

/** RFC 6750 section 3: the answer says which scheme is spoken and what was wrong. */
export function challenge(reply: FastifyReply, details: string | undefined): void {
  const realm = 'Bearer realm="kunci"';
  void reply.header('www-authenticate', details === undefined ? realm : `${realm}, ${details}`);
}

/** Why a key can't be used any more. Whoever holds its text may learn what became of it. */
function objectionTo(key: KnownApiKey, now: Date): string | undefined {
  if (key.revokedAt) return 'This API key was revoked. Create a new one.';
  if (key.expiresAt && key.expiresAt <= now) {
    return `This API key expired on ${key.expiresAt.toISOString()}. Create a new one.`;
  }
  return undefined;
}

function refuse(reply: FastifyReply, message: string, error?: string): UnauthenticatedError {
  challenge(reply, error === undefined ? undefined : `error="${error}"`);
  return new UnauthenticatedError(message);
}

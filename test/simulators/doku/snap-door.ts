/** The national standard at the door: tokens, headers, signature, ids that may be used once a day. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { headerOf, type Call, type Reply, type Route } from '#test/simulators/kit/http-exchange.js';
import {
  readBody,
  refuseSnap,
  responseCode,
  snapReply,
} from '#test/simulators/doku/doku-errors.js';
import { wibIso, type DokuParts } from '#test/simulators/doku/doku-parts.js';
import { isTokenSignature, transactionSignature } from '#test/simulators/doku/snap-signature.js';

const TIMESTAMP = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}[+-]\d{2}:\d{2}$/;
const EXTERNAL_ID = /^\d{1,36}$/;
const CHANNELS = ['H2H', 'SDK'];
const TOKEN_LIFE_S = 900;
const MANDATORY = ['X-PARTNER-ID', 'X-EXTERNAL-ID', 'X-TIMESTAMP', 'X-SIGNATURE', 'CHANNEL-ID'];
const FORMATS: Readonly<Record<string, (value: string) => boolean>> = {
  'Content-Type': (value) => value.startsWith('application/json'),
  'X-TIMESTAMP': isTimestamp,
  'X-EXTERNAL-ID': (value) => EXTERNAL_ID.test(value),
  'CHANNEL-ID': (value) => CHANNELS.includes(value),
};
const SKEW_MS = 30 * 60_000;

const grantSchema = z.strictObject({ grantType: z.literal('client_credentials') });

export class SnapDoor {
  /** Token → when it ends. */
  private readonly tokens = new Map<string, number>();
  /** `<day> <id>` of every request so far. */
  private readonly externalIds = new Set<string>();
  private readonly parts: DokuParts;

  constructor(parts: DokuParts) {
    this.parts = parts;
  }

  tokenRoute(): Route {
    return {
      method: 'POST',
      path: '/authorization/v1/access-token/b2b',
      operation: 'b2b_token',
      handle: (call) => this.issue(call),
    };
  }

  /** Makes all tokens worthless, as a restart at the vendor does. */
  forgetTokens(): void {
    this.tokens.clear();
  }

  async pass(call: Call, next: () => Promise<Reply>): Promise<Reply> {
    const reply = call.operation === 'b2b_token' ? await next() : await this.checked(call, next);
    return { ...reply, headers: { ...reply.headers, 'X-TIMESTAMP': wibIso(Date.now()) } };
  }

  private async checked(call: Call, next: () => Promise<Reply>): Promise<Reply> {
    return (
      this.headerProblem(call) ?? this.signatureProblem(call) ?? this.idProblem(call) ?? next()
    );
  }

  private issue(call: Call): Reply {
    const clientId = headerOf(call, 'x-client-key') ?? '';
    const timestamp = headerOf(call, 'x-timestamp') ?? '';
    const signature = headerOf(call, 'x-signature') ?? '';
    if (clientId === '' || signature === '') {
      refuseSnap(call, 400, '02', 'Invalid Mandatory Field {X-CLIENT-KEY}');
    }
    if (!isTimestamp(timestamp)) refuseSnap(call, 400, '01', 'Invalid Field Format {X-TIMESTAMP}');
    readBody(grantSchema, call);
    const { account } = this.parts;
    const isGenuine = isTokenSignature({ clientId, timestamp, signature }, account.merchantKey);
    if (clientId !== account.config.client_id || !isGenuine) {
      refuseSnap(call, 401, '00', 'Unauthorized. Signature Not Match');
    }
    const accessToken = `sim.${randomUUID()}`;
    this.tokens.set(accessToken, this.parts.kit.clock.now() + TOKEN_LIFE_S * 1000);
    const responseMessage = 'Successful';
    const token = { accessToken, tokenType: 'Bearer', expiresIn: TOKEN_LIFE_S };
    return {
      status: 200,
      body: { responseCode: responseCode(call, 200), responseMessage, ...token },
    };
  }

  private headerProblem(call: Call): Reply | undefined {
    const missing = MANDATORY.find((name) => headerOf(call, name) === undefined);
    if (missing !== undefined) {
      return snapReply(call, 400, '02', `Invalid Mandatory Field {${missing}}`);
    }
    const wrong = Object.entries(FORMATS).find(([name, fits]) => !fits(headerOf(call, name) ?? ''));
    return wrong && snapReply(call, 400, '01', `Invalid Field Format {${wrong[0]}}`);
  }

  private signatureProblem(call: Call): Reply | undefined {
    const { client_id: clientId, secret_key: secret } = this.parts.account.config;
    if (headerOf(call, 'x-partner-id') !== clientId) {
      return snapReply(call, 401, '00', 'Unauthorized. Unknown Client');
    }
    const token = /^Bearer (.+)$/.exec(headerOf(call, 'authorization') ?? '')?.[1] ?? '';
    if ((this.tokens.get(token) ?? 0) <= this.parts.kit.clock.now()) {
      return snapReply(call, 401, '01', 'Access Token Invalid (B2B)');
    }
    const timestamp = headerOf(call, 'x-timestamp') ?? '';
    const { method, path, raw: body } = call;
    const expected = transactionSignature({ method, path, token, body, timestamp }, secret);
    if (headerOf(call, 'x-signature') === expected) return undefined;
    return snapReply(call, 401, '00', 'Unauthorized. Signature Not Match');
  }

  /** The day is that of Jakarta. */
  private idProblem(call: Call): Reply | undefined {
    const day = wibIso(this.parts.kit.clock.now()).slice(0, 10);
    const key = `${day} ${headerOf(call, 'x-external-id') ?? ''}`;
    if (this.externalIds.has(key)) return snapReply(call, 409, '00', 'Conflict');
    this.externalIds.add(key);
    return undefined;
  }
}

function isTimestamp(text: string): boolean {
  return TIMESTAMP.test(text) && Math.abs(Date.parse(text) - Date.now()) <= SKEW_MS;
}

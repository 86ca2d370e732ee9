/** What a call must bring before its body is looked at: headers, token, signature, an id that is new today. */
import { randomBytes } from 'node:crypto';
import { headerOf, type Call } from '#test/simulators/kit/http-exchange.js';
import type { SimClock } from '#test/simulators/kit/sim-clock.js';
import type { SnapAccount } from '#test/simulators/snap-bank/snap-account.js';
import {
  badFormat,
  CONFLICT,
  FORCED,
  INVALID_TOKEN,
  mandatory,
  type Refused,
  UNAUTHORIZED,
} from '#test/simulators/snap-bank/snap-answers.js';
import {
  hmacSignature,
  isRsaSignature,
  isSame,
  textToSign,
} from '#test/simulators/snap-bank/snap-signature.js';

export const TOKEN_LIFETIME_S = 900;
const TOLERANCE_MS = 5 * 60_000;
const STAMPS = {
  seconds: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+07:00$/,
  milliseconds: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+07:00$/,
  any: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?(Z|\+07:00)$/,
};
const EXTERNAL_IDS = { any: /^\d{1,36}$/, day9: /^\d{9}$/ };

export class SnapAdmission {
  private readonly tokens = new Map<string, number>();
  private readonly externalIds = new Set<string>();
  private readonly account: SnapAccount;
  private readonly clock: SimClock;

  constructor(account: SnapAccount, clock: SimClock) {
    this.account = account;
    this.clock = clock;
  }

  issueToken(): string {
    const token = randomBytes(24).toString('base64url');
    this.tokens.set(token, this.clock.now() + TOKEN_LIFETIME_S * 1000);
    return token;
  }

  forgetTokens(): void {
    this.tokens.clear();
  }

  /** Why a request for a token is refused. */
  tokenProblem(call: Call): Refused | undefined {
    const missing = missingHeader(call, ['x-client-key', 'x-timestamp', 'x-signature']);
    if (missing) return missing;
    const stamp = this.stampProblem(call);
    if (stamp) return stamp;
    const { client_id: clientId } = this.account.config;
    if (headerOf(call, 'x-client-key') !== clientId) return UNAUTHORIZED;
    const text = `${clientId}|${headerOf(call, 'x-timestamp') ?? ''}`;
    const isGood = isRsaSignature(
      text,
      this.account.hotelKeys.publicKey,
      headerOf(call, 'x-signature') ?? '',
    );
    return isGood ? undefined : UNAUTHORIZED;
  }

  /** Why a transaction is refused. A refused call does not use its external id up. */
  problem(call: Call): Refused | undefined {
    const { config } = this.account;
    const names = ['x-timestamp', 'x-signature', 'x-partner-id', 'x-external-id', 'channel-id'];
    if (config.signature === 'symmetric') names.push('authorization');
    return (
      missingHeader(call, names) ??
      this.stampProblem(call) ??
      this.tokenRefusal(call) ??
      this.signatureProblem(call) ??
      this.partyProblem(call) ??
      this.externalIdProblem(call)
    );
  }

  private stampProblem(call: Call): Refused | undefined {
    const stamp = headerOf(call, 'x-timestamp') ?? '';
    if (!STAMPS[this.account.config.timestamp].test(stamp)) return badFormat('X-TIMESTAMP');
    const age = Math.abs(this.clock.now() - Date.parse(stamp));
    return age > TOLERANCE_MS ? UNAUTHORIZED : undefined;
  }

  private tokenRefusal(call: Call): Refused | undefined {
    if (this.account.config.signature === 'asymmetric') {
      return headerOf(call, 'authorization') === undefined ? undefined : UNAUTHORIZED;
    }
    const until = this.tokens.get(bearerOf(call));
    return until !== undefined && this.clock.now() < until ? undefined : INVALID_TOKEN;
  }

  private signatureProblem(call: Call): Refused | undefined {
    const { config, hotelKeys } = this.account;
    const isSymmetric = config.signature === 'symmetric';
    const text = textToSign({
      method: call.method,
      path: call.path,
      body: call.raw,
      timestamp: headerOf(call, 'x-timestamp') ?? '',
      ...(isSymmetric && { token: bearerOf(call) }),
    });
    const sent = headerOf(call, 'x-signature') ?? '';
    const isGood = isSymmetric
      ? isSame(sent, hmacSignature(text, config.client_secret, config.hmac_encoding))
      : isRsaSignature(text, hotelKeys.publicKey, sent);
    return isGood ? undefined : UNAUTHORIZED;
  }

  private partyProblem(call: Call): Refused | undefined {
    const { config } = this.account;
    if (headerOf(call, 'x-partner-id') !== config.partner_id) return UNAUTHORIZED;
    return headerOf(call, 'channel-id') === config.channel_id ? undefined : badFormat('CHANNEL-ID');
  }

  private externalIdProblem(call: Call): Refused | undefined {
    const id = headerOf(call, 'x-external-id') ?? '';
    if (FORCED[id]) return FORCED[id];
    if (!EXTERNAL_IDS[this.account.config.external_id].test(id)) return badFormat('X-EXTERNAL-ID');
    const day = new Date(this.clock.now() + 7 * 3_600_000).toISOString().slice(0, 10);
    const key = `${day} ${id}`;
    if (this.externalIds.has(key)) return CONFLICT;
    this.externalIds.add(key);
    return undefined;
  }
}

function missingHeader(call: Call, names: readonly string[]): Refused | undefined {
  const missing = names.find((name) => (headerOf(call, name) ?? '') === '');
  return missing === undefined ? undefined : mandatory(missing.toUpperCase());
}

function bearerOf(call: Call): string {
  const header = headerOf(call, 'authorization') ?? '';
  return header.startsWith('Bearer ') ? header.slice(7) : '';
}

/** The bank as a client of the hotel: it fetches a token, asks for a bill, hands in a payment. */
import { randomInt } from 'node:crypto';
import type { SimClock } from '#test/simulators/kit/sim-clock.js';
import type { SnapAccount } from '#test/simulators/snap-bank/snap-account.js';
import {
  hmacSignature,
  rsaSignature,
  textToSign,
} from '#test/simulators/snap-bank/snap-signature.js';

export interface HotelAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: any;
}

/** Ways to get a call wrong, or to repeat it. */
export interface CallOptions {
  readonly token?: string;
  readonly externalId?: string;
  readonly timestamp?: string;
  /** Sent instead of the right one. */
  readonly signature?: string;
  /** Headers that are left out. */
  readonly without?: readonly string[];
  /** The body with other white space than it was signed with. */
  readonly pretty?: boolean;
  readonly clientKey?: string;
}

export interface SignedRequest {
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body: string;
}

const TIMEOUT_MS = 15_000;

export class BankClient {
  private readonly account: SnapAccount;
  private readonly clock: SimClock;
  private token: string | undefined;

  constructor(account: SnapAccount, clock: SimClock) {
    this.account = account;
    this.clock = clock;
  }

  async fetchToken(options: CallOptions = {}): Promise<HotelAnswer> {
    const { client_id: clientId } = this.account.config;
    const clientKey = options.clientKey ?? clientId;
    const timestamp = options.timestamp ?? this.stamp();
    const signature = rsaSignature(`${clientKey}|${timestamp}`, this.account.bankKeys.privateKey);
    const answer = await this.post({
      url: this.urlOf('/v1.0/access-token/b2b'),
      headers: without(options.without, {
        'content-type': 'application/json',
        'x-client-key': clientKey,
        'x-timestamp': timestamp,
        'x-signature': options.signature ?? signature,
      }),
      body: JSON.stringify({ grantType: 'client_credentials' }),
    });
    this.token = answer.status === 200 ? (answer.body.accessToken as string) : undefined;
    return answer;
  }

  /** A signed call; in the symmetric variant with a token, fetched first where there is none. */
  async call(
    path: string,
    body: Readonly<Record<string, unknown>>,
    options: CallOptions = {},
  ): Promise<HotelAnswer> {
    return this.post(await this.signed(path, body, options));
  }

  async signed(
    path: string,
    body: Readonly<Record<string, unknown>>,
    options: CallOptions = {},
  ): Promise<SignedRequest> {
    const { config } = this.account;
    const token = await this.tokenFor(options);
    const timestamp = options.timestamp ?? this.stamp();
    const url = this.urlOf(path);
    const signed = {
      method: 'POST',
      path: config.own_path === 'snap' ? path : new URL(url).pathname,
      body: JSON.stringify(body),
      timestamp,
      ...(token !== undefined && { token }),
    };
    return {
      url,
      headers: without(options.without, {
        'content-type': 'application/json',
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        'x-timestamp': timestamp,
        'x-client-key': config.client_id,
        'x-signature': options.signature ?? this.signatureOf(textToSign(signed), timestamp),
        'x-partner-id': config.partner_id,
        'x-external-id': options.externalId ?? newExternalId(),
        'channel-id': config.channel_id,
      }),
      body: JSON.stringify(body, null, options.pretty === true ? 2 : undefined),
    };
  }

  /** Undefined in the variant without tokens. */
  private async tokenFor({ token }: CallOptions): Promise<string | undefined> {
    if (this.account.config.own_signature !== 'symmetric') return undefined;
    if (token === undefined && this.token === undefined) await this.fetchToken();
    return token ?? this.token ?? '';
  }

  private signatureOf(text: string, timestamp: string): string {
    const { config, bankKeys } = this.account;
    if (config.own_signature === 'client_and_time') {
      return rsaSignature(`${config.client_id}|${timestamp}`, bankKeys.privateKey);
    }
    return config.own_signature === 'symmetric'
      ? hmacSignature(text, config.client_secret, config.hmac_encoding)
      : rsaSignature(text, bankKeys.privateKey);
  }

  /** The parts of a VA number as this bank writes them. */
  idsOf(number: string): Record<string, string> {
    const partnerServiceId = this.account.paddedServiceId();
    const customerNo = number.slice(this.account.config.partner_service_id.length);
    return { partnerServiceId, customerNo, virtualAccountNo: partnerServiceId + customerNo };
  }

  stamp(): string {
    const local = new Date(this.clock.now() + 7 * 3_600_000).toISOString();
    return `${local.slice(0, 19)}+07:00`;
  }

  private urlOf(path: string): string {
    const { webhook_url: base } = this.account.config;
    if (base === null) throw new Error('no webhook_url; set it by the action config');
    return base.replace(/\/$/, '') + path;
  }

  private async post({ url, headers, body }: SignedRequest): Promise<HotelAnswer> {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const response = await fetch(url, { method: 'POST', headers, body, signal });
    const text = await response.text();
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: parse(text),
    };
  }
}

export function newExternalId(): string {
  return `${Date.now()}${randomInt(1_000_000, 9_999_999)}`;
}

function without(
  names: readonly string[] = [],
  headers: Record<string, string>,
): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !names.includes(name)));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

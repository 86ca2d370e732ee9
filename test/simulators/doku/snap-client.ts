/** The vendor as a client of the merchant: asks for a token, then signs with it inside. */
import { createPrivateKey } from 'node:crypto';
import { z } from 'zod';
import type { DokuAccount } from '#test/simulators/doku/doku-account.js';
import { wibIso } from '#test/simulators/doku/doku-parts.js';
import { tokenSignature, transactionSignature } from '#test/simulators/doku/snap-signature.js';

const tokenSchema = z.looseObject({
  responseCode: z.literal('2007300'),
  accessToken: z.string().min(1),
  tokenType: z.literal('Bearer'),
  expiresIn: z.union([z.string(), z.number()]),
});

export class SnapClient {
  private readonly account: DokuAccount;

  constructor(account: DokuAccount) {
    this.account = account;
  }

  /** Headers of one attempt. A merchant that gives no token is not told. */
  async headers(post: {
    readonly tokenUrl: string;
    readonly url: string;
    readonly body: string;
  }): Promise<Record<string, string>> {
    const { client_id: clientId, secret_key: secret } = this.account.config;
    const token = await this.token(post.tokenUrl);
    const timestamp = wibIso(Date.now());
    const path = new URL(post.url).pathname;
    const message = { method: 'POST', path, token, body: post.body, timestamp };
    return {
      Authorization: `Bearer ${token}`,
      'X-PARTNER-ID': clientId,
      'X-TIMESTAMP': timestamp,
      'X-SIGNATURE': transactionSignature(message, secret),
      'CHANNEL-ID': 'H2H',
    };
  }

  private async token(url: string): Promise<string> {
    const { client_id: clientId } = this.account.config;
    const timestamp = wibIso(Date.now());
    const key = createPrivateKey(this.account.vendorKeys.privateKey);
    const answer = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'X-CLIENT-KEY': clientId,
        'X-TIMESTAMP': timestamp,
        'X-SIGNATURE': tokenSignature(clientId, timestamp, key),
      },
      body: JSON.stringify({ grantType: 'client_credentials' }),
    });
    const text = await answer.text();
    if (answer.status !== 200) throw new Error(`no token: ${answer.status} ${text.slice(0, 200)}`);
    return tokenSchema.parse(JSON.parse(text)).accessToken;
  }
}

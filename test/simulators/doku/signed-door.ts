/** The vendor's own protocol at the door: headers, signature, repeated requests, signed answers. */
import { headerOf, type Call, type Reply } from '#test/simulators/kit/http-exchange.js';
import { errorReply } from '#test/simulators/doku/doku-errors.js';
import { utcSeconds, type DokuParts } from '#test/simulators/doku/doku-parts.js';
import { signatureOf } from '#test/simulators/doku/signature.js';

const TIMESTAMP = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/;
const LONGEST_ID = 128;
/** So that local time with a `Z` behind it is found out. */
const SKEW_MS = 30 * 60_000;

interface FirstAnswer {
  readonly body: string;
  readonly answer: Reply;
}

export class SignedDoor {
  private readonly answers = new Map<string, FirstAnswer>();
  private readonly parts: DokuParts;

  constructor(parts: DokuParts) {
    this.parts = parts;
  }

  /** Checks the request, knows a repeat for what it is, signs the answer. */
  async pass(call: Call, next: () => Promise<Reply>): Promise<Reply> {
    const refused = this.problemOf(call);
    if (refused) return refused;
    return this.signed(call, await this.answer(call, next));
  }

  private async answer(call: Call, next: () => Promise<Reply>): Promise<Reply> {
    const id = headerOf(call, 'request-id') ?? '';
    const known = call.method === 'GET' ? undefined : this.answers.get(id);
    if (known?.body === call.raw) return { ...known.answer, status: 409 };
    if (known) return errorReply(call, 409, 'duplicate_request', 'REQUEST-ID ALREADY USED');
    const answer = await next();
    if (call.method !== 'GET' && answer.status < 300) {
      this.answers.set(id, { body: call.raw, answer });
    }
    return answer;
  }

  private problemOf(call: Call): Reply | undefined {
    const { client_id: clientId, secret_key: secret } = this.parts.account.config;
    if (headerOf(call, 'client-id') !== clientId) {
      return errorReply(call, 401, 'invalid_client', 'INVALID CLIENT ID');
    }
    const field = this.badHeaderOf(call);
    if (field !== undefined) {
      return errorReply(call, 400, 'invalid_header', `${field} IS NOT VALID`);
    }
    const requestId = headerOf(call, 'request-id') ?? '';
    const timestamp = headerOf(call, 'request-timestamp') ?? '';
    const body = call.method === 'GET' || call.method === 'DELETE' ? undefined : call.raw;
    const expected = signatureOf(
      { clientId, requestId, timestamp, target: call.path, body },
      secret,
    );
    if (headerOf(call, 'signature') !== expected) {
      return errorReply(call, 401, 'invalid_signature', 'INVALID SIGNATURE');
    }
    return undefined;
  }

  private badHeaderOf(call: Call): string | undefined {
    const requestId = headerOf(call, 'request-id') ?? '';
    if (requestId === '' || requestId.length > LONGEST_ID) return 'REQUEST-ID';
    const timestamp = headerOf(call, 'request-timestamp') ?? '';
    const skew = Math.abs(Date.parse(timestamp) - Date.now());
    if (!TIMESTAMP.test(timestamp) || skew > SKEW_MS) return 'REQUEST-TIMESTAMP';
    const isJson = headerOf(call, 'content-type')?.startsWith('application/json') === true;
    return call.method === 'GET' || isJson ? undefined : 'CONTENT-TYPE';
  }

  private signed(call: Call, answer: Reply): Reply {
    const { client_id: clientId, secret_key: secret } = this.parts.account.config;
    const text = answer.text ?? JSON.stringify(answer.body);
    const requestId = headerOf(call, 'request-id') ?? '';
    const timestamp = utcSeconds(Date.now());
    const message = { clientId, requestId, timestamp, target: call.path, body: text };
    return {
      status: answer.status,
      text,
      contentType: 'application/json',
      headers: {
        'Client-Id': clientId,
        'Request-Id': requestId,
        'Response-Timestamp': timestamp,
        Signature: signatureOf({ ...message, timestampName: 'Response-Timestamp' }, secret),
      },
    };
  }
}

/** Random requests at everything the hub serves: the routes of its own API document, webhooks, and plain nonsense. */
import { createHmac, randomUUID } from 'node:crypto';
import type { Dice } from '#test/fuzz/fuzz-dice.js';
import { type Json, Mess } from '#test/fuzz/mess.js';
import { type JsonSchema, SchemaValues } from '#test/fuzz/schema-values.js';

export interface FuzzRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body?: Buffer;
  /** Announces more than it sends, then hangs up. */
  readonly isCut?: boolean;
}

export interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly schema?: JsonSchema;
}

export interface ApiOperation {
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly Parameter[];
  readonly body?: JsonSchema;
}

export interface ApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, RawOperation>>>>;
  readonly components?: { readonly schemas?: Readonly<Record<string, JsonSchema>> };
}

interface RawOperation {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: {
    readonly content?: Readonly<Record<string, { readonly schema?: JsonSchema }>>;
  };
}

export interface FuzzTarget {
  readonly document: ApiDocument;
  readonly apiKey: string;
  /** Paths such as `/webhook/payment/slug`, with the secret that signs there. */
  readonly webhooks: readonly { readonly path: string; readonly secret: string }[];
  /** Ids that the hub gave out so far. */
  readonly ids: readonly string[];
  /** Ids of what the run needs: read, used, but never changed or deleted. */
  readonly kept: ReadonlySet<string>;
}

const METHODS = ['get', 'put', 'post', 'patch', 'delete'];
const CONTENT_TYPES = [
  'application/json',
  'application/json; charset=utf-16',
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/xml',
  'APPLICATION/JSON',
  'application/vnd.api+json',
  'garbage',
  '/',
  ';',
];
/** These would end the run: they change the master key, or take every API key's rights away. */
const LEFT_ALONE = ['/api/v1/key-rotation', '/api/v1/stream'];

/** Bodies that are right in every field, by the end of the path; random ones seldom get past every rule. */
const GOOD_BODIES: Readonly<Record<string, () => Json>> = {
  '/payments': () => ({
    feature: 'payment.qris',
    order_id: `ORD-${randomUUID()}`,
    amount: 150_000,
    currency: 'IDR',
    customer: { first_name: 'Budi', email: 'budi@example.com', phone: '081234567890' },
    metadata: { room: '101', deep: { a: [1, 2] } },
  }),
  '/refunds': () => ({ amount: 1_000, reason: 'batal' }),
  '/events': () => ({
    event: 'room.status_changed',
    data: { room: '101', status: 'clean' },
    occurred_at: '2026-11-21T08:00:00Z',
  }),
  '/webhook-endpoints': () => ({
    url: 'https://subscriber.example/hook',
    events: ['payment.received'],
  }),
  '/properties': () => ({ name: 'Hotel Melati', time_zone: 'Asia/Jakarta' }),
};

export function operationsOf({ paths }: ApiDocument): ApiOperation[] {
  return Object.entries(paths)
    .filter(([path]) => !LEFT_ALONE.some((one) => path.startsWith(one)))
    .flatMap(([path, methods]) =>
      Object.entries(methods)
        .filter(([method]) => METHODS.includes(method))
        .map(([method, operation]) => ({
          method: method.toUpperCase(),
          path,
          parameters: operation.parameters ?? [],
          body: operation.requestBody?.content?.['application/json']?.schema,
        })),
    );
}

export class FuzzRequests {
  private readonly dice: Dice;
  private readonly target: FuzzTarget;
  private readonly mess: Mess;
  private readonly values: SchemaValues;
  private readonly operations: readonly ApiOperation[];
  /** Those that make something with a body of ours. */
  private readonly created: readonly ApiOperation[];

  constructor(dice: Dice, target: FuzzTarget) {
    this.dice = dice;
    this.target = target;
    this.mess = new Mess(dice);
    this.values = new SchemaValues(
      dice,
      () => this.anId(),
      target.document.components?.schemas ?? {},
    );
    this.operations = operationsOf(target.document);
    this.created = this.operations.filter(
      ({ method, path }) =>
        method === 'POST' && Object.keys(GOOD_BODIES).some((end) => path.endsWith(end)),
    );
  }

  next(): FuzzRequest {
    const throwOf = this.dice.next();
    if (throwOf < 0.1) return this.api(this.dice.pick(this.created));
    if (throwOf < 0.6) return this.api(this.dice.pick(this.operations));
    if (throwOf < 0.95) return this.webhook();
    return this.nonsense();
  }

  private api(operation: ApiOperation): FuzzRequest {
    const body = operation.body && this.bodyOf(operation.body, operation.path);
    return {
      method: this.dice.hits(0.02)
        ? this.dice.pick(['PUT', 'PATCH', 'OPTIONS', 'HEAD', 'DELETE'])
        : operation.method,
      path: this.pathOf(operation) + this.queryOf(operation),
      headers: [
        ...this.authorization(),
        ...(body ? [['content-type', this.contentType()] as const] : []),
        ['idempotency-key', this.dice.hits(0.1) ? this.headerText() : randomUUID()],
        ...this.strangeHeaders(),
      ],
      ...(body && { body, isCut: this.dice.hits(0.01) }),
    };
  }

  private webhook(): FuzzRequest {
    const { path, secret } = this.dice.pick(this.target.webhooks);
    const body = this.mess.bytes(this.mess.jsonText(this.webhookBody()));
    const isSigned = this.dice.hits(0.6);
    const signature = isSigned
      ? createHmac('sha256', secret).update(body).digest('hex')
      : this.headerText();
    const isGet = this.dice.hits(0.15);
    return {
      method: isGet ? 'GET' : this.dice.pick(['POST', 'POST', 'POST', 'POST', 'PUT', 'DELETE']),
      path: path + this.webhookSuffix(),
      headers: [
        ['x-signature', signature],
        ['content-type', this.contentType()],
        ...this.strangeHeaders(),
      ],
      ...(!isGet && { body, isCut: this.dice.hits(0.01) }),
    };
  }

  private nonsense(): FuzzRequest {
    return {
      method: this.dice.pick(['GET', 'POST', 'DELETE', 'OPTIONS', 'HEAD', 'TRACE', 'PROPFIND']),
      path: this.dice.pick([
        '/',
        '/%',
        '/%00',
        '/api/v1/%ff',
        '/api/v1',
        '/api/docs',
        '/api/docs/openapi.json',
        '/health/ready',
        '/metrics',
        '/webhook',
        '/webhook/payment',
        '/webhook//',
        '/webhook/%00/%zz',
        '/qr/x.png',
        '/qr/00000000-0000-0000-0000-000000000000.png',
        '//evil.example/',
        '/../../etc/passwd',
        `/${'a'.repeat(6_000)}`,
        `/api/v1/payments?${'a=1&'.repeat(1_500)}`,
        `/${encodeURIComponent(this.mess.text().slice(0, 300).toWellFormed())}`,
      ]),
      headers: [...this.authorization(), ...this.strangeHeaders()],
    };
  }

  private bodyOf(schema: JsonSchema, path: string): Buffer {
    const good = Object.entries(GOOD_BODIES).find(([end]) => path.endsWith(end))?.[1];
    let value = good && this.dice.hits(0.6) ? good() : this.values.of(schema);
    if (this.dice.hits(0.5)) value = this.mess.mutated(value);
    return this.mess.bytes(this.mess.jsonText(value));
  }

  private webhookBody(): Json {
    const event: Json = {
      reference: this.anId(),
      status: this.dice.pick(['paid', 'pending', 'failed', 'odd']),
      amount: this.dice.pick([150_000, 0, -1, 1e30]),
      event_id: this.dice.pick([randomUUID(), 'same', 'x'.repeat(400)]),
    };
    const body: Json = this.dice.hits(0.3) ? { events: [event, event] } : event;
    return this.dice.hits(0.5) ? this.mess.mutated(body) : body;
  }

  private webhookSuffix(): string {
    return this.dice.pick([
      '',
      '',
      '',
      '',
      '',
      '/',
      '/inquiry',
      '/a/b/c',
      '/%00',
      '/%zz',
      '/..%2f..',
      '?a=1',
      '?a=%zz&a=2',
      `?challenge=${encodeURIComponent(this.mess.text().slice(0, 200).toWellFormed())}`,
      `?${'k=v&'.repeat(900)}`,
    ]);
  }

  private pathOf({ path, method }: ApiOperation): string {
    return path.replaceAll(/\{[^}]+\}/g, () => {
      const id = this.anId();
      const isSafe = method === 'GET' || !this.target.kept.has(id);
      if (isSafe && this.dice.hits(0.75)) return encodeURIComponent(id);
      return this.dice.pick([
        encodeURIComponent(this.mess.text().slice(0, 500).toWellFormed()),
        '%00',
        '%ff',
        '%zz',
        'a%2fb',
        '..',
        'payment.bank_transfer',
      ]);
    });
  }

  private queryOf({ parameters }: ApiOperation): string {
    const pairs = parameters
      .filter((one) => one.in === 'query' && this.dice.hits(0.3))
      .map(({ name, schema }): [string, string] => {
        const good = schema ? this.values.of(schema) : 'x';
        const value = this.dice.hits(0.5) ? this.mess.text() : good;
        return [name, typeof value === 'string' ? value : JSON.stringify(value)];
      });
    if (this.dice.hits(0.05)) {
      pairs.push(['cursor', Buffer.from(this.mess.text()).toString('base64url')]);
    }
    if (this.dice.hits(0.03)) pairs.push(['__proto__', '1'], ['limit', '1'], ['limit', '2']);
    const text = pairs
      .map(([name, value]) => `${name}=${encodeURIComponent(value.slice(0, 2_000).toWellFormed())}`)
      .join('&');
    return text === '' ? '' : `?${text}${this.dice.hits(0.03) ? '&x=%zz&%=%' : ''}`;
  }

  private authorization(): (readonly [string, string])[] {
    if (this.dice.hits(0.96)) return [['authorization', `Bearer ${this.target.apiKey}`]];
    return this.dice.pick<(readonly [string, string])[]>([
      [],
      [['authorization', 'Bearer ']],
      [['authorization', this.headerText()]],
      [['cookie', 'kunci_session=x; ='.repeat(20)]],
    ]);
  }

  private strangeHeaders(): (readonly [string, string])[] {
    if (this.dice.hits(0.9)) return [];
    return this.dice.pick<(readonly [string, string])[]>([
      [['traceparent', '00-zz-zz-00']],
      [
        ['traceparent', `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`],
        ['traceparent', 'x'],
      ],
      [['x-forwarded-for', this.headerText()]],
      [['x-request-id', this.headerText()]],
      [['accept', '*/*;q=x']],
      [['accept-encoding', 'br;q=1, gzip, *;q=0']],
      [['content-encoding', 'gzip']],
      [
        ['x-dup', 'a'],
        ['x-dup', 'b'],
        ['idempotency-key', 'a'],
        ['idempotency-key', 'b'],
      ],
      [
        ['origin', 'null'],
        ['access-control-request-method', 'POST'],
      ],
      [['range', 'bytes=0-0,-1']],
      [['if-none-match', '*']],
      [['host', 'evil.example:99999']],
    ]);
  }

  private contentType(): string {
    return this.dice.hits(0.9) ? 'application/json' : this.dice.pick(CONTENT_TYPES);
  }

  /** What a header may hold on the wire: Latin-1 without control characters. */
  private headerText(): string {
    return this.mess
      .text()
      .replaceAll(/[^\u0020-\u007e\u00a0-\u00ff]/g, '?')
      .slice(0, 1_000);
  }

  private anId(): string {
    const { ids } = this.target;
    return ids.length > 0 && this.dice.hits(0.9) ? this.dice.pick(ids) : randomUUID();
  }
}

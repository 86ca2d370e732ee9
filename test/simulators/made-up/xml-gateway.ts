/**
 * A gateway that does not exist, odd in every way that real ones are: XML both ways with attributes and lists, errors
 * under HTTP 200, amounts in sen, notifications as forms signed over their sorted fields, a mandatory XML reply.
 *
 * Refuses what it does not know, as a bank would: a wrong signature, field, amount or content type.
 */
import { createHmac, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { XMLParser } from 'fast-xml-parser';

export const MERCHANT = 'MERCHANT-0042';
export const SECRET = 'made-up-secret-not-real-0001';

const TRIES = 5;

interface Charge {
  readonly id: string;
  readonly ref: string;
  /** In sen. */
  readonly amount: string;
  readonly notify: string;
  state: 'WAITING' | 'SETTLED' | 'VOID';
  readonly refunds: Map<string, { readonly amount: string; state: 'PROCESSING' | 'DONE' }>;
}

export interface Notified {
  readonly status: number;
  readonly text: string;
  readonly contentType: string | null;
}

export interface XmlGateway {
  readonly url: string;
  /** `<path> <code of the answer>` of everything it was asked. */
  readonly asked: string[];
  readonly charges: ReadonlyMap<string, Charge>;
  /** The guest pays; the notification goes out. */
  pay(ref: string, changes?: Readonly<Record<string, string>>): Promise<Notified>;
  endRefund(ref: string, refundRef: string): Promise<Notified>;
  close(): Promise<void>;
}

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  parseTagValue: false,
  parseAttributeValue: false,
  isArray: (name) => name === 'Item',
});

type Node = any;
type Reply = readonly [code: string, message: string, content?: string];

class Gateway implements XmlGateway {
  readonly asked: string[] = [];
  readonly charges = new Map<string, Charge>();
  private readonly server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => this.answer(request, response, Buffer.concat(chunks).toString('utf8')));
  });

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  listen(): Promise<void> {
    return new Promise((resolve) => this.server.listen(0, '127.0.0.1', resolve));
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }

  async pay(ref: string, changes: Readonly<Record<string, string>> = {}): Promise<Notified> {
    const charge = this.charge(ref);
    charge.state = 'SETTLED';
    return notify(charge, {
      kind: 'charge',
      state: 'SETTLED',
      amount: `${charge.amount}.00`,
      ...changes,
    });
  }

  async endRefund(ref: string, refundRef: string): Promise<Notified> {
    const charge = this.charge(ref);
    const refund = charge.refunds.get(refundRef);
    if (!refund) throw new Error(`no refund ${refundRef}`);
    refund.state = 'DONE';
    const { amount } = refund;
    return notify(charge, {
      kind: 'refund',
      refund_ref: refundRef,
      state: 'DONE',
      amount: `${amount}.00`,
    });
  }

  private charge(ref: string): Charge {
    const charge = this.charges.get(ref);
    if (!charge) throw new Error(`no charge ${ref}`);
    return charge;
  }

  private answer(request: IncomingMessage, response: ServerResponse, raw: string): void {
    const path = request.url ?? '';
    const [code, message, content = ''] = this.reply(request, path, raw);
    this.asked.push(`${path} ${code}`);
    response
      .writeHead(200, { 'content-type': 'text/xml; charset=utf-8' })
      .end(
        `<?xml version="1.0"?><gw:Reply xmlns:gw="urn:made-up" code="${code}"><gw:Message>${message}</gw:Message>${content}</gw:Reply>`,
      );
  }

  private reply(request: IncomingMessage, path: string, raw: string): Reply {
    const refusal = refusalOf(request, raw);
    if (refusal) return refusal;
    const { Request: asked }: Node = parser.parse(raw);
    if (asked?.['@version'] !== '2.0') return ['07', 'Version 2.0 only'];
    if (path === '/gw/charge') return this.open(asked.Order);
    const charge = this.charges.get(asked.Order?.['@ref']);
    if (!charge) return ['14', 'No such order'];
    if (path === '/gw/refund') return refundOf(charge, asked.Refund);
    if (path === '/gw/void') return voidOf(charge);
    return path === '/gw/inquiry' ? ['00', 'Found', shown(charge)] : ['08', 'No such path'];
  }

  private open(order: Node): Reply {
    const refusal = orderProblem(order);
    if (refusal) return refusal;
    if (this.charges.has(order['@ref'])) return ['51', 'Order was sent before'];
    const charge: Charge = {
      id: randomUUID(),
      ref: order['@ref'],
      amount: order.Amount['#text'],
      notify: order.NotifyUrl,
      state: 'WAITING',
      refunds: new Map(),
    };
    this.charges.set(charge.ref, charge);
    const page = `https://made-up.example/pay?id=${charge.id}&amp;l=id`;
    return ['00', 'Opened', `${shown(charge)}<PageUrl>${page}</PageUrl>`];
  }
}

function refusalOf({ method, headers }: IncomingMessage, raw: string): Reply | undefined {
  const signature = createHmac('sha512', SECRET).update(raw).digest('base64');
  if (method !== 'POST') return ['05', 'POST only'];
  if (headers['content-type'] !== 'application/xml') return ['06', 'XML only'];
  if (headers['x-merchant'] !== MERCHANT) return ['10', 'Unknown merchant'];
  return headers['x-sign'] === signature ? undefined : ['11', 'Bad signature'];
}

function orderProblem({ Amount: amount, Items: list }: Node): Reply | undefined {
  if (!/^\d+$/.test(amount?.['#text'] ?? '')) return ['21', 'Bad amount'];
  if (amount['@currency'] !== 'IDR') return ['21', 'Bad currency'];
  const items: Node[] = list?.Item ?? [];
  const sum = items.reduce<number>(
    (all, item) => all + Number(item.Price) * Number(item['@qty']),
    0,
  );
  const isRight = items.length === 0 || sum === Number(amount['#text']);
  return isRight ? undefined : ['22', 'Items do not add up'];
}

function refundOf(charge: Charge, asked: Node): Reply {
  if (charge.state !== 'SETTLED') return ['31', 'Not settled'];
  const known = charge.refunds.get(asked['@ref']);
  if (!known) charge.refunds.set(asked['@ref'], { amount: asked.Amount, state: 'PROCESSING' });
  const state = known?.state ?? 'PROCESSING';
  return ['00', 'Taken', `<Refund ref="${asked['@ref']}"><State>${state}</State></Refund>`];
}

function voidOf(charge: Charge): Reply {
  if (charge.state === 'SETTLED') return ['32', 'Settled already'];
  charge.state = 'VOID';
  return ['00', 'Void', shown(charge)];
}

function shown({ id, ref, state, amount }: Charge): string {
  return `<Charge id="${id}" ref="${ref}"><State>${state}</State><Amount currency="IDR">${amount}.00</Amount></Charge>`;
}

/** All fields but the signature, sorted by name, as `name=value` joined by `&`; empty ones are left out. */
export function signForm(fields: Readonly<Record<string, string>>): string {
  const text = Object.keys(fields)
    .filter((name) => name !== 'sign' && fields[name] !== '')
    .sort()
    .map((name) => `${name}=${fields[name] ?? ''}`)
    .join('&');
  return createHmac('sha256', SECRET).update(text).digest('hex').toUpperCase();
}

async function notify(
  charge: Charge,
  changes: Readonly<Record<string, string>>,
): Promise<Notified> {
  const fields: Record<string, string> = {
    notify_id: randomUUID(),
    order_ref: charge.ref,
    charge_id: charge.id,
    note: 'Lunas & terima kasih + salam',
    channel: '',
    ...changes,
  };
  fields['sign'] = changes['sign'] ?? signForm(fields);
  return send(charge.notify, new URLSearchParams(fields), TRIES);
}

/** Whoever is told to come again does so, as gateways do. */
async function send(url: string, form: URLSearchParams, tries: number): Promise<Notified> {
  const response = await fetch(url, { method: 'POST', body: form });
  const text = await response.text();
  if (response.status === 503 && tries > 1) return send(url, form, tries - 1);
  return { status: response.status, text, contentType: response.headers.get('content-type') };
}

export async function startXmlGateway(): Promise<XmlGateway> {
  const gateway = new Gateway();
  await gateway.listen();
  return gateway;
}

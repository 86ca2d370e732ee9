/** Tells the merchant what became of an order: signed as in the vendor's own protocol, or as in SNAP. */
import { randomInt, randomUUID } from 'node:crypto';
import { serviceOf } from '#test/simulators/doku/channels.js';
import { utcSeconds, wibIso, type DokuParts } from '#test/simulators/doku/doku-parts.js';
import { numberOf, type Order } from '#test/simulators/doku/order.js';
import { orderBody } from '#test/simulators/doku/order-words.js';
import { signatureOf } from '#test/simulators/doku/signature.js';
import { SnapClient } from '#test/simulators/doku/snap-client.js';

export class Notifier {
  private readonly parts: DokuParts;
  private readonly snap: SnapClient;

  constructor(parts: DokuParts) {
    this.parts = parts;
    this.snap = new SnapClient(parts.account);
  }

  tell(order: Order): void {
    const { config } = this.parts.account;
    const url = order.notifyUrl ?? config.webhook_url;
    if (url === null) return;
    const isVa = order.account !== undefined && order.status === 'SUCCESS';
    if (isVa && config.va_notification === 'snap') {
      this.tellAsSnap(order, url);
      return;
    }
    this.tellSigned(order, url);
  }

  private tellSigned(order: Order, url: string): void {
    const { kit, account } = this.parts;
    const { client_id: clientId, secret_key: secret } = account.config;
    const body = JSON.stringify(orderBody(order));
    const message = {
      clientId,
      requestId: randomUUID(),
      timestamp: utcSeconds(Date.now()),
      target: new URL(url).pathname,
      body,
    };
    kit.webhooks.send({
      url,
      headers: {
        'content-type': 'application/json',
        'Client-Id': clientId,
        'Request-Id': message.requestId,
        'Request-Timestamp': message.timestamp,
        Signature: signatureOf(message, secret),
      },
      body,
      event: `${serviceOf(order.channel ?? 'ORDER')}.${order.status}`,
      subject: order.invoice,
    });
  }

  private tellAsSnap(order: Order, hubUrl: string): void {
    const { kit, account } = this.parts;
    const url = hubUrl + account.config.snap_payment_path;
    const body = JSON.stringify(vaPayment(order));
    const externalId = `${Date.now()}${randomInt(1_000_000)}`;
    kit.webhooks.send({
      url,
      headers: { 'content-type': 'application/json', 'X-EXTERNAL-ID': externalId },
      sign: () =>
        this.snap.headers({ tokenUrl: hubUrl + account.config.snap_token_path, url, body }),
      body,
      event: 'transfer-va/payment',
      subject: order.invoice,
    });
  }
}

function vaPayment(order: Order): Record<string, unknown> {
  const { account } = order;
  if (!account) throw new Error(`${order.invoice} has no virtual account`);
  return {
    partnerServiceId: account.partnerServiceId,
    customerNo: account.customerNo,
    virtualAccountNo: numberOf(account),
    virtualAccountName: account.name,
    trxId: order.invoice,
    paymentRequestId: order.referenceNo,
    // The vendor is seen to leave the decimals out here.
    paidAmount: { value: String(order.paidAmount), currency: 'IDR' },
    trxDateTime: wibIso(order.changed),
    additionalInfo: { channel: order.channel },
  };
}

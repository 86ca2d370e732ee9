/** A guest at a bank's machine types a number that only the merchant knows: the vendor asks the merchant for the bill. */
import { randomInt, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { BINS } from '#test/simulators/doku/doku-account.js';
import { wibIso, type DokuParts } from '#test/simulators/doku/doku-parts.js';
import { numberOf } from '#test/simulators/doku/order.js';
import type { OrderBook } from '#test/simulators/doku/order-book.js';
import { SnapClient } from '#test/simulators/doku/snap-client.js';

const DAY_MS = 86_400_000;

/** What the vendor needs of the answer; its own numbers have to come back as they were sent. */
const billSchema = z.looseObject({
  responseCode: z.literal('2002400'),
  virtualAccountData: z.looseObject({
    partnerServiceId: z.string().length(8),
    customerNo: z.string(),
    virtualAccountNo: z.string(),
    virtualAccountName: z.string().min(1),
    inquiryRequestId: z.string(),
    inquiryStatus: z.literal('00'),
    totalAmount: z.strictObject({
      value: z.string().regex(/^[1-9]\d*\.\d{2}$/),
      currency: z.literal('IDR'),
    }),
    virtualAccountTrxType: z.literal('C'),
    additionalInfo: z.looseObject({ channel: z.string(), trxId: z.string().min(1) }),
  }),
});

export class DirectInquiry {
  private readonly parts: DokuParts;
  private readonly book: OrderBook;
  private readonly snap: SnapClient;

  constructor(parts: DokuParts, book: OrderBook) {
    this.parts = parts;
    this.book = book;
    this.snap = new SnapClient(parts.account);
  }

  /** The merchant's answer; after a good one the bill can be paid by its `trxId`. */
  async ask(number: string, channel: string): Promise<{ status: number; body: unknown }> {
    const { webhook_url: hubUrl, snap_token_path: tokenPath } = this.parts.account.config;
    if (hubUrl === null) throw new Error('no webhook_url is configured');
    const bin = BINS[channel] ?? '';
    if (bin === '' || !number.startsWith(bin)) throw new Error(`not a number of ${channel}`);
    const account = { partnerServiceId: bin.padStart(8), customerNo: number.slice(bin.length) };
    const asked = {
      ...account,
      virtualAccountNo: numberOf(account),
      channelCode: '6010',
      trxDateInit: wibIso(Date.now()),
      language: 'ID',
      inquiryRequestId: randomUUID(),
      additionalInfo: { channel },
    };
    const url = `${hubUrl}/v1.1/transfer-va/inquiry`;
    const body = JSON.stringify(asked);
    const signed = await this.snap.headers({ tokenUrl: hubUrl + tokenPath, url, body });
    const externalId = `${Date.now()}${randomInt(1_000_000)}`;
    const headers = { 'content-type': 'application/json', 'X-EXTERNAL-ID': externalId, ...signed };
    const answer = await fetch(url, { method: 'POST', headers, body });
    const said = await answer.json();
    if (answer.status === 200) this.note(billSchema.parse(said).virtualAccountData, channel);
    return { status: answer.status, body: said };
  }

  private note(bill: z.output<typeof billSchema>['virtualAccountData'], channel: string): void {
    this.book.create({
      product: 'va',
      invoice: bill.additionalInfo.trxId,
      amount: Number(bill.totalAmount.value),
      requestId: bill.inquiryRequestId,
      expiresAt: this.parts.kit.clock.now() + DAY_MS,
      channel,
      account: {
        partnerServiceId: bill.partnerServiceId,
        customerNo: bill.customerNo,
        name: bill.virtualAccountName,
      },
    });
  }
}

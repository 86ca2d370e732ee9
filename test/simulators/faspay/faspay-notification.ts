/** Notifications, and the structured reply without which they count as lost. */
import { z } from 'zod';
import { CHANNEL_NAMES, type FaspayAccount } from '#test/simulators/faspay/faspay-account.js';
import type { Bill } from '#test/simulators/faspay/faspay-bill.js';
import { faspaySignature } from '#test/simulators/faspay/faspay-signature.js';
import { wibText } from '#test/simulators/faspay/wib-time.js';
import type { PostAnswer } from '#test/simulators/kit/http-poster.js';
import type { Kit } from '#test/simulators/kit/simulator.types.js';
import type { OutgoingWebhook } from '#test/simulators/kit/webhook-sender.js';

const STATUS_WORDS: Readonly<Record<string, string>> = {
  '2': 'Payment Success',
  '3': 'Payment Failed',
  '4': 'Payment Reversal',
};

interface Sender {
  readonly kit: Kit;
  readonly account: FaspayAccount;
}

export function sendNotification({ kit, account }: Sender, bill: Bill): void {
  const { config } = account;
  if (config.webhook_url === null) return;
  const fields = notificationFields(bill, account, kit.clock.now());
  const isXml = config.notification_format === 'xml';
  kit.webhooks.send({
    url: config.webhook_url,
    headers: { 'content-type': isXml ? 'text/xml' : 'application/json' },
    body: isXml ? toXml(fields) : JSON.stringify(fields),
    event: fields['payment_status_desc'] ?? '',
    subject: bill.billNo,
  });
}

function notificationFields(
  bill: Bill,
  { config }: FaspayAccount,
  now: number,
): Record<string, string> {
  const { user_id: user, password } = config;
  return {
    request: 'Payment Notification',
    trx_id: bill.trxId ?? '',
    merchant_id: config.merchant_id,
    merchant: config.merchant_name,
    bill_no: bill.billNo,
    payment_reff: `REF${(bill.trxId ?? '').slice(-6)}`,
    payment_date: wibText(bill.paidAt ?? now),
    payment_status_code: bill.status,
    payment_status_desc: STATUS_WORDS[bill.status] ?? '',
    bill_total: String(bill.total),
    payment_total: String(bill.paid),
    payment_channel_uid: bill.channel ?? '',
    payment_channel: CHANNEL_NAMES[bill.channel ?? ''] ?? '',
    bank_user_name: 'BUDI & SITI',
    signature: faspaySignature(user, password, bill.billNo, bill.status),
  };
}

/** As this vendor writes it: an ampersand stays as it is. */
function toXml(fields: Readonly<Record<string, string>>): string {
  const elements = Object.entries(fields).map(([name, value]) => `<${name}>${value}</${name}>`);
  return `<?xml version="1.0" encoding="utf-8"?>\n<faspay>\n${elements.join('\n')}\n</faspay>`;
}

/** HTTP 200 with the structured reply, in the format of the notification, about the same bill. */
export function isExpectedReply(
  { status, reply = '', contentType = '' }: PostAnswer,
  webhook: OutgoingWebhook,
): boolean {
  const isXml = webhook.headers['content-type'] === 'text/xml';
  if (status !== 200 || !contentType.includes(isXml ? 'xml' : 'json')) return false;
  const read = isXml ? fieldsOfXml : fieldsOfJson;
  const result = replySchema.safeParse(read(reply));
  const sent = read(webhook.body);
  return result.success && SAME_FIELDS.every((name) => result.data[name] === sent[name]);
}

const SAME_FIELDS = ['trx_id', 'merchant_id', 'bill_no'] as const;
const replySchema = z.looseObject({
  response: z.literal('Payment Notification'),
  response_code: z.literal('00'),
  response_desc: z.string().min(1),
  response_date: z.string().regex(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/),
  trx_id: z.string(),
  merchant_id: z.string(),
  bill_no: z.string(),
});

function fieldsOfJson(text: string): Record<string, string | undefined> {
  try {
    return JSON.parse(text) as Record<string, string>;
  } catch {
    return {};
  }
}

function fieldsOfXml(text: string): Record<string, string | undefined> {
  const content = /<faspay>([\s\S]*)<\/faspay>\s*$/.exec(text)?.[1] ?? '';
  const found = content.matchAll(/<(\w+)>([^<]*)<\/\1>/g);
  return Object.fromEntries([...found].map(([, name = '', value = '']) => [name, value]));
}

import { headerOf, type Call } from '#test/simulators/kit/http-exchange.js';
import type { MidtransAccount } from '#test/simulators/midtrans/midtrans-account.js';

/** Where a payment's webhooks go: the request's own URL, or the dashboard's and what the request adds. */
export function webhookUrlsOf(call: Call, account: MidtransAccount): string[] {
  const override = headerOf(call, 'x-override-notification');
  if (override !== undefined) return split(override).slice(0, 3);
  const append = headerOf(call, 'x-append-notification');
  const configured = account.config.webhook_url;
  return [
    ...(configured === null ? [] : [configured]),
    ...(append === undefined ? [] : split(append)),
  ].slice(0, 3);
}

function split(header: string): string[] {
  return header
    .split(',')
    .map((url) => url.trim())
    .filter((url) => url !== '');
}

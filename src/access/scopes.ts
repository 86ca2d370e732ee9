/** What an API key may be allowed to do. A new scope is a new row here; keys hold the names. */
export const SCOPES = {
  admin: 'everything, also API keys, users and settings',
  'payments:read': 'read payments, refunds and their history',
  'payments:write': 'create, cancel and refund payments',
  'messages:read': 'read SMS, WhatsApp and mail messages and their delivery',
  'messages:write': 'send SMS, WhatsApp and mail messages',
  'storage:read': 'read and list stored objects',
  'storage:write': 'store, delete and presign objects',
  'captcha:read': 'read captcha site keys',
  'captcha:write': 'verify captcha answers',
  'ota:read': 'read bookings, rooms and mappings of channels',
  'ota:write': 'send rates and availability, acknowledge bookings, map rooms',
  'door-lock:read': 'read issued door keys',
  'door-lock:write': 'issue and cancel door keys',
  'coretax:read': 'read tax invoices',
  'coretax:write': 'issue and cancel tax invoices',
  'events:write': 'publish hotel events to subscribers',
  'webhooks:read': 'read webhook logs, endpoints and deliveries',
  'webhooks:write': 'change webhook endpoints, replay webhooks and deliveries',
  'providers:read': 'read providers, presets and properties',
  'providers:write': 'change and test providers',
  'connectors:preview': 'try connectors in the playground',
  'features:read': 'read which feature uses which providers',
  'features:write': 'map features to providers',
  'logs:read': 'read integration logs, health, usage, alerts and the live stream',
  'alerts:write': 'acknowledge and resolve alerts',
  'audit:read': 'read the audit log',
  'guests:read': 'see guests’ names, addresses and numbers unmasked in lists and webhook bodies',
} as const satisfies Record<string, string>;

export type Scope = keyof typeof SCOPES;

export const SCOPE_NAMES = Object.keys(SCOPES) as [Scope, ...Scope[]];

/** Whether the held scopes allow what needs `needed`: `admin` allows all, `x:write` also `x:read`. */
export function grants(held: readonly string[], needed: string): boolean {
  return ['admin', needed, needed.replace(/:read$/, ':write')].some((scope) =>
    held.includes(scope),
  );
}

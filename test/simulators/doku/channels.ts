/** `VIRTUAL_ACCOUNT_BCA` belongs to the service `VIRTUAL_ACCOUNT`; cards and QRIS are services themselves. */
const SERVICES = [
  'VIRTUAL_ACCOUNT',
  'ONLINE_TO_OFFLINE',
  'CREDIT_CARD',
  'EMONEY',
  'DIRECT_DEBIT',
  'PEER_TO_PEER',
];

export function serviceOf(channel: string): string {
  return SERVICES.find((service) => channel.startsWith(service)) ?? channel;
}

export function acquirerOf(channel: string): string {
  const rest = channel.slice(serviceOf(channel).length + 1).replace(/^BANK_/, '');
  return rest === '' ? 'DOKU' : rest;
}

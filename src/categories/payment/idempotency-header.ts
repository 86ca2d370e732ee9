/** How the OpenAPI document describes the header. */
export const IDEMPOTENCY_HEADER = {
  name: 'Idempotency-Key',
  required: true,
  description:
    'A new value for each new intent, the same one when a request is repeated; kept for at least 24 hours.',
};

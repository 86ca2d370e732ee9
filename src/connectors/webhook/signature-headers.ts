import type { WebhookDefinition } from './webhook.schemas.js';

const known = new WeakMap<WebhookDefinition, ReadonlySet<string>>();

/**
 * Headers that carry a signature over the call: worth keeping as they are, and no secret, unlike a header that
 * carries a shared token. Names in lower case.
 */
export function signatureHeaders(webhook: WebhookDefinition | undefined): ReadonlySet<string> {
  if (!webhook) return new Set();
  const found = known.get(webhook);
  if (found) return found;
  const signatures = [webhook.signature, ...webhook.routes.map((route) => route.signature)].flat();
  const names = signatures.flatMap((recipe) =>
    recipe &&
    (recipe.scheme === 'hmac' || isPublicKey(recipe.scheme)) &&
    'header' in recipe &&
    recipe.header
      ? [recipe.header.toLowerCase()]
      : [],
  );
  const headers = new Set(names);
  known.set(webhook, headers);
  return headers;
}

function isPublicKey(scheme: string): boolean {
  return scheme === 'rsa' || scheme === 'ecdsa' || scheme === 'ed25519';
}

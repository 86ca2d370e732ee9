import { Injectable } from '@nestjs/common';
import { ExpressionEngine } from '#connectors/expressions/expression-engine.js';
import type { Verdict } from '#connectors/webhook/recipes.js';
import { findRoute } from '#connectors/webhook/routes.js';
import { verifyWebhook } from '#connectors/webhook/verify.js';
import type { InboundCall } from '#connectors/webhook/webhook-context.js';
import { targetOf } from '#providers/connector-target.js';
import type { Credentials, Provider } from '#providers/provider.types.js';

/** Checks that a call comes from the vendor, with the current secret or one that was just replaced. */
@Injectable()
export class WebhookVerifier {
  constructor(private readonly engine: ExpressionEngine) {}

  verify(provider: Provider, call: InboundCall, subPath: string): Promise<Verdict> {
    const { webhook } = provider.connector;
    const route = webhook && subPath !== '' ? findRoute(webhook, call.method, subPath) : undefined;
    return verifyWebhook(this.engine, {
      connector: provider.connector,
      scope: { call, provider: targetOf(provider).provider },
      credentialSets: credentialSets(provider, call.receivedAt),
      signature: route?.signature,
    });
  }
}

function credentialSets(provider: Provider, at: Date): [Credentials, ...Credentials[]] {
  const previous = provider.previousSecrets;
  if (!previous || previous.until <= at) return [provider.credentials];
  return [provider.credentials, previous.credentials];
}

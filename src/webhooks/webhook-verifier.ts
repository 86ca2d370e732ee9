import { Injectable } from '@nestjs/common';
import { ExpressionEngine } from '#connectors/expressions/expression-engine.js';
import type { Verdict } from '#connectors/webhook/recipes.js';
import type { ReplyRequest } from '#connectors/webhook/reply.js';
import { findRoute, routeToken } from '#connectors/webhook/routes.js';
import { verifyWebhook } from '#connectors/webhook/verify.js';
import type { InboundCall } from '#connectors/webhook/webhook-context.js';
import type { WebhookRoute } from '#connectors/webhook/webhook.schemas.js';
import { targetOf } from '#providers/connector-target.js';
import type { Credentials, Provider } from '#providers/provider.types.js';
import { AccessTokens } from './access-tokens.js';

/** Checks that a call comes from the vendor, with the current secret or one that was just replaced. */
@Injectable()
export class WebhookVerifier {
  constructor(
    private readonly engine: ExpressionEngine,
    private readonly tokens: AccessTokens,
  ) {}

  /** On a route that demands one, the access token counts as of the moment of arrival, too. */
  async verify(provider: Provider, call: InboundCall, subPath: string): Promise<Verdict> {
    const { webhook } = provider.connector;
    const route = webhook && subPath !== '' ? findRoute(webhook, call.method, subPath) : undefined;
    const scope = { call, provider: targetOf(provider).provider };
    const verdict = await verifyWebhook(this.engine, {
      connector: provider.connector,
      scope,
      credentialSets: credentialSets(provider, call.receivedAt),
      signature: route?.signature,
    });
    if (!verdict.ok || !route) return verdict;
    const { connector, credentials } = provider;
    return this.checkToken(route, { connector, scope, credentials }, provider);
  }

  private async checkToken(
    route: WebhookRoute,
    request: ReplyRequest,
    provider: Provider,
  ): Promise<Verdict> {
    const { demanded, token } = await routeToken(this.engine, route, request);
    if (!demanded) return { ok: true };
    const problem = this.tokens.problemWith(provider, token, request.scope.call.receivedAt);
    return problem === undefined
      ? { ok: true }
      : { ok: false, reason: problem, part: 'access_token' };
  }
}

function credentialSets(provider: Provider, at: Date): [Credentials, ...Credentials[]] {
  const previous = provider.previousSecrets;
  if (!previous || previous.until <= at) return [provider.credentials];
  return [provider.credentials, previous.credentials];
}

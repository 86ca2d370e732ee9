import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { ExpressionEngine } from '#connectors/expressions/expression-engine.js';
import type { ReplyRequest, WebhookReply } from '#connectors/webhook/reply.js';
import {
  repeatReply,
  routeKey,
  routeObjection,
  routeQuestion,
  type RouteQuestion,
  routeReply,
} from '#connectors/webhook/routes.js';
import type { WebhookRoute } from '#connectors/webhook/webhook.schemas.js';
import type { Provider } from '#providers/provider.types.js';
import { AccessTokens } from './access-tokens.js';
import { CallKeyRepository } from './call-key.repository.js';
import { WebhookHandlers } from './webhook-handlers.js';

/** The one question that the hub answers itself, whatever the category. */
const ISSUE_TOKEN = 'issue_token';

/** What fits into an index of the database; a longer key is kept as its hash. */
const MAX_KEY = 255;

export interface RouteAnswer {
  readonly reply: WebhookReply;
  /** False when the call was turned away before anybody was asked. */
  readonly isTaken: boolean;
}

/** The vendor calls us as a server: the answer is made from our rows before it is sent. */
@Injectable()
export class RouteAnswers {
  constructor(
    private readonly engine: ExpressionEngine,
    private readonly handlers: WebhookHandlers,
    private readonly tokens: AccessTokens,
    private readonly keys: CallKeyRepository,
  ) {}

  /** Checks of the call first, then its key, then the question: nothing is asked for a call that is refused. */
  async answer(
    request: ReplyRequest,
    route: WebhookRoute,
    provider: Provider,
  ): Promise<RouteAnswer> {
    const objection =
      (await routeObjection(this.engine, route, request)) ??
      (await this.repeated(request, route, provider));
    if (objection) return { reply: objection, isTaken: false };
    const question = await routeQuestion(this.engine, route, request);
    const found = question && (await this.ask(question, request, provider));
    const extra = { found: found ?? null };
    return { reply: await routeReply(this.engine, route, { ...request, extra }), isTaken: true };
  }

  private async repeated(
    request: ReplyRequest,
    route: WebhookRoute,
    provider: Provider,
  ): Promise<WebhookReply | undefined> {
    const key = await routeKey(this.engine, route, request);
    if (key === undefined) return undefined;
    const text = `${route.path} ${key}`;
    const repeat = await this.keys.claim({
      providerId: provider.id,
      key: text.length <= MAX_KEY ? text : sha256(text),
      callHash: sha256(request.scope.call.body),
    });
    if (repeat === 'new') return undefined;
    return repeatReply(this.engine, route, { ...request, repeat });
  }

  private async ask(
    question: RouteQuestion,
    { scope }: ReplyRequest,
    provider: Provider,
  ): Promise<Readonly<Record<string, unknown>> | undefined> {
    if (question.question === ISSUE_TOKEN) {
      const { lifetime_s: lifetimeS } = question.with;
      return { ...this.tokens.issue(provider, lifetimeS, scope.call.receivedAt) };
    }
    return this.handlers.findQuestions(provider.integrationType)?.answer(question, provider);
  }
}

function sha256(value: string | Buffer): string {
  return createHash('sha256').update(value).digest('base64url');
}

import { Injectable } from '@nestjs/common';
import type { Credentials } from '#connectors/connector-context.js';
import { ExpressionEngine } from '#connectors/expressions/expression-engine.js';
import { answerHandshake } from '#connectors/webhook/handshake.js';
import {
  okReply,
  rejectedReply,
  type ReplyRequest,
  type WebhookReply,
} from '#connectors/webhook/reply.js';
import { findRoute, routeQuestion, routeReply } from '#connectors/webhook/routes.js';
import type { WebhookRoute } from '#connectors/webhook/webhook.schemas.js';
import { AppError } from '#core/errors/app-error.js';
import { Vault } from '#core/vault/vault.js';
import { targetOf } from '#providers/connector-target.js';
import type { Provider } from '#providers/provider.types.js';
import { type ArrivingCall, toInbound, toLog } from './stored-call.js';
import { WebhookHandlers } from './webhook-handlers.js';
import { WebhookHints } from './webhook-hints.js';
import { WebhookLogRepository } from './webhook-log.repository.js';
import { WebhookVerifier } from './webhook-verifier.js';

/** The row could not be written, so the sender must come again. HTTP 503. */
export class WebhookStorageError extends AppError {
  constructor(cause: unknown) {
    super('The webhook could not be stored; send it again.', {
      status: 503,
      cause,
      retryAfterS: 5,
    });
  }
}

const GONE: WebhookReply = {
  status: 410,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ message: 'This provider is switched off.' }),
};
const NO_ROUTE: WebhookReply = {
  status: 404,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ message: 'This webhook has no such path.' }),
};

interface StoredCall {
  readonly id: string;
  readonly call: ArrivingCall;
  readonly reply: ReplyRequest;
  readonly bodyMasked: boolean;
}

/** The inbound path, in this order and no other: store, verify, reply, hint. */
@Injectable()
export class WebhookIngest {
  constructor(
    private readonly logs: WebhookLogRepository,
    private readonly verifier: WebhookVerifier,
    private readonly hints: WebhookHints,
    private readonly handlers: WebhookHandlers,
    private readonly engine: ExpressionEngine,
    private readonly vault: Vault,
  ) {}

  /** @throws WebhookStorageError when the row can't be written */
  async receive(call: ArrivingCall): Promise<WebhookReply> {
    const log = toLog(call, this.vault);
    await this.logs.insert(log).catch((error: unknown) => {
      throw new WebhookStorageError(error);
    });
    const stored = { id: log.id, call, reply: replyRequest(call), bodyMasked: log.bodyMasked };
    if (!call.provider.isActive || call.provider.isArchived) {
      return this.reject(stored, 'the provider is switched off', GONE);
    }
    return this.answer(stored);
  }

  private async answer(stored: StoredCall): Promise<WebhookReply> {
    const { webhook } = stored.call.provider.connector;
    if (!webhook) return this.reject(stored, 'the connector has no webhook', NO_ROUTE);
    if (stored.call.route !== '') {
      const route = findRoute(webhook, stored.call.method, stored.call.route);
      return route
        ? this.onRoute(stored, route)
        : this.reject(stored, 'the connector has no such route', NO_ROUTE);
    }
    const handshake = webhook.handshake && (await answerHandshake(this.engine, stored.reply));
    if (handshake) {
      const reason = handshake.accepted ? 'handshake answered' : 'handshake refused';
      await this.end(stored, handshake.accepted ? 'ignored' : 'rejected', reason);
      return handshake.reply;
    }
    const verdict = await this.verify(stored);
    if (!verdict.ok)
      return this.reject(stored, verdict.reason, await rejectedReply(this.engine, stored.reply));
    await this.handOver(stored);
    return okReply(this.engine, stored.reply);
  }

  /** The vendor calls us as a server: the answer is made from our rows before it is sent. */
  private async onRoute(stored: StoredCall, route: WebhookRoute): Promise<WebhookReply> {
    const verdict = await this.verify(stored);
    if (!verdict.ok) {
      return this.reject(
        stored,
        verdict.reason,
        await rejectedReply(this.engine, stored.reply, route.rejected),
      );
    }
    const { provider } = stored.call;
    const question = await routeQuestion(this.engine, route, stored.reply);
    const found =
      question &&
      (await this.handlers.find(provider.integrationType)?.answer?.(question, provider));
    const reply = await routeReply(this.engine, route, {
      ...stored.reply,
      extra: { found: found ?? null },
    });
    if (route.match) {
      await this.handOver(stored);
    } else {
      await this.end(stored, 'processed', `answered with ${reply.status}`);
    }
    return reply;
  }

  private verify(stored: StoredCall) {
    const { scope } = stored.reply;
    return this.verifier.verify(stored.call.provider, scope.call, stored.call.route);
  }

  private async handOver(stored: StoredCall): Promise<void> {
    if (stored.bodyMasked) await this.logs.markVerified(stored.id);
    this.hints.verified(stored.id);
  }

  private async reject(
    stored: StoredCall,
    reason: string,
    reply: WebhookReply,
  ): Promise<WebhookReply> {
    await this.end(stored, 'rejected', reason);
    return reply;
  }

  private end(
    stored: StoredCall,
    status: 'rejected' | 'ignored' | 'processed',
    reason: string,
  ): Promise<void> {
    return this.logs.conclude({
      id: stored.id,
      status,
      verified: status === 'processed',
      reason,
      results: [],
    });
  }
}

function replyRequest(call: ArrivingCall): ReplyRequest {
  const provider: Provider = call.provider;
  const credentials: Credentials = provider.credentials;
  return {
    connector: provider.connector,
    scope: { call: toInbound(call), provider: targetOf(provider).provider },
    credentials,
  };
}

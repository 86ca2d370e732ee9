import { Injectable } from '@nestjs/common';
import type { ReplyRequest, WebhookReply } from '#connectors/webhook/reply.js';
import type { Verdict } from '#connectors/webhook/recipes.js';
import type { ProblemCode, WebhookProblem } from '#connectors/webhook/refusal.js';
import { findRoute } from '#connectors/webhook/routes.js';
import type { WebhookRoute } from '#connectors/webhook/webhook.schemas.js';
import { AppError } from '#core/errors/app-error.js';
import { spanIdOfRow } from '#core/tracing/span-ids.js';
import { inSpan } from '#core/tracing/spans.js';
import { Vault } from '#core/vault/vault.js';
import { News } from '#events/stream/news.js';
import { targetOf } from '#providers/connector-target.js';
import { type ArrivingCall, toInbound, toLog } from './stored-call.js';
import { type Answer, isBusy, WebhookAnswers } from './webhook-answers.js';
import { IngestPressure } from './ingest-pressure.js';
import { plainRefusal } from './plain-refusal.js';
import { WebhookHints } from './webhook-hints.js';
import { WebhookLogRepository } from './webhook-log.repository.js';
import type { GivenReply, NewWebhookLog } from './webhook-log.rows.js';
import { webhookNews } from './webhook-news.js';
import { problemOf } from './webhook-problem.js';
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

/** The row is on disk, but nobody was free to look at it. HTTP 503; what comes again is a repeat. */
export class WebhookBusyError extends AppError {
  constructor(cause: unknown) {
    super('The hub is busy; send the webhook again.', { status: 503, cause, retryAfterS: 5 });
  }
}

interface TurnedAway {
  readonly status: number;
  readonly message: string;
  readonly code: ProblemCode;
}

const GONE: TurnedAway = {
  status: 410,
  message: 'This provider is switched off.',
  code: 'provider_off',
};
const NO_ROUTE: TurnedAway = {
  status: 404,
  message: 'This webhook has no such path.',
  code: 'no_route',
};

/**
 * What became of a call when it came in: `accepted` goes to the workers, `answered` was a question or a handshake and
 * is done, `rejected` did not prove where it comes from, `refused` is for nobody here, `failed` could not be answered.
 */
export type WebhookVerdict = 'accepted' | 'answered' | 'rejected' | 'refused' | 'failed';

export interface Reception {
  readonly reply: WebhookReply;
  readonly verdict: WebhookVerdict;
}

type Refused = Extract<Verdict, { ok: false }>;

const VERDICT_OF: Readonly<Record<Answer['status'], WebhookVerdict>> = {
  processed: 'answered',
  ignored: 'answered',
  rejected: 'rejected',
  failed: 'failed',
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
    private readonly answers: WebhookAnswers,
    private readonly vault: Vault,
    private readonly pressure: IngestPressure,
    private readonly news: News,
  ) {}

  /** @throws WebhookStorageError when the row can't be written */
  receive(call: ArrivingCall): Promise<Reception> {
    return this.pressure.during(() => this.take(call));
  }

  private take(call: ArrivingCall): Promise<Reception> {
    const log = toLog(call, this.vault);
    const options = {
      spanId: spanIdOfRow(log.id),
      attributes: { 'kunci.provider': call.provider.slug, 'kunci.webhook_log': log.id },
    };
    return inSpan('webhook ingest', options, async (span) => {
      const reception = await this.store(call, log);
      this.news.tell(webhookNews('received', log.id, call.provider));
      span?.setAttribute('kunci.verdict', reception.verdict);
      return reception;
    });
  }

  private async store(call: ArrivingCall, log: NewWebhookLog): Promise<Reception> {
    await this.logs.insert(log).catch(storageFailed);
    const stored = { id: log.id, call, reply: replyRequest(call), bodyMasked: log.bodyMasked };
    if (!call.provider.isActive || call.provider.isArchived) {
      return this.turnAway(stored, 'the provider is switched off', GONE);
    }
    try {
      return await this.answer(stored);
    } catch (error) {
      throw isBusy(error) ? new WebhookBusyError(error) : error;
    }
  }

  private async answer(stored: StoredCall): Promise<Reception> {
    const { method, route, provider } = stored.call;
    const { webhook } = provider.connector;
    if (!webhook) {
      const away: TurnedAway = { ...NO_ROUTE, code: 'no_webhook' };
      return this.turnAway(stored, 'the connector has no webhook', away);
    }
    if (route !== '') {
      const known = findRoute(webhook, method, route);
      if (known) return this.onRoute(stored, known);
      return this.turnAway(stored, 'the connector has no such route', NO_ROUTE);
    }
    const challenge = method === 'GET' ? await this.challenge(stored) : undefined;
    return challenge ?? this.onEvents(stored);
  }

  /** A challenge by GET proves itself by its own token, so it is answered before any signature is looked for. */
  private async challenge(stored: StoredCall): Promise<Reception | undefined> {
    const handshake = await this.answers.handshake(stored.reply);
    const isRefused = handshake?.status === 'rejected';
    return (
      handshake && this.endWith(stored, handshake, isRefused ? { code: 'handshake' } : undefined)
    );
  }

  private async onEvents(stored: StoredCall): Promise<Reception> {
    const verdict = await this.verify(stored);
    if (!verdict.ok) return this.refuse(stored, verdict);
    return (await this.challenge(stored)) ?? this.accept(stored);
  }

  private async onRoute(stored: StoredCall, route: WebhookRoute): Promise<Reception> {
    const verdict = await this.verify(stored);
    if (!verdict.ok) return this.refuse(stored, verdict, route);
    const answer = await this.answers.question(stored.reply, route, stored.call.provider);
    if (!route.match || answer.status !== 'processed') return this.endWith(stored, answer);
    await this.handOver(stored, answer.reply);
    return { reply: answer.reply, verdict: 'accepted' };
  }

  private async accept(stored: StoredCall): Promise<Reception> {
    const reply = await this.answers.ok(stored.reply);
    await this.handOver(stored, reply);
    return { reply, verdict: 'accepted' };
  }

  private async refuse(
    stored: StoredCall,
    verdict: Refused,
    route?: WebhookRoute,
  ): Promise<Reception> {
    const { reason, part = 'signature' } = verdict;
    const reply = await this.answers.rejected(stored.reply, part, route);
    return this.endWith(stored, { status: 'rejected', reason, reply }, problemOf(verdict));
  }

  private verify(stored: StoredCall) {
    const { scope } = stored.reply;
    return this.verifier.verify(stored.call.provider, scope.call, stored.call.route);
  }

  private async handOver(stored: StoredCall, reply: WebhookReply): Promise<void> {
    if (stored.bodyMasked) await this.logs.markVerified(stored.id).catch(storageFailed);
    this.hints.verified(stored.id, given(stored, reply));
  }

  private async turnAway(
    stored: StoredCall,
    reason: string,
    { status, message, code }: TurnedAway,
  ): Promise<Reception> {
    const reply = plainRefusal(status, message);
    await this.endWith(stored, { status: 'rejected', reason, reply }, { code });
    return { reply, verdict: 'refused' };
  }

  private async endWith(
    stored: StoredCall,
    { status, reason, reply }: Answer,
    problem?: WebhookProblem,
  ): Promise<Reception> {
    const verified = status !== 'rejected' && stored.call.method !== 'GET';
    const told = { reply: given(stored, reply), ...(problem && { problem }) };
    await this.logs
      .conclude({ id: stored.id, status, verified, reason, results: [], ...told })
      .catch(storageFailed);
    return { reply, verdict: VERDICT_OF[status] };
  }
}

function given({ call }: StoredCall, { status }: WebhookReply): GivenReply {
  return { status, ms: Math.max(0, Date.now() - call.receivedAt.getTime()) };
}

function storageFailed(error: unknown): never {
  throw new WebhookStorageError(error);
}

function replyRequest(call: ArrivingCall): ReplyRequest {
  return {
    connector: call.provider.connector,
    scope: { call: toInbound(call), provider: targetOf(call.provider).provider },
    credentials: call.provider.credentials,
  };
}

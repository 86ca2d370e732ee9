import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import {
  type Interpretation,
  interpretWebhook,
  type NeutralEvent,
} from '#connectors/webhook/interpret.js';
import { findRoute } from '#connectors/webhook/routes.js';
import type { InboundCall } from '#connectors/webhook/webhook-context.js';
import type { WebhookRoute } from '#connectors/webhook/webhook.schemas.js';
import { eachLimited } from '#core/async/each-limited.js';
import { type Sql } from '#core/database/database.js';
import { runWithTrace } from '#core/logging/trace-context.js';
import { spanIdOfRow } from '#core/tracing/span-ids.js';
import { inSpan } from '#core/tracing/spans.js';
import { targetOf } from '#providers/connector-target.js';
import { ProviderPausedError } from '#providers/pause/provider-pause.js';
import type { Provider } from '#providers/provider.types.js';
import { fromLog } from './stored-call.js';
import { WebhookEventRepository } from './webhook-event.repository.js';
import { problemOf } from './webhook-problem.js';
import { webhookNews } from './webhook-news.js';
import { refsOf } from './webhook-refs.js';
import { type ApplyEvent, WebhookHandlers } from './webhook-handlers.js';
import { WebhookLogRepository } from './webhook-log.repository.js';
import type {
  Conclusion,
  EventResult,
  GivenReply,
  WebhookLogRow,
  WebhookStatus,
} from './webhook-log.rows.js';
import { WebhookVerifier } from './webhook-verifier.js';
import { WebhookProcessorContext } from './webhook-processor.context.js';

/** Waits before the five repeats; a row that fails once more is parked as `failed`. */
export const RETRY_DELAYS_MS = [2_000, 15_000, 60_000, 300_000, 1_800_000];

/** Each holds a connection for a moment; calls that come in meanwhile need some, too. */
const AT_A_TIME = 4;

const ONLY_ASKED = 'a question of the vendor, which can only be answered when it is asked';
/** What fits into an index of the database; a longer id is kept as its hash. */
const MAX_EVENT_ID = 255;

interface PreparedEvent {
  readonly id: string;
  readonly event: NeutralEvent;
  /** Absent for an event that was seen before. */
  readonly apply: ApplyEvent | undefined;
  readonly confirm: 'status' | 'none';
}

/** Turns stored webhooks into what they mean; safe to run twice on the same row. */
@Injectable()
export class WebhookProcessor {
  private readonly inHand = new Set<string>();

  constructor(
    private readonly logs: WebhookLogRepository,
    private readonly events: WebhookEventRepository,
    private readonly verifier: WebhookVerifier,
    private readonly handlers: WebhookHandlers,
    private readonly context: WebhookProcessorContext,
  ) {}

  /**
   * Works through the rows that are still to do, side by side. Never throws for a row: what fails is tried
   * again later.
   *
   * @param verified whether the signatures were just found good by whoever hands the ids over
   * @param replies what the senders were told, noted with the rows
   */
  async process(
    ids: readonly string[],
    verified: boolean,
    replies?: readonly GivenReply[],
  ): Promise<void> {
    const rows = await this.logs.claim(ids, replies);
    for (const row of rows) this.inHand.add(row.id);
    try {
      await eachLimited(rows, AT_A_TIME, (row) =>
        runWithTrace(row.trace_id, () => this.processInSpan(row, verified || row.verified)),
      );
    } finally {
      // Those that were not begun because the database went away: their leases must end, or nobody takes them up.
      for (const row of rows) this.inHand.delete(row.id);
    }
  }

  /** Keeps the rows that are being worked on right now from being taken for lost. */
  async renewLeases(): Promise<void> {
    if (this.inHand.size > 0) await this.logs.renew([...this.inHand]);
  }

  /** Under the span in which the row came in, which may have ended long ago and in another process. */
  private processInSpan(row: WebhookLogRow, verified: boolean): Promise<void> {
    const parent = { traceId: row.trace_id, spanId: spanIdOfRow(row.id), isSampled: false };
    const attributes = { 'kunci.webhook_log': row.id, 'kunci.attempt': row.attempts };
    return inSpan('webhook process', { kind: 'consumer', parent, attributes }, () =>
      this.processOne(row, verified),
    );
  }

  private async processOne(row: WebhookLogRow, verified: boolean): Promise<void> {
    try {
      await this.run(row, verified);
    } catch (error) {
      await this.afterFailure(row, error);
    } finally {
      this.inHand.delete(row.id);
    }
  }

  private async run(row: WebhookLogRow, isVerified: boolean): Promise<void> {
    const provider = await this.providerOf(row);
    if (!provider) {
      return this.conclude(row, { status: 'failed', reason: 'the provider no longer exists' });
    }
    const call = fromLog(row, provider, this.context.vault);
    const refusal = await this.refusalOf(row, { provider, call, isVerified });
    if (refusal) return this.conclude(row, { status: 'rejected', ...refusal });
    const meaning = await this.meaningOf(row, provider, call);
    if (meaning.kind === 'ignored') {
      return this.conclude(row, { status: 'ignored', verified: true, reason: meaning.reason });
    }
    const prepared = await this.prepareAll(row, provider, meaning);
    this.count(row, await this.applyAll(row, provider, prepared));
  }

  /** Why the call counts for nothing; undefined when it is genuine. */
  private async refusalOf(
    row: WebhookLogRow,
    { provider, call, isVerified }: { provider: Provider; call: InboundCall; isVerified: boolean },
  ): Promise<Pick<Conclusion, 'reason' | 'problem'> | undefined> {
    if (row.route !== '' && !routeOf(row, provider)) {
      return { reason: 'the connector has no such route', problem: { code: 'no_route' } };
    }
    if (isVerified) return undefined;
    const verdict = await this.verifier.verify(provider, call, row.route);
    return verdict.ok ? undefined : { reason: verdict.reason, problem: problemOf(verdict) };
  }

  private async meaningOf(
    row: WebhookLogRow,
    provider: Provider,
    call: InboundCall,
  ): Promise<Interpretation> {
    const route = routeOf(row, provider);
    if (route && !route.match) return { kind: 'ignored', reason: ONLY_ASKED };
    return interpretWebhook(this.context.engine, {
      connector: provider.connector,
      scope: { call, provider: targetOf(provider).provider },
      credentials: provider.credentials,
      match: route?.match,
    });
  }

  /** One that another process made a moment ago may not be known here yet. */
  private async providerOf({ provider_id: id }: WebhookLogRow): Promise<Provider | undefined> {
    const { providers } = this.context;
    if (!providers.find(id)) await providers.refresh(id);
    return providers.find(id);
  }

  private async prepareAll(
    row: WebhookLogRow,
    provider: Provider,
    meaning: { readonly events: readonly NeutralEvent[]; readonly confirm: 'status' | 'none' },
  ): Promise<PreparedEvent[]> {
    const handler = this.handlers.find(provider.integrationType);
    if (!handler) throw new Error(`no handler for ${provider.integrationType} webhooks`);
    const ids = meaning.events.map((event, index) => fitting(event.id) ?? bodyId(row, index));
    const seen = await this.seenBefore(row, provider, { ids, confirm: meaning.confirm });
    return Promise.all(
      meaning.events.map(async (event, index) => {
        const { confirm } = meaning;
        const id = ids[index] ?? '';
        if (seen.has(id) || ids.indexOf(id) < index) {
          return { id, event, confirm, apply: undefined };
        }
        return {
          id,
          event,
          confirm,
          apply: await handler.prepare({ ...event, id }, { provider, confirm }),
        };
      }),
    );
  }

  /** Only worth a look where it may save a question to the vendor; the mark in the transaction is what counts. */
  private seenBefore(
    row: WebhookLogRow,
    provider: Provider,
    { ids, confirm }: { ids: readonly string[]; confirm: 'status' | 'none' },
  ): Promise<ReadonlySet<string>> {
    if (confirm === 'none') return Promise.resolve(new Set());
    return this.events.seen({
      providerId: row.provider_id,
      logId: row.id,
      ids,
      windowS: windowOf(provider),
    });
  }

  /** Events, their marks against repeats and the end of the row: all in one transaction. */
  private async applyAll(
    row: WebhookLogRow,
    provider: Provider,
    prepared: readonly PreparedEvent[],
  ): Promise<WebhookStatus> {
    return this.context.database.transaction(async (tx) => {
      const results: EventResult[] = [];
      for (const event of prepared) results.push(await this.applyOne(tx, row, provider, event));
      const status = statusOf(results);
      await this.logs.concludeIn(tx, {
        id: row.id,
        status,
        verified: true,
        reason: results
          .map((result) => result.detail)
          .join('; ')
          .slice(0, 1_000),
        results,
        refs: refsOf(prepared, results),
      });
      return status;
    });
  }

  private async applyOne(
    tx: Sql,
    row: WebhookLogRow,
    provider: Provider,
    event: PreparedEvent,
  ): Promise<EventResult> {
    const mark = { providerId: row.provider_id, logId: row.id, id: event.id };
    const isNew =
      event.apply !== undefined &&
      (await this.events.mark(tx, { ...mark, windowS: windowOf(provider) }));
    if (!isNew) return { event_id: event.id, outcome: 'duplicate', detail: 'seen before' };
    const { outcome, detail, subjectId, isUnconfirmed } = await event.apply(tx);
    // Anybody may have sent what nobody confirms: it must not take the place of the vendor's own word.
    const isDoubted = isUnconfirmed ?? outcome === 'ignored';
    if (event.confirm === 'status' && isDoubted) await this.events.free(tx, mark);
    return {
      event_id: event.id,
      outcome,
      detail,
      ...(subjectId !== undefined && { subject_id: subjectId }),
      ...(isUnconfirmed === true && { is_unconfirmed: true }),
    };
  }

  private async afterFailure(row: WebhookLogRow, error: unknown): Promise<void> {
    if (error instanceof ProviderPausedError) {
      return this.logs.waitFor(row.id, error.message, error.waitMs);
    }
    const reason = error instanceof Error ? error.message : 'unknown error';
    const delayMs = RETRY_DELAYS_MS[row.attempts - 1];
    const fields = { err: error, webhook_log_id: row.id, attempt: row.attempts };
    if (delayMs === undefined) {
      this.context.log.error(fields, 'a webhook could not be processed and is parked');
      return this.conclude(row, { status: 'failed', verified: row.verified, reason });
    }
    this.context.log.warn(fields, 'a webhook could not be processed and is tried again');
    await this.logs.retryLater(row.id, reason, delayMs);
    this.count(row, 'retry');
  }

  private async conclude(
    row: WebhookLogRow,
    end: Pick<Conclusion, 'status' | 'reason' | 'problem'> & { readonly verified?: boolean },
  ): Promise<void> {
    await this.logs.conclude({ id: row.id, verified: false, results: [], ...end });
    this.count(row, end.status);
  }

  private count(row: WebhookLogRow, outcome: WebhookStatus | 'retry'): void {
    const provider = this.context.providers.find(row.provider_id);
    const labels = { provider: provider?.slug ?? 'unknown', outcome };
    this.context.metrics.count('kunci_webhooks_processed_total', labels);
    if (provider) this.context.news.tell(webhookNews('processed', row.id, provider));
  }
}

function routeOf(row: WebhookLogRow, provider: Provider): WebhookRoute | undefined {
  const { webhook } = provider.connector;
  return webhook && row.route !== '' ? findRoute(webhook, row.method, row.route) : undefined;
}

function fitting(id: string | undefined): string | undefined {
  if (id === undefined || id.length <= MAX_EVENT_ID) return id;
  return `sha256:${createHash('sha256').update(id).digest('base64url')}`;
}

/** Where the vendor sends no id, equal bodies are one event. */
function bodyId(row: WebhookLogRow, index: number): string {
  return `body:${createHash('sha256').update(row.route).update('\n').update(row.body).digest('base64url')}:${index}`;
}

function windowOf(provider: Provider): number {
  return provider.connector.webhook?.dedupe_window_s ?? 86_400;
}

function statusOf(results: readonly EventResult[]): WebhookStatus {
  const outcomes = new Set(results.map((result) => result.outcome));
  if (outcomes.has('applied') || outcomes.has('refused') || outcomes.has('unchanged')) {
    return 'processed';
  }
  return outcomes.has('ignored') ? 'ignored' : 'duplicate';
}

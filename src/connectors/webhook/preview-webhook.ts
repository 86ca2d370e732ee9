import { AppError } from '#core/errors/app-error.js';
import type { ConnectorTarget } from '../connector-context.js';
import type { ExpressionEngine } from '../expressions/expression-engine.js';
import { maskerOf } from '../masking.js';
import { answerHandshake } from './handshake.js';
import { interpretWebhook, type NeutralEvent } from './interpret.js';
import { okReply, rejectedReply, type ReplyRequest, type WebhookReply } from './reply.js';
import { verifyWebhook } from './verify.js';
import type { InboundCall } from './webhook-context.js';

export interface SampleWebhook {
  readonly headers?: Readonly<Record<string, string>>;
  /** A text is the raw body; anything else is written as JSON. */
  readonly body?: unknown;
  readonly method?: string;
  readonly query?: string | Readonly<Record<string, string>>;
  /** Moment of arrival, for samples whose timestamp has gone stale. */
  readonly received_at?: string;
}

export interface WebhookPreview {
  readonly verdict: 'accepted' | 'rejected' | 'handshake';
  readonly reason?: string;
  readonly events?: readonly NeutralEvent[];
  readonly confirm?: 'status' | 'none';
  readonly ignored?: string;
  /** What went wrong inside an expression of `match` or a reply. */
  readonly error?: string;
  readonly reply?: WebhookReply;
}

/** Verdict, events and reply for a sample call; events are shown even when the signature is wrong. */
export async function previewWebhook(
  engine: ExpressionEngine,
  target: ConnectorTarget,
  sample: SampleWebhook & { readonly now?: Date | undefined },
): Promise<WebhookPreview> {
  const { connector, provider, credentials } = target;
  const scope = { provider, call: toCall(target, sample) };
  const request: ReplyRequest = { connector, scope, credentials };
  try {
    const handshake = await answerHandshake(engine, request);
    if (handshake) return { verdict: 'handshake', reply: handshake.reply };
    const verdict = await verifyWebhook(engine, {
      connector,
      scope,
      credentialSets: [credentials],
    });
    const preview: WebhookPreview = verdict.ok
      ? { verdict: 'accepted', reply: await okReply(engine, request) }
      : {
          verdict: 'rejected',
          reason: verdict.reason,
          reply: await rejectedReply(engine, request),
        };
    const outcome = await previewEvents(engine, request);
    return maskerOf(target).json({ ...preview, ...outcome }) as WebhookPreview;
  } catch (error) {
    if (error instanceof AppError) return { verdict: 'rejected', error: error.message };
    throw error;
  }
}

async function previewEvents(
  engine: ExpressionEngine,
  request: ReplyRequest,
): Promise<Partial<WebhookPreview>> {
  try {
    const meaning = await interpretWebhook(engine, request);
    if (meaning.kind === 'ignored') return { ignored: meaning.reason };
    return { events: meaning.events, confirm: meaning.confirm };
  } catch (error) {
    if (error instanceof AppError) return { error: error.message };
    throw error;
  }
}

function toCall(
  target: ConnectorTarget,
  sample: SampleWebhook & { readonly now?: Date | undefined },
): InboundCall {
  const { body, method = 'POST', headers = {} } = sample;
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const named = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
  return {
    method,
    url: `${target.provider.webhook_url}${searchOf(sample.query)}`,
    headers: {
      'content-type': 'application/json',
      ...(Object.fromEntries(named) as Record<string, string>),
    },
    body: Buffer.from(body === undefined ? '' : text, 'utf8'),
    receivedAt: readMoment(sample.received_at) ?? sample.now ?? new Date(),
  };
}

function searchOf(query: SampleWebhook['query']): string {
  const search =
    typeof query === 'string' ? query.replace(/^\?/, '') : new URLSearchParams(query).toString();
  return search === '' ? '' : `?${search}`;
}

function readMoment(text: string | undefined): Date | undefined {
  const moment = new Date(text ?? Number.NaN);
  return Number.isNaN(moment.getTime()) ? undefined : moment;
}

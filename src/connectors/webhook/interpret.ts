/** What a call means: the first matching rule names its events, or says why there are none. */
import { credentialViews, type Credentials } from '../connector-context.js';
import type { Connector } from '../definition.schemas.js';
import type { ExpressionEngine } from '../expressions/expression-engine.js';
import { toNeutral } from '../neutral-values.js';
import { asText, holds, isRecord, type ExpressionInput } from '../rendered-values.js';
import type { Template } from '../template.schemas.js';
import { renderTemplate } from '../templates/render.js';
import { webhookInput, type WebhookScope } from './webhook-context.js';
import type { MatchRule } from './webhook.schemas.js';

/** One thing a vendor tells. Further keys are the category's to check. */
export interface NeutralEvent {
  /** The vendor's, or composed; absent where the body itself must tell repeats apart. */
  readonly id?: string;
  /** ISO 8601, UTC. */
  readonly occurred_at?: string;
  readonly status?: string;
  readonly vendor_status?: string;
  /** Minor units of `currency`. */
  readonly amount?: number;
  readonly currency?: string;
  readonly warnings?: readonly string[];
  readonly [key: string]: unknown;
}

export type Interpretation =
  | {
      readonly kind: 'events';
      readonly events: readonly NeutralEvent[];
      /** `status`: ask the vendor before believing it. */
      readonly confirm: 'status' | 'none';
    }
  | { readonly kind: 'ignored'; readonly reason: string };

export interface InterpretRequest {
  readonly connector: Connector;
  readonly scope: WebhookScope;
  readonly credentials: Credentials;
  /** Of a route; the default is the webhook's own. */
  readonly match?: readonly MatchRule[] | undefined;
}

type EventRule = Extract<MatchRule, { events: unknown }>;

/** @throws ExpressionError when a rule fails on this call, so that the call can be replayed later */
export async function interpretWebhook(
  engine: ExpressionEngine,
  request: InterpretRequest,
): Promise<Interpretation> {
  const { connector } = request;
  const { open } = credentialViews(connector, request.credentials);
  const input = webhookInput(request.scope, open);
  for (const rule of request.match ?? connector.webhook?.match ?? []) {
    if (!(await holds(engine, rule.when, input))) continue;
    if ('ignore' in rule) return { kind: 'ignored', reason: rule.ignore };
    const events = await readEvents(engine, { rule, input, connector });
    if (events.length === 0) return { kind: 'ignored', reason: 'the call holds no event' };
    return {
      kind: 'events',
      events,
      confirm: rule.confirm ?? connector.webhook?.confirm ?? 'none',
    };
  }
  return { kind: 'ignored', reason: 'no rule of the connector matches this call' };
}

interface EventReading {
  readonly rule: EventRule;
  readonly input: ExpressionInput;
  readonly connector: Connector;
}

async function readEvents(
  engine: ExpressionEngine,
  reading: EventReading,
): Promise<readonly NeutralEvent[]> {
  const drafts = await renderEvents(engine, reading);
  const total = drafts.length;
  return Promise.all(
    drafts.map((draft, index) => finishEvent(engine, reading, { ...draft, index, total })),
  );
}

interface EventDraft {
  readonly values: Record<string, unknown>;
  readonly template?: Template;
}

async function renderEvents(
  engine: ExpressionEngine,
  { rule, input }: EventReading,
): Promise<readonly EventDraft[]> {
  if (typeof rule.events === 'string') {
    const value = await engine.evaluate(rule.events, input);
    const list: unknown[] = Array.isArray(value) ? value : [value];
    return list.filter(isRecord).map((values) => ({ values }));
  }
  const drafts = rule.events.map(async (template) => {
    const values = await renderTemplate(engine, template, input);
    return isRecord(values) ? [{ values, template }] : [];
  });
  return (await Promise.all(drafts)).flat();
}

async function finishEvent(
  engine: ExpressionEngine,
  { rule, input, connector }: EventReading,
  { values, template, index, total }: EventDraft & { index: number; total: number },
): Promise<NeutralEvent> {
  const neutral = toNeutral(values, { connector, money: rule.money, template });
  const event = isRecord(neutral) ? { ...neutral } : {};
  const asked = rule.event_id !== undefined || rule.occurred_at !== undefined;
  const eventInput = asked ? { ...input, event: values } : input;
  const own = asText(event['id']);
  const given = rule.event_id && asText(await engine.evaluate(rule.event_id, eventInput));
  // Several events of one call share the call's id; their place in it tells them apart.
  const shared = given && total > 1 ? `${given}#${index}` : given;
  const occurred =
    event['occurred_at'] ??
    (rule.occurred_at && (await engine.evaluate(rule.occurred_at, eventInput)));
  return { ...event, id: own || shared || undefined, occurred_at: toIso(occurred) };
}

/** ISO text out of a date text or epoch seconds or milliseconds; undefined when it is none. */
function toIso(value: unknown): string | undefined {
  const text = asText(value);
  if (text === undefined || text === '') return undefined;
  const number = /^\d{9,13}(\.\d+)?$/.test(text) ? Number(text) : undefined;
  const ms = number === undefined ? Date.parse(text) : number * (number < 1e11 ? 1000 : 1);
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

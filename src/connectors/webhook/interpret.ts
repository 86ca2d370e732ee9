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
  const rules = request.match ?? connector.webhook?.match ?? [];
  const rule = await firstMatching(engine, rules, input);
  if (!rule) return { kind: 'ignored', reason: 'no rule of the connector matches this call' };
  if ('ignore' in rule) return { kind: 'ignored', reason: rule.ignore };
  const events = await readEvents(engine, { rule, input, connector });
  if (events.length === 0) return { kind: 'ignored', reason: 'the call holds no event' };
  return { kind: 'events', events, confirm: rule.confirm ?? connector.webhook?.confirm ?? 'none' };
}

async function firstMatching(
  engine: ExpressionEngine,
  rules: readonly MatchRule[],
  input: ExpressionInput,
): Promise<MatchRule | undefined> {
  for (const rule of rules) {
    if (await holds(engine, rule.when, input)) return rule;
  }
  return undefined;
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
  const event = isRecord(neutral) ? neutral : {};
  const read = async (expression: string | undefined): Promise<unknown> =>
    expression === undefined ? undefined : engine.evaluate(expression, { ...input, event: values });
  const id = nonEmpty(event['id']) ?? sharedId(nonEmpty(await read(rule.event_id)), index, total);
  const occurredAt = toIso(event['occurred_at'] ?? (await read(rule.occurred_at)));
  return { ...event, id, occurred_at: occurredAt };
}

/** Several events of one call share the call's id; their place in it tells them apart. */
function sharedId(id: string | undefined, index: number, total: number): string | undefined {
  return id === undefined || total === 1 ? id : `${id}#${index}`;
}

function nonEmpty(value: unknown): string | undefined {
  const text = asText(value);
  return text === '' ? undefined : text;
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

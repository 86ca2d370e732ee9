/** Sub-paths of a webhook on which the vendor asks us and waits for the answer. */
import type { ExpressionEngine } from '../expressions/expression-engine.js';
import { toNeutral } from '../neutral-values.js';
import { asText, holds, isRecord, renderRecord } from '../rendered-values.js';
import {
  chosenReply,
  firstReply,
  replyInput,
  type ReplyRequest,
  type WebhookReply,
} from './reply.js';
import type { WebhookDefinition, WebhookRoute } from './webhook.schemas.js';

/** The route of a method and the path behind the provider's slug; a slash at the end is nothing. */
export function findRoute(
  webhook: WebhookDefinition,
  method: string,
  subPath: string,
): WebhookRoute | undefined {
  const asked = trimSlashes(subPath);
  return webhook.routes.find(
    (route) => route.method === method && trimSlashes(route.path) === asked,
  );
}

export interface RouteQuestion {
  readonly question: string;
  readonly with: Readonly<Record<string, unknown>>;
}

/** What the route wants to know, its amount in minor units, or undefined when it asks nothing. */
export async function routeQuestion(
  engine: ExpressionEngine,
  route: WebhookRoute,
  request: ReplyRequest,
): Promise<RouteQuestion | undefined> {
  if (!route.ask) return undefined;
  const { question, with: template } = route.ask;
  const rendered = await renderRecord(engine, template, replyInput(request));
  const values = toNeutral(rendered, { connector: request.connector, template });
  return { question, with: isRecord(values) ? values : {} };
}

/** The first reply whose condition holds; replies see the category's answer as `found`. */
export async function routeReply(
  engine: ExpressionEngine,
  route: WebhookRoute,
  request: ReplyRequest,
): Promise<WebhookReply> {
  return chosenReply(engine, route.replies, replyInput(request));
}

/** What is wrong with the call itself, so that nothing is asked; undefined when it can be asked. */
export function routeObjection(
  engine: ExpressionEngine,
  route: WebhookRoute,
  request: ReplyRequest,
): Promise<WebhookReply | undefined> {
  return firstReply(engine, route.checks, replyInput(request));
}

/** The key that a call must not share with another one; undefined when it has none. */
export async function routeKey(
  engine: ExpressionEngine,
  route: WebhookRoute,
  request: ReplyRequest,
): Promise<string | undefined> {
  if (!route.once) return undefined;
  const key = asText(await engine.evaluate(route.once.key, replyInput(request)));
  return key === '' ? undefined : key;
}

/** What a call gets whose key came before; undefined when it is answered like the first one. */
export async function repeatReply(
  engine: ExpressionEngine,
  route: WebhookRoute,
  request: ReplyRequest & { readonly repeat: 'same' | 'other' },
): Promise<WebhookReply | undefined> {
  const { repeat, ...rest } = request;
  const input = { ...replyInput(rest), repeat };
  return firstReply(engine, route.once?.replies ?? [], input);
}

/** The access token that the call carries where the route demands one. */
export async function routeToken(
  engine: ExpressionEngine,
  route: WebhookRoute,
  request: ReplyRequest,
): Promise<{ readonly demanded: boolean; readonly token?: string }> {
  const { access_token: demand } = route;
  const input = replyInput(request);
  if (!demand || !(await holds(engine, demand.when, input))) return { demanded: false };
  const token = asText(await engine.evaluate(demand.value, input));
  return token === undefined ? { demanded: true } : { demanded: true, token };
}

function trimSlashes(path: string): string {
  return path.replace(/^\/+|\/+$/g, '');
}

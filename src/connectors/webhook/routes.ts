/** Sub-paths of a webhook on which the vendor asks us and waits for the answer. */
import type { ExpressionEngine } from '../expressions/expression-engine.js';
import { holds, renderRecord } from '../rendered-values.js';
import {
  buildReply,
  DEFAULT_OK,
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

/** What the route wants to know from the category, or undefined when it asks nothing. */
export async function routeQuestion(
  engine: ExpressionEngine,
  route: WebhookRoute,
  request: ReplyRequest,
): Promise<RouteQuestion | undefined> {
  if (!route.ask) return undefined;
  const { question } = route.ask;
  return { question, with: await renderRecord(engine, route.ask.with, replyInput(request)) };
}

/** The first reply whose condition holds; replies see the category's answer as `found`. */
export async function routeReply(
  engine: ExpressionEngine,
  route: WebhookRoute,
  request: ReplyRequest,
): Promise<WebhookReply> {
  const input = replyInput(request);
  for (const reply of route.replies) {
    if (await holds(engine, reply.when, input)) return buildReply(engine, reply, input);
  }
  return DEFAULT_OK;
}

function trimSlashes(path: string): string {
  return path.replace(/^\/+|\/+$/g, '');
}

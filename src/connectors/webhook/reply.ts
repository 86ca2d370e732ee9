/** The exact answer a vendor's protocol wants. */
import { InvalidInputError } from '#core/errors/app-error.js';
import { encodeBody } from '../codecs/body.codec.js';
import { credentialViews, type Credentials } from '../connector-context.js';
import type { Connector } from '../definition.schemas.js';
import type { ExpressionEngine } from '../expressions/expression-engine.js';
import {
  holds,
  isRecord,
  renderRecord,
  toPairs,
  type ExpressionInput,
} from '../rendered-values.js';
import { renderTemplate } from '../templates/render.js';
import { webhookInput, type WebhookScope } from './webhook-context.js';
import type { ReplyChoice, ReplyDefinition } from './webhook.schemas.js';

const NOT_A_HEADER_VALUE = /[^\t\x20-\x7e\x80-\xff]/;

export interface WebhookReply {
  readonly status: number;
  /** With `content-type`, names lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface ReplyRequest {
  readonly connector: Connector;
  readonly scope: WebhookScope;
  readonly credentials: Credentials;
  /** Further input: `found`, the category's answer to a route's question. */
  readonly extra?: ExpressionInput;
}

export const DEFAULT_OK: WebhookReply = jsonReply(200, { received: true });
export const DEFAULT_REJECTED: WebhookReply = jsonReply(401, {
  message: 'The signature was refused.',
});

/** What a call gets whose signature was right. */
export async function okReply(
  engine: ExpressionEngine,
  request: ReplyRequest,
): Promise<WebhookReply> {
  const definition = request.connector.webhook?.reply.ok;
  if (Array.isArray(definition)) return chosenReply(engine, definition, replyInput(request));
  return definition ? buildReply(engine, definition, replyInput(request)) : DEFAULT_OK;
}

/** The first reply whose condition holds, or a plain yes. */
export async function chosenReply(
  engine: ExpressionEngine,
  choices: readonly ReplyChoice[],
  input: ExpressionInput,
): Promise<WebhookReply> {
  return (await firstReply(engine, choices, input)) ?? DEFAULT_OK;
}

/** The first reply whose condition holds. */
export async function firstReply(
  engine: ExpressionEngine,
  choices: readonly ReplyChoice[],
  input: ExpressionInput,
): Promise<WebhookReply | undefined> {
  for (const choice of choices) {
    if (await holds(engine, choice.when, input)) return buildReply(engine, choice, input);
  }
  return undefined;
}

/** What a call gets that was refused; a route may have words of its own, or a choice of them. */
export async function rejectedReply(
  engine: ExpressionEngine,
  request: ReplyRequest,
  own?: ReplyDefinition | readonly ReplyChoice[],
): Promise<WebhookReply> {
  const definition = own ?? request.connector.webhook?.reply.rejected;
  if (!definition) return DEFAULT_REJECTED;
  const input = replyInput(request);
  if ('status' in definition) return buildReply(engine, definition, input);
  return (await firstReply(engine, definition, input)) ?? DEFAULT_REJECTED;
}

/** The input of reply expressions: the call, open credentials only. */
export function replyInput({
  connector,
  scope,
  credentials,
  extra,
}: ReplyRequest): ExpressionInput {
  const input = webhookInput(scope, credentialViews(connector, credentials).open);
  return extra ? { ...input, ...extra } : input;
}

/** A text goes out as it is; anything else as XML or JSON, by the reply's content type. */
export async function buildReply(
  engine: ExpressionEngine,
  definition: ReplyDefinition,
  input: ExpressionInput,
): Promise<WebhookReply> {
  const headers = await renderRecord(engine, definition.headers, input);
  const body =
    definition.body === undefined ? '' : await renderTemplate(engine, definition.body, input);
  return {
    status: await statusOf(engine, definition.status, input),
    headers: {
      ...Object.fromEntries(toPairs(headers, 'Header').map(toHeader)),
      'content-type': definition.content_type,
    },
    body: writeBody(body, definition.content_type),
  };
}

/** @throws InvalidInputError for what is no status of HTTP */
async function statusOf(
  engine: ExpressionEngine,
  status: ReplyDefinition['status'],
  input: ExpressionInput,
): Promise<number> {
  const value = typeof status === 'number' ? status : await engine.evaluate(status, input);
  if (typeof value === 'number' && Number.isInteger(value) && value >= 200 && value <= 599) {
    return value;
  }
  throw new InvalidInputError('status', 'The status of a reply must come out between 200 and 599.');
}

/** @throws InvalidInputError for a value that can't stand in a header, such as one that quotes two lines of the call */
function toHeader([name, value]: readonly [string, string]): [string, string] {
  if (NOT_A_HEADER_VALUE.test(value)) {
    throw new InvalidInputError(name, `Header "${name}" came out with characters it can't hold.`);
  }
  return [name.toLowerCase(), value];
}

function writeBody(body: unknown, contentType: string): string {
  if (body === undefined || body === null) return '';
  if (typeof body === 'string') return body;
  return /\bxml\b/i.test(contentType) ? writeXml(body) : JSON.stringify(body);
}

/** An object with one key brings its root element; anything else gets one. */
function writeXml(value: unknown): string {
  const bringsRoot = isRecord(value) && Object.keys(value).length === 1;
  const options = bringsRoot ? {} : { xmlRoot: 'response' };
  return encodeBody('xml', value, options).body.toString('utf8');
}

function jsonReply(status: number, body: Record<string, unknown>): WebhookReply {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

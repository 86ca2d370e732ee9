/**
 * From an operation and a request to the bytes that go out. Nothing is sent from here, except that
 * an auth scheme may ask `tokens` for an access token.
 */
import { applyAuthAfterBody, applyAuthBeforeBody } from '../auth/apply-auth.js';
import type { AuthContext, TokenSource } from '../auth/auth-context.js';
import { encodeBody } from '../codecs/body.codec.js';
import { requestInput, type ConnectorTarget, type RequestScope } from '../connector-context.js';
import type { SingleOperation } from '../definition.schemas.js';
import { InvalidInputError } from '#core/errors/app-error.js';
import type { ExpressionEngine } from '../expressions/expression-engine.js';
import { isRecord, renderRecord, renderText, toPairs } from '../rendered-values.js';
import { isExpression, renderTemplate } from '../templates/render.js';
import {
  finishDraft,
  HeaderBag,
  resolveAddress,
  type RenderedRequest,
  type RequestDraft,
} from './request-draft.js';

export interface RenderDependencies {
  readonly engine: ExpressionEngine;
  readonly tokens: TokenSource;
}

const ACCEPT_BY_RESPONSE: Readonly<Record<SingleOperation['response'], string>> = {
  auto: 'application/json, */*;q=0.5',
  json: 'application/json',
  xml: 'application/xml, text/xml;q=0.9',
  form: '*/*',
  text: '*/*',
};

const NO_AUTH = { scheme: 'none' } as const;

/**
 * The body is written once; what is signed are the very bytes that are returned.
 *
 * @throws InvalidInputError where the connector and the request give no valid HTTP request;
 *   VendorError `unauthorized` where a credential is missing, or as `tokens` does
 */
export async function renderRequest(
  { engine, tokens }: RenderDependencies,
  target: ConnectorTarget,
  { step, scope }: { step: SingleOperation; scope: RequestScope },
): Promise<RenderedRequest> {
  const input = {
    ...requestInput(target, scope, 'vendor'),
    money: step.money ?? target.connector.money,
  };
  const address = await renderAddress(engine, target, { step, input });
  const isOurs = isOwnAddress(target, step, address);
  const draft: RequestDraft = {
    method: step.method,
    address,
    query: toPairs(await renderRecord(engine, step.query, input), 'Query parameter'),
    headers: new HeaderBag(),
  };
  draft.headers.set('Accept', ACCEPT_BY_RESPONSE[step.response]);
  const shared = isOurs ? target.connector.headers : {};
  draft.headers.setAll(toPairs(await renderRecord(engine, shared, input), 'Header'));
  draft.headers.setAll(toPairs(await renderRecord(engine, step.headers, input), 'Header'));
  if (isOurs) draft.headers.setAll(Object.entries(target.extraHeaders));

  const { now } = scope;
  const context: AuthContext = {
    engine,
    target,
    input,
    now,
    tokens,
    draft,
    bodyFields: {},
    vars: {},
  };
  const auth = step.auth ?? (isOurs ? target.connector.auth : NO_AUTH);
  await applyAuthBeforeBody(auth, context);
  await writeBody(step, context);
  await applyAuthAfterBody(auth, context);
  return finishDraft(draft);
}

async function renderAddress(
  engine: ExpressionEngine,
  target: ConnectorTarget,
  { step, input }: { step: SingleOperation; input: Record<string, unknown> },
): Promise<string> {
  const path = (await renderText(engine, step.path, input)) ?? '';
  return resolveAddress(target, step.base, path);
}

/**
 * Whether the address is one the connector or the provider's row names. A whole URL out of an answer
 * or a request may point anywhere, and must not take our credentials there.
 */
function isOwnAddress(target: ConnectorTarget, step: SingleOperation, address: string): boolean {
  if (!isExpression(step.path)) return true;
  const { origin } = new URL(address);
  return Object.values(target.baseUrls).some(
    (url) => URL.canParse(url) && new URL(url).origin === origin,
  );
}

async function writeBody(step: SingleOperation, context: AuthContext): Promise<void> {
  const value = await bodyValue(step, context);
  if (step.encoding === 'none' || value === undefined) return;
  const { draft } = context;
  const root = step.xml_root === undefined ? undefined : { xmlRoot: step.xml_root };
  const encoded = encodeBody(step.encoding, value, root);
  draft.body = encoded.body;
  if (step.encoding === 'multipart' || !draft.headers.has('Content-Type')) {
    draft.headers.set('Content-Type', encoded.contentType);
  }
}

async function bodyValue(step: SingleOperation, context: AuthContext): Promise<unknown> {
  const own = await renderTemplate(context.engine, step.body, context.input);
  const hasFields = Object.keys(context.bodyFields).length > 0;
  return hasFields ? withFields(own, context.bodyFields) : own;
}

function withFields(body: unknown, fields: Record<string, unknown>): unknown {
  if (body === undefined || isRecord(body)) return { ...body, ...fields };
  throw new InvalidInputError(
    'body',
    'Auth adds fields to the body, so the body must be an object.',
  );
}

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
import { renderTemplate } from '../templates/render.js';
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
  const input = requestInput(target, scope, 'vendor');
  const draft = await startDraft(engine, target, { step, input });
  const context: AuthContext = {
    engine,
    target,
    input,
    now: scope.now,
    tokens,
    draft,
    bodyFields: {},
    vars: {},
  };
  const auth = step.auth ?? target.connector.auth;
  await applyAuthBeforeBody(auth, context);
  await writeBody(step, context);
  await applyAuthAfterBody(auth, context);
  return finishDraft(draft);
}

async function startDraft(
  engine: ExpressionEngine,
  target: ConnectorTarget,
  { step, input }: { step: SingleOperation; input: Record<string, unknown> },
): Promise<RequestDraft> {
  const path = (await renderText(engine, step.path, input)) ?? '';
  const headers = new HeaderBag();
  headers.set('Accept', ACCEPT_BY_RESPONSE[step.response]);
  headers.setAll(toPairs(await renderRecord(engine, target.connector.headers, input), 'Header'));
  headers.setAll(toPairs(await renderRecord(engine, step.headers, input), 'Header'));
  headers.setAll(Object.entries(target.extraHeaders));
  return {
    method: step.method,
    address: resolveAddress(target, step.base, path),
    query: toPairs(await renderRecord(engine, step.query, input), 'Query parameter'),
    headers,
  };
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

/**
 * Applies a connector's auth schemes to a request, in two turns: before the body is written (tokens,
 * headers, query and body fields) and after (signatures, which need the very bytes that go out).
 */
import { holds, renderRecord, renderText, toPairs } from '../rendered-values.js';
import { draftUrl } from '../operation/request-draft.js';
import type { AuthDefinition, AuthScheme } from './auth.schemas.js';
import {
  authInput,
  evaluateVars,
  requiredText,
  type AuthContext,
  type SchemeNamed,
  type TokenScheme,
} from './auth-context.js';
import { signAwsV4 } from './aws-sigv4.js';

interface AuthHandler<Scheme> {
  readonly beforeBody?: (scheme: Scheme, context: AuthContext) => Promise<void> | void;
  readonly afterBody?: (scheme: Scheme, context: AuthContext) => Promise<void>;
}

const HANDLERS: { readonly [Name in AuthScheme['scheme']]: AuthHandler<SchemeNamed<Name>> } = {
  none: {},
  basic: { beforeBody: applyBasic },
  bearer: { beforeBody: applyBearer },
  header: { beforeBody: applyHeader },
  query: { beforeBody: applyQuery },
  body: { beforeBody: applyBody },
  oauth2_client_credentials: { beforeBody: applyPlacedToken },
  oauth2_jwt_bearer: { beforeBody: applyPlacedToken },
  token: { beforeBody: applyVendorToken },
  mtls: { beforeBody: applyMtls },
  signed: { beforeBody: signBody, afterBody: signRequest },
  aws_sigv4: { afterBody: applyAwsSigV4 },
};

export async function applyAuthBeforeBody(
  auth: AuthDefinition,
  context: AuthContext,
): Promise<void> {
  for (const scheme of listOf(auth)) {
    if (await isChosen(scheme, context)) await handlerOf(scheme).beforeBody?.(scheme, context);
  }
}

export async function applyAuthAfterBody(
  auth: AuthDefinition,
  context: AuthContext,
): Promise<void> {
  for (const scheme of listOf(auth)) {
    if (await isChosen(scheme, context)) await handlerOf(scheme).afterBody?.(scheme, context);
  }
}

/** By what the connector and the provider's data say: the same in both turns. */
function isChosen(scheme: AuthScheme, { engine, input }: AuthContext): Promise<boolean> {
  return holds(engine, scheme.when, input);
}

/** One scheme or a list, as a list. */
export function listOf(auth: AuthDefinition): readonly AuthScheme[] {
  return Array.isArray(auth) ? auth : [auth];
}

function handlerOf(scheme: AuthScheme): AuthHandler<AuthScheme> {
  // The table's type ties each handler to its scheme; an index by union loses that tie.
  return HANDLERS[scheme.scheme] as AuthHandler<AuthScheme>;
}

async function applyBasic(scheme: SchemeNamed<'basic'>, context: AuthContext): Promise<void> {
  const username = await requiredText(context, scheme.username, 'username');
  const password = (await renderText(context.engine, scheme.password, authInput(context))) ?? '';
  const pair = Buffer.from(`${username}:${password}`, 'utf8').toString('base64');
  context.draft.headers.set('Authorization', `Basic ${pair}`);
}

async function applyBearer(scheme: SchemeNamed<'bearer'>, context: AuthContext): Promise<void> {
  const token = await requiredText(context, scheme.token, 'token');
  context.draft.headers.set('Authorization', `Bearer ${token}`);
}

async function applyHeader(scheme: SchemeNamed<'header'>, context: AuthContext): Promise<void> {
  context.draft.headers.set(scheme.name, await requiredText(context, scheme.value, scheme.name));
}

async function applyQuery(scheme: SchemeNamed<'query'>, context: AuthContext): Promise<void> {
  const params = await renderRecord(context.engine, scheme.params, authInput(context));
  context.draft.query.push(...toPairs(params, 'Query parameter'));
}

async function applyBody(scheme: SchemeNamed<'body'>, context: AuthContext): Promise<void> {
  const fields = await renderRecord(context.engine, scheme.fields, authInput(context));
  Object.assign(context.bodyFields, fields);
}

async function applyPlacedToken(
  scheme: SchemeNamed<'oauth2_client_credentials' | 'oauth2_jwt_bearer'>,
  context: AuthContext,
): Promise<void> {
  await takeToken(scheme, context);
  placeToken(scheme, context);
}

async function applyVendorToken(scheme: SchemeNamed<'token'>, context: AuthContext): Promise<void> {
  await takeToken(scheme, context);
  if (scheme.place) placeToken(scheme.place, context);
}

async function takeToken(scheme: TokenScheme, context: AuthContext): Promise<void> {
  context.token = await context.tokens.token(scheme, context);
}

function placeToken(place: { header: string; prefix: string }, context: AuthContext): void {
  context.draft.headers.set(place.header, `${place.prefix}${context.token ?? ''}`);
}

async function applyMtls(scheme: SchemeNamed<'mtls'>, context: AuthContext): Promise<void> {
  const { engine } = context;
  const ca = await renderText(engine, scheme.ca, authInput(context));
  const passphrase = await renderText(engine, scheme.passphrase, authInput(context));
  context.draft.tls = {
    cert: await requiredText(context, scheme.cert, 'cert'),
    key: await requiredText(context, scheme.key, 'key'),
    ...(ca && { ca }),
    ...(passphrase && { passphrase }),
  };
}

/** A signature that is a field of the body is made before the body is written. */
async function signBody(scheme: SchemeNamed<'signed'>, context: AuthContext): Promise<void> {
  if (!scheme.body) return;
  const http = requestView(context);
  await evaluateVars(context, scheme.vars, { http });
  const fields = await renderRecord(context.engine, scheme.body, { ...authInput(context), http });
  Object.assign(context.bodyFields, fields);
}

async function signRequest(scheme: SchemeNamed<'signed'>, context: AuthContext): Promise<void> {
  const http = requestView(context);
  if (!scheme.body) await evaluateVars(context, scheme.vars, { http });
  const input = { ...authInput(context), http };
  const headers = await renderRecord(context.engine, scheme.headers, input);
  const query = await renderRecord(context.engine, scheme.query, input);
  context.draft.headers.setAll(toPairs(headers, 'Header'));
  context.draft.query.push(...toPairs(query, 'Query parameter'));
}

/** The request so far, as signature expressions see it. */
function requestView({ draft }: AuthContext): Record<string, unknown> {
  const url = draftUrl(draft);
  const headers = Object.entries(draft.headers.toRecord());
  return {
    method: draft.method,
    url: url.href,
    path: url.pathname,
    target: url.pathname + url.search,
    query: Object.fromEntries(url.searchParams),
    headers: Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value])),
    body: draft.body?.toString('utf8') ?? '',
  };
}

async function applyAwsSigV4(
  scheme: SchemeNamed<'aws_sigv4'>,
  context: AuthContext,
): Promise<void> {
  const { draft, engine } = context;
  const sessionToken = await renderText(engine, scheme.session_token, authInput(context));
  const headers = signAwsV4(
    {
      method: draft.method,
      url: draftUrl(draft),
      headers: draft.headers.toRecord(),
      ...(draft.body && { body: draft.body }),
    },
    {
      accessKeyId: await requiredText(context, scheme.access_key_id, 'access_key_id'),
      secretAccessKey: await requiredText(context, scheme.secret_access_key, 'secret_access_key'),
      region: await requiredText(context, scheme.region, 'region'),
      service: scheme.service,
      now: context.now,
      ...(sessionToken && { sessionToken }),
    },
  );
  draft.headers.setAll(Object.entries(headers));
}

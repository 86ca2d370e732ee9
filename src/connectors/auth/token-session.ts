/**
 * Fetches access tokens: OAuth 2.0 client credentials (RFC 6749 section 4.4), JWT bearer (RFC 7523
 * section 2.1) and endpoints of a vendor's own making. One session serves one request.
 */
import { createHash, randomUUID } from 'node:crypto';
import { VendorError } from '#core/errors/vendor-error.js';
import type { HttpResponse } from '#core/http/http.types.js';
import { decodeBody, encodeBody } from '../codecs/body.codec.js';
import { credentialViews, type ConnectorTarget } from '../connector-context.js';
import { answerMessage } from '../operation/answer-message.js';
import type { Exchanger } from '../operation/exchange.js';
import {
  finishDraft,
  HeaderBag,
  resolveAddress,
  type RequestDraft,
} from '../operation/request-draft.js';
import { asText, isRecord, renderRecord, renderText, toPairs } from '../rendered-values.js';
import { signJwt } from '../signatures/jwt.js';
import { renderTemplate } from '../templates/render.js';
import {
  authInput,
  evaluateVars,
  requiredText,
  type AuthContext,
  type SchemeNamed,
  type TokenScheme,
  type TokenSource,
} from './auth-context.js';
import type { IssuedToken, TokenCache } from './token-cache.js';

const TOKEN_TIMEOUT_MS = 15_000;
const JWT_BEARER_GRANT = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

export interface TokenSessionOptions {
  readonly cache: TokenCache;
  readonly exchanger: Exchanger;
  readonly operation: string;
  /** Milliseconds that are left for the whole request. */
  readonly timeoutMs: number;
}

export class TokenSession implements TokenSource {
  /** Tokens this request used, so that a refusal can throw them away. */
  readonly #used: { readonly key: string; readonly value: string; readonly fromCache: boolean }[] =
    [];

  constructor(private readonly options: TokenSessionOptions) {}

  get usedCachedToken(): boolean {
    return this.#used.some(({ fromCache }) => fromCache);
  }

  get values(): readonly string[] {
    return this.#used.map(({ value }) => value);
  }

  forgetUsed(): void {
    for (const { key, value } of this.#used) this.options.cache.drop(key, value);
  }

  async token(scheme: TokenScheme, context: AuthContext): Promise<string> {
    const key = cacheKey(context.target, scheme);
    const token = await this.options.cache.get(key, () => this.#fetch(scheme, context));
    this.#used.push({ key, ...token });
    return token.value;
  }

  async #fetch(scheme: TokenScheme, context: AuthContext): Promise<IssuedToken> {
    const draft = await draftTokenRequest(scheme, await tokenContext(context, scheme));
    if (context.draft.tls) draft.tls = context.draft.tls;
    const response = await this.#send(draft);
    const body = decodeLeniently(response);
    if (response.status < 200 || response.status > 299) {
      throw refusal(context.target, response, body);
    }
    return readToken(scheme, context, { response, body });
  }

  async #send(draft: RequestDraft): Promise<HttpResponse> {
    const { exchanger, operation, timeoutMs } = this.options;
    const label = {
      operation,
      purpose: 'token' as const,
      timeoutMs: Math.min(timeoutMs, TOKEN_TIMEOUT_MS),
    };
    try {
      return await exchanger.send(finishDraft(draft), label);
    } catch (error) {
      if (!(error instanceof VendorError) || error.kind !== 'ambiguous') throw error;
      // The operation itself was never sent, so nothing is in doubt.
      throw new VendorError('unavailable', `No access token: ${error.message}`, { cause: error });
    }
  }
}

/** Tokens are shared between requests, so their requests must not depend on one. */
async function tokenContext(context: AuthContext, scheme: TokenScheme): Promise<AuthContext> {
  const input = { ...context.input, request: {}, refs: {}, steps: {}, method: undefined };
  const path = (await renderText(context.engine, scheme.path, input)) ?? '';
  const draft: RequestDraft = {
    method: scheme.scheme === 'token' ? scheme.method : 'POST',
    address: resolveAddress(context.target, scheme.base, path),
    query: [],
    headers: new HeaderBag(),
  };
  return { ...context, input, draft, vars: {}, bodyFields: {} };
}

async function draftTokenRequest(scheme: TokenScheme, context: AuthContext): Promise<RequestDraft> {
  context.draft.headers.set('Accept', 'application/json');
  context.draft.headers.setAll(Object.entries(context.target.extraHeaders));
  if (scheme.scheme === 'token') return draftVendorToken(scheme, context);
  const form =
    scheme.scheme === 'oauth2_client_credentials'
      ? await clientCredentialsForm(scheme, context)
      : await jwtBearerForm(scheme, context);
  writeBody(context.draft, encodeBody('form', form));
  return context.draft;
}

async function clientCredentialsForm(
  scheme: SchemeNamed<'oauth2_client_credentials'>,
  context: AuthContext,
): Promise<Record<string, unknown>> {
  const id = await requiredText(context, scheme.client_id, 'client_id');
  const secret = await requiredText(context, scheme.client_secret, 'client_secret');
  const scope = await renderText(context.engine, scheme.scope, authInput(context));
  const extra = await renderRecord(context.engine, scheme.extra, authInput(context));
  const form = { grant_type: 'client_credentials', ...(scope && { scope }), ...extra };
  if (scheme.client_auth === 'body') return { ...form, client_id: id, client_secret: secret };
  const pair = `${encodeURIComponent(id)}:${encodeURIComponent(secret)}`;
  context.draft.headers.set('Authorization', `Basic ${Buffer.from(pair).toString('base64')}`);
  return form;
}

async function jwtBearerForm(
  scheme: SchemeNamed<'oauth2_jwt_bearer'>,
  context: AuthContext,
): Promise<Record<string, unknown>> {
  const { engine } = context;
  const key = await requiredText(context, scheme.private_key, 'private_key');
  const keyId = await renderText(engine, scheme.key_id, authInput(context));
  const subject = await renderText(engine, scheme.subject, authInput(context));
  const scope = await renderText(engine, scheme.scope, authInput(context));
  const issuedAtS = Math.floor(context.now.getTime() / 1000);
  const claims = {
    iss: await requiredText(context, scheme.issuer, 'issuer'),
    aud: await requiredText(context, scheme.audience, 'audience'),
    ...(subject && { sub: subject }),
    ...(scope && { scope }),
    iat: issuedAtS,
    exp: issuedAtS + scheme.lifetime_s,
    jti: randomUUID(),
    ...(await renderRecord(engine, scheme.claims, authInput(context))),
  };
  return { grant_type: JWT_BEARER_GRANT, assertion: signAssertion(claims, scheme, { key, keyId }) };
}

function signAssertion(
  claims: Record<string, unknown>,
  scheme: SchemeNamed<'oauth2_jwt_bearer'>,
  { key, keyId }: { key: string; keyId: string | undefined },
): string {
  try {
    return signJwt(claims, { algorithm: scheme.algorithm, key, ...(keyId && { keyId }) });
  } catch {
    // The cause is left out: a parser's complaint may quote the key.
    throw new VendorError(
      'unauthorized',
      `The private key can't be used for ${scheme.algorithm}; paste the whole PEM text again.`,
    );
  }
}

async function draftVendorToken(
  scheme: SchemeNamed<'token'>,
  context: AuthContext,
): Promise<RequestDraft> {
  await evaluateVars(context, scheme.vars);
  const headers = await renderRecord(context.engine, scheme.headers, authInput(context));
  if (scheme.body !== undefined && scheme.encoding !== 'none') {
    const body = await renderTemplate(context.engine, scheme.body, authInput(context));
    writeBody(context.draft, encodeBody(scheme.encoding, body));
  }
  context.draft.headers.setAll(toPairs(headers, 'Header'));
  return context.draft;
}

function writeBody(draft: RequestDraft, encoded: { body: Buffer; contentType: string }): void {
  draft.body = encoded.body;
  draft.headers.set('Content-Type', encoded.contentType);
}

interface TokenAnswer {
  readonly response: HttpResponse;
  readonly body: unknown;
}

async function readToken(
  scheme: TokenScheme,
  context: AuthContext,
  { response, body }: TokenAnswer,
): Promise<IssuedToken> {
  const answer = { status: response.status, headers: response.headers, body };
  const own = scheme.scheme === 'token' ? scheme : undefined;
  const fields = isRecord(body) ? body : {};
  const value = own ? await context.engine.evaluate(own.value, answer) : fields['access_token'];
  const expires = own?.expires_in
    ? await context.engine.evaluate(own.expires_in, answer)
    : (fields['expires_in'] ?? fields['expiresIn']);
  const token = asText(value);
  if (token === undefined || token === '') throw refusal(context.target, response, body);
  const expiresInS = Number(asText(expires));
  return { value: token, ...(expiresInS > 0 && { expiresInS }) };
}

function refusal(target: ConnectorTarget, response: HttpResponse, body: unknown): VendorError {
  const { status } = response;
  const details = { vendorStatus: status };
  const said = answerMessage(body) ?? `HTTP ${status}`;
  if (status === 429) {
    return new VendorError('rate_limited', `${target.provider.name}: ${said}`, details);
  }
  if (status >= 500 || status === 408) {
    return new VendorError(
      'unavailable',
      `${target.provider.name} gave no access token: ${said}`,
      details,
    );
  }
  const message = `${target.provider.name} gave no access token: ${said}. Check the credentials.`;
  return new VendorError('unauthorized', message, details);
}

function decodeLeniently(response: HttpResponse): unknown {
  try {
    return decodeBody(response.body, response.headers['content-type'], 'auto');
  } catch {
    return undefined;
  }
}

const fingerprints = new WeakMap<ConnectorTarget, string>();

/** Changes with whatever could change the token: provider, credentials, addresses, the scheme. */
function cacheKey(target: ConnectorTarget, scheme: TokenScheme): string {
  let fingerprint = fingerprints.get(target);
  if (fingerprint === undefined) {
    const { all } = credentialViews(target.connector, target.credentials);
    const parts = JSON.stringify([
      all,
      target.baseUrls,
      target.extraHeaders,
      target.provider.extra,
    ]);
    fingerprint = createHash('sha256').update(parts).digest('hex');
    fingerprints.set(target, fingerprint);
  }
  return `${target.provider.id}:${fingerprint}:${schemeKey(scheme)}`;
}

const schemeKeys = new WeakMap<TokenScheme, string>();

function schemeKey(scheme: TokenScheme): string {
  const known = schemeKeys.get(scheme);
  if (known !== undefined) return known;
  const key = createHash('sha256').update(JSON.stringify(scheme)).digest('hex');
  schemeKeys.set(scheme, key);
  return key;
}

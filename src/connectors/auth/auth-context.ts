/** What an auth scheme works on and with. */
import { VendorError } from '#core/errors/vendor-error.js';
import type { ConnectorTarget } from '../connector-context.js';
import type { ExpressionEngine } from '../expressions/expression-engine.js';
import type { RequestDraft } from '../operation/request-draft.js';
import { type ExpressionInput, renderText } from '../rendered-values.js';
import type { Template } from '../template.schemas.js';
import type { AuthScheme } from './auth.schemas.js';
import { inOrderOfUse } from './vars-order.js';

export type SchemeNamed<Name extends AuthScheme['scheme']> = Extract<AuthScheme, { scheme: Name }>;
export type TokenScheme = SchemeNamed<'oauth2_client_credentials' | 'oauth2_jwt_bearer' | 'token'>;

/** Gives access tokens, from a cache or from the vendor. */
export interface TokenSource {
  token(scheme: TokenScheme, context: AuthContext): Promise<string>;
}

export interface AuthContext {
  readonly engine: ExpressionEngine;
  readonly target: ConnectorTarget;
  /** Expression input with all credentials: what is made here goes to the vendor. */
  readonly input: ExpressionInput;
  readonly now: Date;
  readonly tokens: TokenSource;
  readonly draft: RequestDraft;
  /** Fields for the body, which is written after the schemes had their first turn. */
  readonly bodyFields: Record<string, unknown>;
  /** Values named by `vars`, kept through the list of schemes. */
  readonly vars: Record<string, unknown>;
  /** The latest access token of the list. */
  token?: string;
}

/** Expression input of a scheme: what the operation sees, `vars` and `token`. */
export function authInput(context: AuthContext): ExpressionInput {
  return { ...context.input, vars: context.vars, token: context.token };
}

/**
 * A value without which the scheme makes no sense.
 *
 * @throws VendorError `unauthorized` when it is empty: the vendor would refuse the call anyway
 */
export async function requiredText(
  context: AuthContext,
  template: Template,
  what: string,
): Promise<string> {
  const text = await renderText(context.engine, template, authInput(context));
  if (text !== undefined && text !== '') return text;
  throw new VendorError(
    'unauthorized',
    `${context.target.provider.name}: the credential for "${what}" is empty; fill it in and test the connection.`,
  );
}

/** Evaluates `vars`; each sees those it names. */
export async function evaluateVars(
  context: AuthContext,
  vars: Readonly<Record<string, string>> | undefined,
  extra: ExpressionInput = {},
): Promise<void> {
  for (const [name, expression] of inOrderOfUse(vars ?? {})) {
    context.vars[name] = await context.engine.evaluate(expression, {
      ...authInput(context),
      ...extra,
    });
  }
}

/**
 * Decides whether an answer means success, and if not, which kind of failure.
 *
 * An `ok` that holds is success, whatever the HTTP status: several vendors answer a repeat with 409
 * and the first result. Otherwise the first error rule that applies names the kind, the step's own
 * rules before the connector's. Without a rule the HTTP status decides; a 2xx whose `ok` does not
 * hold is `invalid_request`, which neither falls back nor retries, so nothing is done twice.
 */
import { VendorError, type VendorErrorKind } from '#core/errors/vendor-error.js';
import type { ConnectorTarget } from '../connector-context.js';
import type { ErrorRule } from '../definition.schemas.js';
import type { ExpressionEngine } from '../expressions/expression-engine.js';
import { maskerOf } from '../masking.js';
import { holds, renderText, type ExpressionInput } from '../rendered-values.js';
import { answerMessage, tidyMessage } from './answer-message.js';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export interface ClassifyRequest {
  readonly operation: string;
  readonly step: {
    readonly ok?: string | undefined;
    readonly errors?: readonly ErrorRule[] | undefined;
  };
  readonly answer: Answer;
  /** What the rules see: open credentials only, and the answer. */
  readonly input: ExpressionInput;
  readonly now: Date;
}

const KIND_BY_STATUS: Readonly<Record<number, VendorErrorKind>> = {
  401: 'unauthorized',
  402: 'declined',
  403: 'unauthorized',
  404: 'not_found',
  408: 'ambiguous',
  409: 'duplicate',
  410: 'not_found',
  429: 'rate_limited',
  504: 'ambiguous',
};

/** What the HTTP status alone says about a failure. */
export function kindOfStatus(status: number): VendorErrorKind {
  return KIND_BY_STATUS[status] ?? (status >= 500 ? 'unavailable' : 'invalid_request');
}

/** The error an answer means, or undefined when it means success. */
export async function classify(
  engine: ExpressionEngine,
  target: ConnectorTarget,
  request: ClassifyRequest,
): Promise<VendorError | undefined> {
  const { step, answer, input } = request;
  if (step.ok !== undefined && (await holds(engine, step.ok, input))) return undefined;
  for (const rule of [...(step.errors ?? []), ...target.connector.errors]) {
    if (await holds(engine, rule.when, input)) {
      return errorByRule(engine, target, { rule, request });
    }
  }
  const succeeded = answer.status >= 200 && answer.status <= 299;
  if (succeeded && step.ok === undefined) return undefined;
  return toError(target, request, {
    kind: succeeded ? 'invalid_request' : kindOfStatus(answer.status),
  });
}

async function errorByRule(
  engine: ExpressionEngine,
  target: ConnectorTarget,
  { rule, request }: { rule: ErrorRule; request: ClassifyRequest },
): Promise<VendorError> {
  const { input } = request;
  const said = await renderText(engine, rule.message, input);
  const code = await renderText(engine, rule.code, input);
  const retryAfter = await renderText(engine, rule.retry_after, input);
  return toError(target, request, {
    kind: rule.kind,
    ...(said !== undefined && { said }),
    ...(code !== undefined && { code }),
    ...(rule.field !== undefined && { field: rule.field }),
    ...(retryAfter !== undefined && { retryAfterS: parseRetryAfter(retryAfter, request.now) }),
  });
}

interface ErrorFacts {
  readonly kind: VendorErrorKind;
  readonly said?: string;
  readonly code?: string;
  readonly field?: string;
  readonly retryAfterS?: number | undefined;
}

function toError(
  target: ConnectorTarget,
  request: ClassifyRequest,
  facts: ErrorFacts,
): VendorError {
  const { answer, operation, now } = request;
  const sentence = facts.said === undefined ? answerMessage(answer.body) : tidyMessage(facts.said);
  const said = maskerOf(target).text(sentence ?? `HTTP ${answer.status}`);
  const retryAfterS = facts.retryAfterS ?? parseRetryAfter(answer.headers['retry-after'], now);
  return new VendorError(facts.kind, `${target.provider.name} refused "${operation}": ${said}`, {
    vendorStatus: answer.status,
    ...(facts.code !== undefined && { vendorCode: maskerOf(target).text(facts.code) }),
    ...(facts.field !== undefined && { field: facts.field }),
    ...(retryAfterS !== undefined && { retryAfterS }),
  });
}

/** Seconds from now, out of seconds or an HTTP date (RFC 9110 section 10.2.3). */
export function parseRetryAfter(value: string | undefined, now: Date): number | undefined {
  if (value === undefined || value.trim() === '') return undefined;
  const seconds = Number(value);
  if (Number.isFinite(seconds)) return Math.max(0, Math.ceil(seconds));
  const at = Date.parse(value);
  return Number.isNaN(at) ? undefined : Math.max(0, Math.ceil((at - now.getTime()) / 1000));
}

/**
 * Runs a connector's operations over HTTP: render, authenticate, send, classify, read. Breakers,
 * rate limits and fallbacks are the gateway's; this file knows one provider and one operation.
 */
import type { ZodType } from 'zod';
import { InvalidInputError } from '#core/errors/app-error.js';
import { VENDOR_ERROR_KINDS, VendorError } from '#core/errors/vendor-error.js';
import type { HttpTransport } from '#core/http/http.types.js';
import type { TokenCache } from '../auth/token-cache.js';
import { TokenSession } from '../auth/token-session.js';
import { requestInput, type ConnectorTarget, type RequestScope } from '../connector-context.js';
import type {
  OperationDefinition,
  SingleOperation,
  StepDefinition,
} from '../definition.schemas.js';
import { ExpressionError } from '../expressions/expression.error.js';
import type { ExpressionEngine } from '../expressions/expression-engine.js';
import type { OperationRunner, RunOptions } from '../format.js';
import { IncompleteAnswerError } from '../incomplete-answer.error.js';
import { holds, type ExpressionInput } from '../rendered-values.js';
import { checkOutcome, type OperationOutcome } from './check-outcome.js';
import { classify, type Answer } from './classify.js';
import { Exchanger, type ExchangeObserver } from './exchange.js';
import { readAnswer, readRefs, readResult, type ResultDefinition } from './read-answer.js';
import { assertNotRefused } from './refusal.js';
import { renderRequest } from './render-request.js';

export const DEFAULT_TIMEOUT_MS = 30_000;

export interface ConnectorRunnerOptions {
  readonly engine: ExpressionEngine;
  readonly transport: HttpTransport;
  /** Shared by all runners of the process. */
  readonly tokenCache: TokenCache;
  readonly target: ConnectorTarget;
  /** Told of every exchange with the vendor, masked; for integration logs. */
  readonly onExchange?: ExchangeObserver;
  readonly now?: () => Date;
}

type Step = SingleOperation & Partial<Pick<StepDefinition, 'name' | 'when'>>;

/** One run of one operation, as it grows from step to step. */
interface Run {
  readonly operation: string;
  readonly request: Readonly<Record<string, unknown>>;
  readonly deadline: number;
  readonly knownRefs: Readonly<Record<string, string>>;
  readonly learntRefs: Record<string, string>;
  readonly steps: Record<string, unknown>;
  /** Of the step that runs. */
  page: number;
  /** Whether an earlier step may have changed something at the vendor. */
  hasActed: boolean;
  last?: { readonly step: Step; readonly answer: Answer; readonly input: ExpressionInput };
}

export class ConnectorRunner implements OperationRunner {
  readonly #exchanger: Exchanger;

  constructor(private readonly options: ConnectorRunnerOptions) {
    this.#exchanger = new Exchanger(options.transport, options.target, options.onExchange);
  }

  has(operation: string): boolean {
    return Object.hasOwn(this.options.target.connector.operations, operation);
  }

  isIdempotent(operation: string): boolean {
    return this.has(operation) && this.#definitionOf(operation).idempotent === true;
  }

  async run<T>(
    operation: string,
    request: Readonly<Record<string, unknown>>,
    schema: ZodType<T>,
    options: RunOptions = {},
  ): Promise<T> {
    const outcome = await this.execute(operation, request, options);
    return checkOutcome(outcome, schema, { provider: this.#providerName, operation });
  }

  /** The same without a schema: for connection tests, whose result belongs to no category. */
  async execute(
    operation: string,
    request: Readonly<Record<string, unknown>>,
    options: RunOptions = {},
  ): Promise<OperationOutcome> {
    const definition = this.#definitionOf(operation);
    const run: Run = {
      operation,
      request,
      deadline: options.deadline ?? Number.POSITIVE_INFINITY,
      knownRefs: options.refs ?? {},
      learntRefs: {},
      steps: {},
      page: 1,
      hasActed: false,
    };
    for (const step of stepsOf(definition)) await this.#runStep(step, run);
    return this.#translated(run, () => this.#conclude(definition, run));
  }

  get #providerName(): string {
    return this.options.target.provider.name;
  }

  #definitionOf(operation: string): OperationDefinition {
    const definition = this.has(operation)
      ? this.options.target.connector.operations[operation]
      : undefined;
    if (definition) return definition;
    const message = `${this.#providerName} has no operation "${operation}"; add it to its connector.`;
    throw new InvalidInputError('operation', message, 'unknown_operation');
  }

  async #runStep(step: Step, run: Run): Promise<void> {
    run.page = 1;
    const { engine, target } = this.options;
    const { operation } = run;
    const input = requestInput(target, this.#scopeOf(run), 'hub');
    if (!(await holds(engine, step.when, input))) return;
    try {
      await assertNotRefused(engine, target, { operation, step, input });
      while (!(await this.#isLastPage(step, run))) run.page += 1;
    } catch (error) {
      throw run.hasActed ? inDoubt(error) : error;
    }
  }

  /** Asks for one page, which for most steps is all there is. */
  async #isLastPage(step: Step, run: Run): Promise<boolean> {
    const { engine, target } = this.options;
    const answer = await this.#ask(step, run);
    const input = { ...requestInput(target, this.#scopeOf(run), 'hub'), ...answer };
    run.last = { step, answer, input };
    run.hasActed ||= step.method !== 'GET' && step.method !== 'HEAD';
    await this.#translated(run, () => this.#learn(step, run, input));
    const { pages } = step;
    if (!pages || run.page >= pages.max) return true;
    return this.#translated(run, () => holds(engine, pages.until, { ...input, steps: run.steps }));
  }

  /** Sends the step; a refused token that came from the cache is replaced once. */
  async #ask(step: Step, run: Run): Promise<Answer> {
    const first = await this.#attempt(step, run);
    if (!first.error) return first.answer;
    const isStaleToken = first.error.kind === 'unauthorized' && first.answer.status !== 403;
    if (!isStaleToken || !first.tokens.usedCachedToken) throw first.error;
    first.tokens.forgetUsed();
    const second = await this.#attempt(step, run);
    if (second.error) throw second.error;
    return second.answer;
  }

  async #attempt(step: Step, run: Run) {
    const { engine, target, tokenCache } = this.options;
    const { operation } = run;
    const tokens = new TokenSession({
      cache: tokenCache,
      exchanger: this.#exchanger,
      operation,
      timeoutMs: this.#timeoutFor(step, run),
    });
    const scope = this.#scopeOf(run);
    const request = await renderRequest({ engine, tokens }, target, { step, scope });
    const response = await this.#exchanger.send(request, {
      operation,
      ...(step.name !== undefined && { step: step.name }),
      purpose: 'operation',
      timeoutMs: this.#timeoutFor(step, run),
      secrets: tokens.values,
    });
    const answer = readAnswer(response, step.response);
    const input = { ...requestInput(target, scope, 'hub'), ...answer };
    const facts = { operation, step, answer, input, now: scope.now };
    const error = await this.#translated(run, () => classify(engine, target, facts));
    return { answer, error, tokens };
  }

  #timeoutFor(step: Step, run: Run): number {
    const left = run.deadline - this.#now().getTime();
    if (left > 0) return Math.min(step.timeout_ms ?? DEFAULT_TIMEOUT_MS, left);
    throw new VendorError(
      'unavailable',
      `No time was left to ask ${this.#providerName} for "${run.operation}".`,
    );
  }

  async #learn(step: Step, run: Run, input: ExpressionInput): Promise<void> {
    const { engine, target } = this.options;
    Object.assign(run.learntRefs, await readRefs(engine, step.refs, input));
    if (step.name === undefined || !run.last) return;
    const result = await readResult(engine, target, { definition: step, input });
    run.steps[step.name] = { ...run.last.answer, result };
  }

  async #conclude(definition: OperationDefinition, run: Run): Promise<OperationOutcome> {
    const { engine, target } = this.options;
    const { last } = run;
    const whole: ResultDefinition = 'steps' in definition ? definition : {};
    const chosen = whole.result === undefined ? last?.step : whole;
    if (!chosen) throw new InvalidInputError('operation', `No step of "${run.operation}" applied.`);
    const asked = last?.input ?? requestInput(target, this.#scopeOf(run), 'hub');
    const input = { ...asked, steps: run.steps, refs: this.#refsOf(run) };
    const result = await readResult(engine, target, { definition: chosen, input });
    const refs = { ...run.learntRefs, ...(await readRefs(engine, whole.refs, input)) };
    return { result, refs, ...(last && { status: last.answer.status }) };
  }

  /** An expression that fails on an answer must not look as if the vendor had done nothing. */
  async #translated<T>(run: Run, read: () => Promise<T>): Promise<T> {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      throw new IncompleteAnswerError({
        provider: this.#providerName,
        operation: run.operation,
        field: 'result',
        problem: error.message,
        refs: run.learntRefs,
        ...(run.last && { vendorStatus: run.last.answer.status }),
      });
    }
  }

  #scopeOf(run: Run): RequestScope {
    const { request, steps, page } = run;
    return { request, steps, page, refs: this.#refsOf(run), now: this.#now() };
  }

  #refsOf(run: Run): Record<string, string> {
    return { ...run.knownRefs, ...run.learntRefs };
  }

  #now(): Date {
    return this.options.now?.() ?? new Date();
  }
}

function stepsOf(definition: OperationDefinition): readonly Step[] {
  return 'steps' in definition ? definition.steps : [definition];
}

/**
 * After a step that may have acted, "surely nothing happened" is no longer true: what would send the
 * request to the next provider becomes `ambiguous`, so the vendor is asked first.
 */
function inDoubt(error: unknown): unknown {
  if (!(error instanceof VendorError)) return error;
  if (VENDOR_ERROR_KINDS[error.kind].fallback !== 'yes') return error;
  const { vendorCode, vendorStatus, retryAfterS } = error;
  return new VendorError('ambiguous', `${error.message} (an earlier step had succeeded)`, {
    cause: error,
    ...(vendorCode !== undefined && { vendorCode }),
    ...(vendorStatus !== undefined && { vendorStatus }),
    ...(retryAfterS !== undefined && { retryAfterS }),
  });
}

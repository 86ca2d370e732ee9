/**
 * Runs the expressions of connectors. Three lanes, each only when the one before does not do: a native
 * look-up for plain paths, JSONata on this thread under a small budget, JSONata in a worker thread under
 * the full allowance. Expressions come from people and work on data from outside, so none may stall the
 * process: see `limits.ts`.
 */
import { evaluateWithin } from './evaluation.js';
import { ExpressionCache } from './expression-cache.js';
import { NOT_FAST, runFastPlan } from './fast-path.js';
import { LimitExceeded, MAIN_LIMITS, WORKER_LIMITS } from './limits.js';
import { Meter } from './meter.js';
import { WorkerPool } from './worker-pool.js';
import type { CompiledExpression } from './compiled-expression.js';

/** An expression that was too heavy goes straight to a worker for so long. */
const HEAVY_MS = 10_000;

export interface ExpressionEngineOptions {
  /** What `$now`, `$millis` and `$timestamp` tell. */
  readonly now?: () => Date;
  readonly workers?: number;
  /** From the call of `evaluate` until a runaway expression is given up. */
  readonly timeMs?: number;
}

export class ExpressionEngine {
  readonly #cache = new ExpressionCache(MAIN_LIMITS);
  /** Until when an expression counts as heavy, on the clock of `performance.now`. */
  readonly #heavyUntil = new WeakMap<CompiledExpression, number>();
  readonly #pool: WorkerPool;
  readonly #now: () => Date;
  readonly #timeMs: number;

  constructor(options: ExpressionEngineOptions = {}) {
    this.#pool = new WorkerPool(options.workers);
    this.#now = options.now ?? (() => new Date());
    this.#timeMs = options.timeMs ?? WORKER_LIMITS.timeMs;
  }

  /**
   * Compiles without running.
   *
   * @param source with its leading `=`
   * @throws ExpressionError `syntax`, naming the position
   */
  check(source: string): void {
    this.#cache.get(source);
  }

  /**
   * Evaluates an expression over plain data. The result is plain JSON data, or undefined when the
   * expression finds nothing; it may share structure with the input, so treat it as read-only.
   *
   * @throws ExpressionError
   */
  async evaluate(source: string, input: Readonly<Record<string, unknown>>): Promise<unknown> {
    const expression = this.#cache.get(source);
    if (expression.fastPlan !== undefined) {
      const value = runFastPlan(expression.fastPlan, input);
      if (value !== NOT_FAST) return value;
    }
    const startedAt = performance.now();
    const nowMs = this.#now().getTime();
    if ((this.#heavyUntil.get(expression) ?? 0) < startedAt) {
      try {
        return await evaluateWithin(new Meter(MAIN_LIMITS, nowMs), expression, input);
      } catch (error) {
        if (!(error instanceof LimitExceeded)) throw error;
        this.#heavyUntil.set(expression, startedAt + HEAVY_MS);
      }
    }
    return this.#pool.run(source, input, nowMs, this.#timeMs);
  }

  /** Ends the worker threads; evaluations under way are refused. */
  close(): Promise<void> {
    return this.#pool.close();
  }
}

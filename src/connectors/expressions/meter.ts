/**
 * Counts what one evaluation uses. JSONata runs in microtasks and never gives the event loop a turn by
 * itself, so the meter also makes evaluations wait for the next turn when this one has been long.
 */
import { setImmediate } from 'node:timers';
import { isLanguageFunction } from '#connectors/expressions/jsonata.types.js';
import type { Environment } from '#connectors/expressions/jsonata.types.js';
import {
  LimitExceeded,
  MAX_NESTING,
  NODE_WEIGHT,
  type ExpressionLimits,
} from '#connectors/expressions/limits.js';

/** Under this name each evaluation finds its meter; sources with the character are refused. */
export const METER_NAME = '\u0000meter';

/** Computing time up to which nobody minds. */
const TRIFLE_MS = 1;

export function meterOf(environment: Environment): Meter {
  return environment.base.lookup(METER_NAME) as Meter;
}

/**
 * The current turn of the event loop. Evaluations interleave in it, so the time between two steps is
 * put down to the evaluation that made the earlier one.
 */
const turn = {
  startedAt: 0,
  lastStepAt: 0,
  owner: undefined as Meter | undefined,
  ended: undefined as Promise<void> | undefined,
};

function beginTurn(now: number): Promise<void> {
  turn.startedAt = now;
  return new Promise((resolve) => {
    setImmediate(() => {
      turn.ended = undefined;
      turn.owner = undefined;
      resolve();
    });
  });
}

export class Meter {
  readonly limits: ExpressionLimits;
  /** The moment that `$now` and its like mean, in milliseconds; one for the whole evaluation. */
  readonly nowMs: number;
  readonly #startedAt = performance.now();
  readonly #emptyLists: unknown[][] = [];
  #steps = 0;
  #usedMs = 0;
  #produced = 0;
  #timeMs: number;
  /** Nothing in the language changes a structure once it is made, so its weight can be kept. */
  readonly #weights = new WeakMap<object, number>();

  constructor(limits: ExpressionLimits, nowMs: number, timeMs = limits.timeMs) {
    this.limits = limits;
    this.nowMs = nowMs;
    this.#timeMs = timeMs;
  }

  /**
   * Counts one step.
   *
   * @returns a promise to wait for when the event loop should have a turn first
   * @throws LimitExceeded
   */
  step(): Promise<void> | undefined {
    const now = performance.now();
    turn.ended ??= beginTurn(now);
    if (turn.owner !== undefined) turn.owner.#usedMs += now - turn.lastStepAt;
    turn.owner = this;
    turn.lastStepAt = now;
    this.#steps += 1;
    if (this.#steps > this.limits.steps) throw new LimitExceeded('steps');
    if (this.#usedMs > this.#timeMs || this.#isImpatient(now)) throw new LimitExceeded('time');
    if (now - turn.startedAt < this.limits.turnMs) return undefined;
    turn.owner = undefined;
    return turn.ended;
  }

  /** Many heavy evaluations at once share the thread; they should not wait for each other here. */
  #isImpatient(now: number): boolean {
    return now - this.#startedAt > this.limits.patienceMs && this.#usedMs > TRIFLE_MS;
  }

  /** Ends the evaluation: whatever of it still runs in parallel branches stops at its next step. */
  stop(): void {
    this.#steps = Number.POSITIVE_INFINITY;
    this.restoreEmptyLists();
    if (turn.owner === this) turn.owner = undefined;
  }

  /** Accounts for a text of this length before it is made. */
  produce(length: number): void {
    // Written so that NaN, which a hostile width can be, is refused as well.
    if (!(length <= this.limits.text)) throw new LimitExceeded('text');
    this.#produced += length;
    if (this.#produced > this.limits.produced) throw new LimitExceeded('size');
  }

  checkItems(count: number): void {
    if (count > this.limits.items) throw new LimitExceeded('items');
  }

  /** Refuses a value whose text, lists or whole is larger than allowed. */
  admit(value: unknown): void {
    if (typeof value === 'string') {
      if (value.length > this.limits.text) throw new LimitExceeded('text');
    } else if (typeof value === 'object' && value !== null) {
      this.#weigh(value);
    }
  }

  /** A list that is empty, perhaps the input's own. */
  noteEmptyList(list: unknown[]): void {
    this.#emptyLists.push(list);
  }

  /** Grouping an empty list, JSONata 2.2 puts an undefined item into the list it was given. */
  restoreEmptyLists(): void {
    for (const list of this.#emptyLists.splice(0)) list.length = 0;
  }

  #weigh(root: object): number {
    const known = this.#weights.get(root);
    if (known !== undefined) return known;
    const weight = this.#weighNode(root, 0, 0);
    this.#weights.set(root, weight);
    return weight;
  }

  /**
   * Adds the weight of a value, written out as a tree, to `sum`. What occurs twice counts twice: thirty
   * doublings of a pair are a billion leaves to whoever prints them, so the walk ends at the limit.
   */
  #weighNode(value: unknown, sum: number, depth: number): number {
    if (typeof value === 'string') return this.#checkedWeight(sum + NODE_WEIGHT + value.length);
    const total = this.#checkedWeight(sum + NODE_WEIGHT);
    if (typeof value !== 'object' || value === null || isLanguageFunction(value)) return total;
    if (depth >= MAX_NESTING) throw new LimitExceeded('nesting');
    const known = depth === 0 ? undefined : this.#weights.get(value);
    if (known !== undefined) return this.#checkedWeight(total + known);
    return Array.isArray(value)
      ? this.#weighList(value, total, depth + 1)
      : this.#weighObject(value as Record<string, unknown>, total, depth + 1);
  }

  #weighList(list: readonly unknown[], sum: number, depth: number): number {
    this.checkItems(list.length);
    let total = sum;
    for (const item of list) total = this.#weighNode(item, total, depth);
    return total;
  }

  #weighObject(value: Record<string, unknown>, sum: number, depth: number): number {
    let total = sum;
    for (const key of Object.keys(value)) {
      total = this.#weighNode(value[key], total + key.length, depth);
    }
    return total;
  }

  #checkedWeight(weight: number): number {
    if (weight > this.limits.weight) throw new LimitExceeded('size');
    return weight;
  }
}

import {
  compileExpression,
  type CompiledExpression,
} from '#connectors/expressions/compiled-expression.js';
import type { ExpressionLimits } from '#connectors/expressions/limits.js';

/** Compiled expressions by source text; the least recently used leave first. */
export class ExpressionCache {
  readonly #entries = new Map<string, CompiledExpression>();
  readonly #limits: ExpressionLimits;
  readonly #capacity: number;

  constructor(limits: ExpressionLimits, capacity = 5_000) {
    this.#limits = limits;
    this.#capacity = capacity;
  }

  get size(): number {
    return this.#entries.size;
  }

  /** @throws ExpressionError `syntax` */
  get(source: string): CompiledExpression {
    const known = this.#entries.get(source);
    if (known !== undefined) {
      this.#entries.delete(source);
      this.#entries.set(source, known);
      return known;
    }
    const compiled = compileExpression(source, this.#limits);
    this.#entries.set(source, compiled);
    this.#evict();
    return compiled;
  }

  #evict(): void {
    const [oldest] = this.#entries.keys();
    if (this.#entries.size > this.#capacity && oldest !== undefined) this.#entries.delete(oldest);
  }
}

import type { ExpressionFault } from '#connectors/expressions/expression.error.js';

/** What the engine asks of a worker thread. */
export interface WorkerTask {
  readonly id: number;
  readonly source: string;
  readonly input: unknown;
  readonly nowMs: number;
  readonly timeMs: number;
}

/** The answer to one task. `id` 0 is the greeting of a worker that has loaded. */
export type WorkerAnswer =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly fault: ExpressionFault };

export const READY: WorkerAnswer = { id: 0, value: undefined };

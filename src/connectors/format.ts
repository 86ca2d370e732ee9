/** What a format sees of a connector, and what the hub sees of a format. */
import type { ZodType } from 'zod';

export interface RunOptions {
  /** Vendor ids learnt from earlier operations on the same thing. */
  readonly refs?: Readonly<Record<string, string>>;
  /** Moment, in epoch milliseconds, after which nobody waits for the answer any more. */
  readonly deadline?: number;
}

/** Runs the named operations of one provider's connector. */
export interface OperationRunner {
  /** Whether the connector defines the operation. */
  has(operation: string): boolean;

  /** Whether the vendor recognises a repeat of the very same request and does not act twice. */
  isIdempotent(operation: string): boolean;

  /**
   * Asks the vendor and gives back what the operation's `result` made of the answer, checked with
   * `schema`. Beside the result's own keys the schema is offered `refs` (ids to keep for later
   * operations), `vendor_status` (the vendor's own word) and `warnings`.
   *
   * @throws VendorError of the kind the answer means; IncompleteAnswerError when the vendor agreed
   *   but the answer lacks what the schema demands
   */
  run<T>(
    operation: string,
    request: Readonly<Record<string, unknown>>,
    schema: ZodType<T>,
    options?: RunOptions,
  ): Promise<T>;
}

/** A way of speaking that many vendors share. `Port` is the category's interface. */
export interface Format<Port> {
  readonly id: string;
  /** Operations without which a connector cannot serve this format. */
  readonly requires: readonly string[];
  create(runner: OperationRunner): Port;
}

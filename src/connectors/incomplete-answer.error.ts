import { VendorError } from '#core/errors/vendor-error.js';

export interface IncompleteAnswerOptions {
  readonly provider: string;
  readonly operation: string;
  /** Path in the result, as `action.url`. */
  readonly field: string;
  readonly problem: string;
  /** What could still be learnt from the answer, to find the thing again. */
  readonly refs: Readonly<Record<string, unknown>>;
  readonly vendorStatus?: number;
}

/**
 * The vendor agreed, yet the answer lacks what the format promises: the connector and the vendor do
 * not fit together.
 *
 * The kind is `invalid_request`, because trying elsewhere could do the same thing twice and the
 * vendor itself is well: no fallback, no count for the breaker. Unlike other errors of that kind
 * the vendor **has acted**; who creates payments must treat the outcome as unknown and may use
 * `refs` to look it up.
 */
export class IncompleteAnswerError extends VendorError {
  readonly operation: string;
  readonly refs: Readonly<Record<string, unknown>>;

  constructor(options: IncompleteAnswerOptions) {
    super(
      'invalid_request',
      `${options.provider} accepted "${options.operation}" but its answer has no usable "${options.field}" (${options.problem}). Check "result" of this operation in the connector.`,
      { field: options.field, vendorCode: 'incomplete_answer', vendorStatus: options.vendorStatus },
    );
    this.operation = options.operation;
    this.refs = options.refs;
  }
}

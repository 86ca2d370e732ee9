import { AppError } from '#core/errors/app-error.js';

/**
 * `syntax`: can't be compiled. `failed`: the evaluation met something it can't do. `limit`: it would
 * have made too much of something. `time`: it did not end in time. `busy`: no evaluator was free.
 */
export type ExpressionErrorCode = 'syntax' | 'failed' | 'limit' | 'time' | 'busy';

/** What is needed to raise the same error on the other side of a thread. */
export interface ExpressionFault {
  readonly code: ExpressionErrorCode;
  readonly message: string;
  /** 1-based character in the source (the `=` included) after which it went wrong. */
  readonly position?: number;
}

/**
 * An expression of a connector can't be compiled or evaluated. The message names the place and what to
 * do, and never repeats values, which may be secrets or guest data. HTTP 422.
 */
export class ExpressionError extends AppError {
  readonly code: ExpressionErrorCode;
  readonly position: number | undefined;

  constructor(fault: ExpressionFault, cause?: unknown) {
    const place = fault.position === undefined ? '' : ` (near character ${fault.position})`;
    const message = `${fault.message}${place}`;
    super(message, {
      status: 422,
      errors: [{ field: 'expression', code: `expression_${fault.code}`, message }],
      cause,
    });
    this.code = fault.code;
    this.position = fault.position;
  }
}

/** Raised by helper functions for arguments they can't work with; becomes an `ExpressionError`. */
export class HelperError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'HelperError';
  }
}

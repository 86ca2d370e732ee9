import { currentTraceId } from '#core/logging/trace-context.js';
import type { AppError, FieldError } from './app-error.js';

/** The body of every error answer (design section 11). */
export interface ErrorBody {
  readonly message: string;
  readonly errors: readonly FieldError[];
  readonly data: null;
  readonly trace_id: string;
}

/** What a caller is shown of an error. */
export function toErrorBody(
  error: Pick<AppError, 'message' | 'errors'>,
  traceId = currentTraceId() ?? '',
): ErrorBody {
  return { message: error.message, errors: error.errors, data: null, trace_id: traceId };
}

import { AppError } from '#core/errors/app-error.js';

/** More requests than allowed. HTTP 429 with Retry-After. */
export class TooManyRequestsError extends AppError {
  constructor(message: string, field: string, retryAfterS: number) {
    super(message, {
      status: 429,
      retryAfterS,
      errors: [{ field, code: 'rate_limited', message }],
    });
  }
}

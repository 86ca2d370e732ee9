/** One thing that is wrong with one input field; `code` is stable, `message` says what to do next. */
export interface FieldError {
  readonly field: string;
  readonly code: string;
  readonly message: string;
}

export interface AppErrorOptions {
  readonly status: number;
  readonly errors?: readonly FieldError[];
  readonly cause?: unknown;
  /** Seconds after which the caller may try again; becomes the Retry-After header. */
  readonly retryAfterS?: number;
}

/**
 * Root of everything raised on purpose. The message is shown to the caller, so it holds no secret,
 * no guest data and no body, and it says what to do next.
 */
export class AppError extends Error {
  readonly status: number;
  readonly errors: readonly FieldError[];
  readonly retryAfterS: number | undefined;

  constructor(message: string, options: AppErrorOptions) {
    super(message, { cause: options.cause });
    this.name = new.target.name;
    this.status = options.status;
    this.errors = options.errors ?? [];
    this.retryAfterS = options.retryAfterS;
  }
}

/** The caller sent something that can't be used; names the field. HTTP 422. */
export class InvalidInputError extends AppError {
  constructor(field: string, message: string, code = 'invalid') {
    super(message, { status: 422, errors: [{ field, code, message }] });
  }
}

/** The thing asked for does not exist or is not visible to the caller. HTTP 404. */
export class NotFoundError extends AppError {
  constructor(message: string) {
    super(message, { status: 404 });
  }
}

/** The state of the thing does not allow what was asked. HTTP 409. */
export class ConflictError extends AppError {
  constructor(message: string, errors: readonly FieldError[] = []) {
    super(message, { status: 409, errors });
  }
}

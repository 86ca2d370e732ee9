import { AppError } from '#core/errors/app-error.js';

/** Nobody known is calling. HTTP 401. */
export class UnauthenticatedError extends AppError {
  constructor(message: string) {
    super(message, { status: 401 });
  }
}

/** The caller is known but holds no scope that allows the call. HTTP 403. */
export class MissingScopeError extends AppError {
  constructor(readonly scope: string) {
    const message = `This API key lacks the scope ${scope}. Use a key that has it, or ask the hub's owner for one.`;
    super(message, { status: 403, errors: [{ field: 'scope', code: 'missing_scope', message }] });
  }
}

/** The caller's key is bound to one property, and this is not about that one. HTTP 403. */
export class PropertyAccessError extends AppError {
  constructor(propertyId: string | null) {
    const wanted = propertyId === null ? 'all properties' : `property ${propertyId}`;
    const message = `This API key belongs to one property and can't act for ${wanted}. Name its own property, or use a key without one.`;
    super(message, {
      status: 403,
      errors: [{ field: 'property_id', code: 'property_access', message }],
    });
  }
}

/** The thing existed and can't be used any more. HTTP 410. */
export class GoneError extends AppError {
  constructor(message: string) {
    super(message, { status: 410 });
  }
}

/** The token of a setup link is not one of ours. HTTP 403. */
export class UnknownSetupTokenError extends AppError {
  constructor() {
    super('This setup link is not valid. Open the newest one that the hub printed at its start.', {
      status: 403,
    });
  }
}

/** Too many tries from one address. HTTP 429. */
export class TooManyAttemptsError extends AppError {
  constructor(retryAfterS: number) {
    super(`Too many attempts; try again in ${retryAfterS} seconds.`, { status: 429, retryAfterS });
  }
}

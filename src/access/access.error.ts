import { AppError, type FieldError } from '#core/errors/app-error.js';

/** Nobody known is calling. HTTP 401. */
export class UnauthenticatedError extends AppError {
  constructor(message: string, errors: readonly FieldError[] = []) {
    super(message, { status: 401, errors });
  }
}

/** The caller is known but holds no scope that allows the call. HTTP 403. */
export class MissingScopeError extends AppError {
  constructor(readonly scope: string) {
    const message = `This API key lacks the scope ${scope}. Use a key that has it, or ask the hub's owner for one.`;
    super(message, { status: 403, errors: [{ field: 'scope', code: 'missing_scope', message }] });
  }
}

/** The person's role does not allow the call. HTTP 403. */
export class RoleError extends AppError {
  constructor(role: string) {
    const message = `Your role (${role}) does not allow this. Ask an owner of the hub to do it, or to change your role.`;
    super(message, { status: 403, errors: [{ field: 'role', code: 'role_not_allowed', message }] });
  }
}

/** The call is known to come from a person's browser, but not surely from the hub's own pages. HTTP 403. */
export class CrossSiteError extends AppError {
  constructor(message: string) {
    super(message, {
      status: 403,
      errors: [{ field: 'X-CSRF-Token', code: 'csrf_refused', message }],
    });
  }
}

/** A person has to change a one-time password before anything else. HTTP 403. */
export class PasswordChangeRequiredError extends AppError {
  constructor() {
    const message =
      'Your password was given to you for one sign-in. Choose your own with POST /api/v1/session/password first.';
    super(message, {
      status: 403,
      errors: [{ field: 'password', code: 'password_change_required', message }],
    });
  }
}

/** A machine asks for something that only people have: a session, a password, a second factor. HTTP 403. */
export class PeopleOnlyError extends AppError {
  constructor() {
    const message = 'This is about the account of a person who is signed in; an API key has none.';
    super(message, {
      status: 403,
      errors: [{ field: 'authorization', code: 'people_only', message }],
    });
  }
}

/** The caller is bound to one property, and this is not about that one. HTTP 403. */
export class PropertyAccessError extends AppError {
  constructor(propertyId: string | null) {
    const wanted = propertyId === null ? 'all properties' : `property ${propertyId}`;
    const message = `This API key or user belongs to one property and can't act for ${wanted}. Name its own property, or use one that is bound to none.`;
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

/** The token of an invitation is not one of ours, or was used or replaced. HTTP 403. */
export class UnknownInvitationError extends AppError {
  constructor() {
    super(
      'This invitation is not valid any more. Sign in if you have used it, or ask an owner of the hub for a new one.',
      { status: 403 },
    );
  }
}

/** Too many tries. HTTP 429. */
export class TooManyAttemptsError extends AppError {
  constructor(retryAfterS: number) {
    super(`Too many attempts; try again in ${retryAfterS} seconds.`, { status: 429, retryAfterS });
  }
}

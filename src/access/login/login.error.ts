import { UnauthenticatedError } from '../access.error.js';

/** Says the same whoever is asked for, so that it doesn't tell who has an account. HTTP 401. */
export class WrongLoginError extends UnauthenticatedError {
  constructor() {
    const message =
      'This address and password do not belong together. Check both; an owner of the hub can send you a new invitation.';
    super(message, [{ field: 'password', code: 'wrong_credentials', message }]);
  }
}

/** The password was right, and the account has a second factor. HTTP 401. */
export class SecondFactorRequiredError extends UnauthenticatedError {
  constructor() {
    const message = 'Send the six digits of your authenticator app as well, or a recovery code.';
    super(message, [{ field: 'code', code: 'second_factor_required', message }]);
  }
}

/** The code is wrong, or was used before. HTTP 401. */
export class WrongSecondFactorError extends UnauthenticatedError {
  constructor() {
    const message =
      'This code is not right, or was used already. Wait for the next one in your app, or use a recovery code.';
    super(message, [{ field: 'code', code: 'second_factor_wrong', message }]);
  }
}

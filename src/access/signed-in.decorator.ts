import type { CustomDecorator } from '@nestjs/common';
import { setRouteAccess } from './route-access.js';

/**
 * Opens a route to every person who is signed in, whatever the role: what concerns their own account.
 * API keys have no account and are refused.
 *
 * @param beforePasswordChange also while the person still has a one-time password
 */
export function SignedIn({ beforePasswordChange = false } = {}): CustomDecorator {
  return setRouteAccess({ kind: 'person', beforePasswordChange });
}

import type { CustomDecorator } from '@nestjs/common';
import { setRouteAccess } from './route-access.js';

/**
 * Names the scope a route or a whole controller needs; the route's own wins. Without it a route
 * needs `admin`.
 *
 * @param scope a name of `SCOPES`; one that is missing there leaves the route to `admin` keys
 */
export function RequireScope(scope: string): CustomDecorator {
  return setRouteAccess({ kind: 'scope', scope });
}

import type { CustomDecorator } from '@nestjs/common';
import { setRouteAccess } from './route-access.js';

/** Opens a route or a whole controller to callers without a key: health, vendors' webhooks, setup. */
export function Public(): CustomDecorator {
  return setRouteAccess({ kind: 'public' });
}

import { SetMetadata, type CustomDecorator } from '@nestjs/common';

/** Who may call a route. One metadata key for all answers, so that the nearer decorator wins. */
export type RouteAccess =
  | { readonly kind: 'public' }
  | { readonly kind: 'scope'; readonly scope: string }
  | { readonly kind: 'person'; readonly beforePasswordChange: boolean };

export const ROUTE_ACCESS = 'kunci:route-access';

export function setRouteAccess(access: RouteAccess): CustomDecorator {
  return SetMetadata(ROUTE_ACCESS, access);
}

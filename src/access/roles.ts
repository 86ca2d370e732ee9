/**
 * What people may do, in the words that API keys are scoped with, so that every route is guarded once
 * for both. Users, API keys, settings, properties and the master key need `admin`: owners alone.
 */
import { type Scope, SCOPE_NAMES } from './scopes.js';

export const ROLES = ['owner', 'manager', 'viewer'] as const;
export type UserRole = (typeof ROLES)[number];

/** A new scope falls to whoever it suits: reading to all, everything but `admin` to managers. */
export const ROLE_SCOPES: Readonly<Record<UserRole, readonly Scope[]>> = {
  owner: ['admin'],
  manager: SCOPE_NAMES.filter((scope) => scope !== 'admin'),
  viewer: SCOPE_NAMES.filter((scope) => scope.endsWith(':read')),
};

/**
 * What people may do, in the words that API keys are scoped with, so that every route is guarded once
 * for both. Users, API keys, settings, properties and the master key need `admin`: owners alone.
 */
import { type Scope, SCOPE_NAMES } from './scopes.js';

export const ROLES = ['owner', 'manager', 'viewer'] as const;
export type UserRole = (typeof ROLES)[number];

/** Who a guest is, is for those who deal with guests' money and messages; viewers see them masked. */
const NOT_FOR_VIEWERS: ReadonlySet<Scope> = new Set<Scope>(['guests:read']);

/** A new scope falls to whoever it suits: reading to all, everything but `admin` to managers. */
export const ROLE_SCOPES: Readonly<Record<UserRole, readonly Scope[]>> = {
  owner: ['admin'],
  manager: SCOPE_NAMES.filter((scope) => scope !== 'admin'),
  viewer: SCOPE_NAMES.filter((scope) => scope.endsWith(':read') && !NOT_FOR_VIEWERS.has(scope)),
};

/** What a key may do, grouped by what it is about, and choices that fit most. */
import type { Scope } from './api-keys.api';

/** The area of each; a scope that the hub learns does not compile until it has one. */
const AREAS: Readonly<Record<Exclude<Scope, 'admin'>, ScopeArea>> = {
  'payments:read': 'payments',
  'payments:write': 'payments',
  'messages:read': 'messages',
  'messages:write': 'messages',
  'ota:read': 'channels',
  'ota:write': 'channels',
  'door-lock:read': 'hotel',
  'door-lock:write': 'hotel',
  'coretax:read': 'hotel',
  'coretax:write': 'hotel',
  'storage:read': 'hotel',
  'storage:write': 'hotel',
  'captcha:read': 'hotel',
  'captcha:write': 'hotel',
  'events:write': 'events',
  'webhooks:read': 'events',
  'webhooks:write': 'events',
  'providers:read': 'setup',
  'providers:write': 'setup',
  'connectors:preview': 'setup',
  'features:read': 'setup',
  'features:write': 'setup',
  'logs:read': 'watching',
  'alerts:write': 'watching',
  'audit:read': 'watching',
  'guests:read': 'watching',
};

export const SCOPE_AREAS = [
  'payments',
  'messages',
  'channels',
  'hotel',
  'events',
  'setup',
  'watching',
] as const;
export type ScopeArea = (typeof SCOPE_AREAS)[number];

type SmallScope = keyof typeof AREAS;
const SMALL_SCOPES = Object.keys(AREAS) as SmallScope[];

export function scopesOf(area: ScopeArea): SmallScope[] {
  return SMALL_SCOPES.filter((scope) => AREAS[scope] === area);
}

/** Whether the catalogue has words for a scope that came from the hub. */
export function isKnownScope(scope: string): scope is Scope {
  return scope === 'admin' || SMALL_SCOPES.some((known) => known === scope);
}

export const SCOPE_PRESETS = ['pms', 'booking', 'watch', 'all', 'own'] as const;
export type ScopePreset = (typeof SCOPE_PRESETS)[number];

/** `own` begins with nothing. */
export const PRESET_SCOPES: Readonly<Record<ScopePreset, readonly Scope[]>> = {
  pms: [
    'payments:write',
    'messages:write',
    'ota:write',
    'door-lock:write',
    'coretax:write',
    'storage:write',
    'captcha:write',
    'events:write',
    'webhooks:read',
    'features:read',
  ],
  booking: ['payments:write', 'captcha:write'],
  watch: SMALL_SCOPES.filter((scope) => scope.endsWith(':read') && scope !== 'guests:read'),
  all: ['admin'],
  own: [],
};

import { PropertyAccessError } from './access.error.js';

/** Who is acting: a machine with an API key, a person, or the hub itself (start, CLI). */
export interface Principal {
  readonly kind: 'api_key' | 'user' | 'system';
  /** UUID of the key or user; a word such as `cli` for the hub itself. */
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly string[];
  /** The only property it may act for; null means all. */
  readonly propertyId: string | null;
  /** Of a person, for messages; what it may do stands in `scopes`. */
  readonly role?: string;
}

/** A principal and where its request came from: what the audit log wants to know. */
export interface Actor {
  readonly principal: Principal;
  readonly ip?: string;
}

/** The hub acting by itself, for example `bootstrap` or `cli`. */
export function systemPrincipal(name: string): Principal {
  return { kind: 'system', id: name, name, scopes: ['admin'], propertyId: null };
}

/** Whether the principal may act for a property; an absent id stands for all properties. */
export function hasPropertyAccess(
  principal: Principal,
  propertyId: string | null | undefined,
): boolean {
  return principal.propertyId === null || principal.propertyId === propertyId;
}

/**
 * Call it with the property of whatever is read or changed; an absent id stands for all properties.
 *
 * @throws PropertyAccessError when the principal is bound to another property
 */
export function assertPropertyAccess(
  principal: Principal,
  propertyId: string | null | undefined,
): void {
  if (!hasPropertyAccess(principal, propertyId)) throw new PropertyAccessError(propertyId ?? null);
}

/**
 * The property a list is narrowed to: what was asked for, else what the principal is bound to; null shows all.
 *
 * @throws PropertyAccessError when the principal is bound to another property
 */
export function listedProperty(principal: Principal, asked: string | undefined): string | null {
  if (asked !== undefined) assertPropertyAccess(principal, asked);
  return asked ?? principal.propertyId;
}

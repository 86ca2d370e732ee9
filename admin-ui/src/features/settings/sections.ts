/** What can be set, in the order of the list; each has an address of its own. */
import type { Role } from '../../lib/session.api';

export const SECTION_GROUPS = [
  { group: 'hotel', sections: ['property', 'users', 'account'] },
  { group: 'connections', sections: ['keys', 'usage'] },
  { group: 'watch', sections: ['alerts', 'audit', 'status'] },
  { group: 'safety', sections: ['retention', 'sign-in', 'encryption', 'guests'] },
] as const;

export type SectionName = (typeof SECTION_GROUPS)[number]['sections'][number];

/** Who has no business in a section does not see it; the API refuses anyway. */
const ROLES: Readonly<Partial<Record<SectionName, readonly Role[]>>> = {
  users: ['owner'],
  keys: ['owner'],
  alerts: ['owner', 'manager'],
  status: ['owner'],
  retention: ['owner'],
  'sign-in': ['owner'],
  encryption: ['owner'],
  guests: ['owner'],
};

export function isFor(section: SectionName, role: Role): boolean {
  return ROLES[section]?.includes(role) ?? true;
}

/** The section of an address, if it is one. */
export function sectionOf(path: string): SectionName | undefined {
  const name = /^\/settings\/([a-z-]+)/.exec(path)?.[1];
  return SECTION_GROUPS.flatMap<SectionName>(({ sections }) => sections).find(
    (section) => section === name,
  );
}

import { describe, expect, it } from '@jest/globals';
import { toAuditCsv } from './audit-csv.js';

const ENTRY = {
  id: '0192b3a4-0000-7000-8000-00000000000a',
  at: '2026-11-21T07:05:00.000Z',
  actor: { type: 'user', id: 'u1', name: '=cmd()' },
  action: 'property.updated',
  subject: { type: 'property', id: 'p1' },
  before: { name: 'Melati' },
  after: { name: 'Melati, Ubud' },
  ip: null,
  trace_id: null,
};

describe('the audit log as CSV', () => {
  it('has a line for each entry, with what changed as JSON', () => {
    const [header, line, rest] = toAuditCsv([ENTRY]).split('\r\n');
    expect(header).toContain('at,actor_type,actor_id,actor,action');
    expect(line).toContain('property.updated,property,p1');
    expect(line).toContain('"{""name"":""Melati, Ubud""}"');
    expect(rest).toBe('');
  });

  it('runs no formula that somebody took for a name', () => {
    expect(toAuditCsv([ENTRY])).toContain("'=cmd()");
  });
});

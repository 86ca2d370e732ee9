import { Injectable } from '@nestjs/common';
import { Database, type Sql } from '#core/database/database.js';
import { AuditLog } from '../audit-log.js';
import { systemPrincipal } from '../principal.js';

export type LoginFailure =
  'unknown_account' | 'wrong_password' | 'no_password_yet' | 'deactivated' | 'wrong_code';

export interface FailedLogin {
  /** Absent for an address that nobody has; what was typed is not kept, it may be a password. */
  readonly userId: string | undefined;
  readonly reason: LoginFailure;
  /** For how long the next attempt is refused; 0 for not at all. */
  readonly blockedForS: number;
  readonly ip: string;
}

const LOGIN = systemPrincipal('login');

/** What the audit log learns of attempts that failed. */
@Injectable()
export class LoginAudit {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditLog,
  ) {}

  async failed({ userId, reason, blockedForS, ip }: FailedLogin): Promise<void> {
    const subject = { type: 'user', id: userId ?? 'unknown' };
    await this.database.transaction(async (tx: Sql) => {
      const entry = { principal: LOGIN, ip, subject };
      await this.audit.record(tx, { ...entry, action: 'user.login_failed', after: { reason } });
      if (blockedForS <= 0) return;
      const after = { blocked_for_seconds: blockedForS };
      await this.audit.record(tx, { ...entry, action: 'user.login_blocked', after });
    });
  }
}

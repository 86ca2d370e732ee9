import { Injectable } from '@nestjs/common';
import type { Sql } from '#core/database/database.js';
import { newId } from '#core/ids/uuid.js';
import { Secret } from '#core/secret/secret.js';
import { SettingsService } from '#core/settings/settings.service.js';
import { Clock } from '#core/time/clock.js';
import { AuditLog } from '../audit-log.js';
import type { UserRow } from '../users/users.repository.js';
import { UsersRepository } from '../users/users.repository.js';
import { principalOf } from './session-authenticator.js';
import { sessionLimits } from './session-times.js';
import { hashSessionToken, newSessionToken } from './session-token.js';
import { SessionsRepository } from './sessions.repository.js';

const MAX_USER_AGENT = 300;

/** Where somebody signs in from. */
export interface Origin {
  readonly ip: string;
  readonly userAgent: string | undefined;
}

/** The only moment at which the token is known. */
export interface StartedSession {
  readonly id: string;
  readonly token: Secret;
  readonly user: UserRow;
  readonly maxAgeS: number;
}

/** Opens sessions inside the caller's transaction, each with a token that was never used before. */
@Injectable()
export class SessionStarter {
  constructor(
    private readonly repository: SessionsRepository,
    private readonly users: UsersRepository,
    private readonly audit: AuditLog,
    private readonly settings: SettingsService,
    private readonly clock: Clock,
  ) {}

  /** @param how what the person proved to be who they are, for the audit log */
  async start(
    tx: Sql,
    user: UserRow,
    { origin, how }: { readonly origin: Origin; readonly how: string },
  ): Promise<StartedSession> {
    const now = this.clock.now();
    const token = newSessionToken();
    const row = {
      id: newId(),
      user_id: user.id,
      created_at: now,
      last_seen_at: now,
      ip: origin.ip,
      user_agent: origin.userAgent?.slice(0, MAX_USER_AGENT) ?? null,
    };
    await this.repository.insert(tx, row, hashSessionToken(token));
    await this.users.markLogin(tx, user.id, now);
    await this.forgetOver(tx, now);
    await this.audit.record(tx, {
      principal: principalOf({ ...user, user_id: user.id }),
      ip: origin.ip,
      action: 'user.login_succeeded',
      subject: { type: 'user', id: user.id },
      after: { session_id: row.id, how },
    });
    const maxAgeS = this.settings.current.sessions.lifetime_hours * 3600;
    return { id: row.id, token: new Secret(token), user, maxAgeS };
  }

  private async forgetOver(tx: Sql, now: Date): Promise<void> {
    const { beganAfter, seenAfter } = sessionLimits(this.settings.current, now);
    await this.repository.deleteOver(tx, beganAfter, seenAfter);
  }
}

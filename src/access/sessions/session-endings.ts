import { Injectable } from '@nestjs/common';
import { Database, type Sql } from '#core/database/database.js';
import { AuditLog } from '../audit-log.js';
import type { Actor } from '../principal.js';
import { SessionCache } from './session-cache.js';
import { SessionsRepository } from './sessions.repository.js';

/** Ends sessions: here at once, in other processes as soon as they hear of it. */
@Injectable()
export class SessionEndings {
  constructor(
    private readonly database: Database,
    private readonly repository: SessionsRepository,
    private readonly cache: SessionCache,
    private readonly audit: AuditLog,
  ) {}

  async end(
    session: { readonly id: string; readonly userId: string },
    action: 'session.ended' | 'session.revoked',
    actor: Actor,
  ): Promise<void> {
    await this.database.transaction(async (tx) => {
      await this.repository.delete(tx, session.id);
      await this.repository.announceChange(tx, session.userId);
      await this.audit.record(tx, {
        ...actor,
        action,
        subject: { type: 'session', id: session.id },
        before: { user_id: session.userId },
      });
    });
    this.forget();
  }

  /** Inside the caller's transaction, which calls `forget` when it has committed. */
  async endAllOf(tx: Sql, userId: string, exceptId?: string): Promise<number> {
    const count = await this.repository.deleteOfUser(tx, userId, exceptId);
    await this.announce(tx, userId);
    return count;
  }

  /** All of a user's but one; returns how many there were. */
  async endOthers(userId: string, exceptId: string, actor: Actor): Promise<number> {
    const count = await this.database.transaction(async (tx) => {
      const ended = await this.endAllOf(tx, userId, exceptId);
      await this.audit.record(tx, {
        ...actor,
        action: 'user.sessions_revoked',
        subject: { type: 'user', id: userId },
        after: { count: ended },
      });
      return ended;
    });
    this.forget();
    return count;
  }

  /** The user's rights have changed; the sessions go on with the new ones. */
  announce(tx: Sql, userId: string): Promise<void> {
    return this.repository.announceChange(tx, userId);
  }

  /** The notification comes back a moment later; the caller may rely on its own process now. */
  forget(): void {
    this.cache.clear();
  }
}

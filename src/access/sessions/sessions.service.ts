import { Injectable } from '@nestjs/common';
import { Database } from '#core/database/database.js';
import { NotFoundError } from '#core/errors/app-error.js';
import { decodeCursor, type Page, toPage } from '#core/paging/page.js';
import { SettingsService } from '#core/settings/settings.service.js';
import { Clock } from '#core/time/clock.js';
import { RoleError } from '../access.error.js';
import type { Actor, Principal } from '../principal.js';
import { grants } from '../scopes.js';
import type { CurrentSession } from './current-session.decorator.js';
import { SessionEndings } from './session-endings.js';
import { sessionLimits } from './session-times.js';
import { type SessionOfUser, SessionsRepository } from './sessions.repository.js';
import type { EndedSessions, EndSessions, ListSessions, SessionEntry } from './sessions.schemas.js';

/** Where people are signed in, and ending that. */
@Injectable()
export class SessionsService {
  constructor(
    private readonly database: Database,
    private readonly repository: SessionsRepository,
    private readonly endings: SessionEndings,
    private readonly settings: SettingsService,
    private readonly clock: Clock,
  ) {}

  /**
   * Newest first, those whose time is over left out.
   *
   * @throws RoleError for somebody else's sessions, unless an owner asks
   */
  async list(
    query: ListSessions,
    { principal }: Actor,
    current: CurrentSession,
  ): Promise<Page<SessionEntry>> {
    const userId = query.user_id ?? current.userId;
    if (!maySee(userId, principal)) throw new RoleError(principal.role ?? '');
    const rows = await this.repository.list(this.database, {
      userId,
      beforeId: decodeCursor(query.cursor),
      limit: query.limit,
      ...sessionLimits(this.settings.current, this.clock.now()),
    });
    const entries = rows.map((row) => toEntry(row, current));
    return toPage(entries, query.limit, (entry) => entry.id);
  }

  /** @throws NotFoundError when there is no such session, or none that the actor may see */
  async revoke(id: string, actor: Actor): Promise<void> {
    const session = await this.repository.find(this.database, id);
    if (!session || !maySee(session.user_id, actor.principal)) {
      throw new NotFoundError(`There is no session ${id}; GET /api/v1/sessions lists yours.`);
    }
    await this.endings.end({ id, userId: session.user_id }, 'session.revoked', actor);
  }

  /**
   * Everywhere but where it is asked from.
   *
   * @throws RoleError for somebody else's sessions, unless an owner asks
   */
  async revokeOthers(
    { user_id: userId }: EndSessions,
    actor: Actor,
    current: CurrentSession,
  ): Promise<EndedSessions> {
    const ofWhom = userId ?? current.userId;
    if (!maySee(ofWhom, actor.principal)) throw new RoleError(actor.principal.role ?? '');
    return { ended: await this.endings.endOthers(ofWhom, current.id, actor) };
  }

  /** The person signs out. */
  signOut(current: CurrentSession, actor: Actor): Promise<void> {
    return this.endings.end(current, 'session.ended', actor);
  }
}

function maySee(userId: string, principal: Principal): boolean {
  return userId === principal.id || grants(principal.scopes, 'admin');
}

function toEntry(row: SessionOfUser, current: CurrentSession): SessionEntry {
  return {
    id: row.id,
    user: { id: row.user_id, email: row.email, name: row.name },
    created_at: row.created_at.toISOString(),
    last_seen_at: row.last_seen_at.toISOString(),
    ip: row.ip,
    user_agent: row.user_agent,
    is_current: row.id === current.id,
  };
}

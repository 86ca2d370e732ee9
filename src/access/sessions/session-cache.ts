/**
 * Sessions in memory, so that a page with many requests costs few queries. A change anywhere empties
 * the cache through LISTEN/NOTIFY; a message can be lost with the connection, so entries live shortly.
 */
import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { Database } from '#core/database/database.js';
import { Notifications } from '#core/database/notifications.js';
import { Clock } from '#core/time/clock.js';
import { hashSessionToken } from './session-token.js';
import { SESSIONS_CHANNEL, type SessionOfUser, SessionsRepository } from './sessions.repository.js';

/** The longest an ended session could live on in a process that missed the message. */
const KNOWN_MS = 15_000;
const MAX_ENTRIES = 10_000;

interface Entry {
  readonly session: SessionOfUser;
  readonly untilMs: number;
}

@Injectable()
export class SessionCache implements OnModuleInit, OnModuleDestroy {
  private readonly entries = new Map<string, Entry>();
  private generation = 0;
  private unsubscribe: (() => void) | undefined;

  constructor(
    private readonly database: Database,
    private readonly repository: SessionsRepository,
    private readonly notifications: Notifications,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.unsubscribe = this.notifications.subscribe(SESSIONS_CHANNEL, () => this.clear());
    this.notifications.onReconnect(() => this.clear());
  }

  onModuleDestroy(): void {
    this.unsubscribe?.();
  }

  /** The session with this token, also one whose time is over. */
  async find(token: string): Promise<SessionOfUser | undefined> {
    const hash = hashSessionToken(token);
    // The map is keyed by the hash so that no token stays readable in a heap dump for the cache's sake.
    const name = hash.toString('base64');
    const entry = this.entries.get(name);
    if (entry && entry.untilMs > this.clock.now().getTime()) return entry.session;
    const { generation } = this;
    const session = await this.repository.findByHash(this.database, hash);
    // A change while the query ran may have made its answer old: use it once, keep it not.
    if (session && generation === this.generation) this.remember(name, session);
    return session;
  }

  /** Forgets everything: changes are rare, and reading again is cheap. */
  clear(): void {
    this.generation += 1;
    this.entries.clear();
  }

  private remember(name: string, session: SessionOfUser): void {
    if (this.entries.size >= MAX_ENTRIES) this.entries.clear();
    this.entries.set(name, { session, untilMs: this.clock.now().getTime() + KNOWN_MS });
  }
}

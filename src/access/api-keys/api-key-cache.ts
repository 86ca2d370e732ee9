/**
 * API keys in memory, so that a request costs no query. A change anywhere empties the cache through
 * LISTEN/NOTIFY; a message can be lost with the connection, so entries also end by themselves.
 */
import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { Database } from '#core/database/database.js';
import { Notifications } from '#core/database/notifications.js';
import { Clock } from '#core/time/clock.js';
import type { Principal } from '../principal.js';
import { hashApiKey } from './api-key-text.js';
import { API_KEYS_CHANNEL, ApiKeysRepository, type ApiKeyRow } from './api-keys.repository.js';

/** The longest a revoked key could live on in an instance that missed the message. */
const KNOWN_MS = 60_000;
/** Short, because an operator may add the very key that was just refused. */
const UNKNOWN_MS = 5_000;
/** Unknown keys come from outside and without limit; known ones are bounded the same way. */
const MAX_ENTRIES = 10_000;

/** A key that exists; the caller decides what revocation and expiry mean. */
export interface KnownApiKey {
  readonly principal: Principal;
  readonly revokedAt: Date | null;
  readonly expiresAt: Date | null;
  /** Null: as the settings say; 0: none. */
  readonly rateLimitPerMinute: number | null;
}

interface Entry {
  readonly key: KnownApiKey | undefined;
  readonly untilMs: number;
}

@Injectable()
export class ApiKeyCache implements OnModuleInit, OnModuleDestroy {
  private readonly known = new Map<string, Entry>();
  private readonly unknown = new Map<string, Entry>();
  private readonly loading = new Map<string, Promise<KnownApiKey | undefined>>();
  /** Keys that were found once, so that a flood of made-up ones can be told from them without a query. */
  private readonly met = new Set<string>();
  private generation = 0;
  private unsubscribe: (() => void) | undefined;

  constructor(
    private readonly database: Database,
    private readonly repository: ApiKeysRepository,
    private readonly notifications: Notifications,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.unsubscribe = this.notifications.subscribe(API_KEYS_CHANNEL, () => this.clear());
    this.notifications.onReconnect(() => this.clear());
  }

  onModuleDestroy(): void {
    this.unsubscribe?.();
  }

  /** The key with this text, also when it is revoked or expired; at most one query for concurrent callers. */
  async find(text: string): Promise<KnownApiKey | undefined> {
    const hash = hashApiKey(text);
    // The map is keyed by the hash so that no key stays readable in a heap dump for the cache's sake.
    const name = hash.toString('base64');
    const entry = this.known.get(name) ?? this.unknown.get(name);
    if (entry && entry.untilMs > this.nowMs()) return entry.key;
    const running = this.loading.get(name);
    if (running) return running;
    const load = this.load(name, hash).finally(() => {
      if (this.loading.get(name) === load) this.loading.delete(name);
    });
    this.loading.set(name, load);
    return load;
  }

  /** Whether a key with this text was ever found by this process; it may have ended since. */
  hasMet(text: string): boolean {
    return this.met.has(hashApiKey(text).toString('base64'));
  }

  /** Forgets everything. Keys change so rarely that finding out which one is not worth code. */
  clear(): void {
    this.generation += 1;
    this.known.clear();
    this.unknown.clear();
    this.loading.clear();
  }

  private async load(name: string, hash: Buffer): Promise<KnownApiKey | undefined> {
    const generation = this.generation;
    const row = await this.repository.findByHash(this.database, hash);
    const key = row && toKnownApiKey(row);
    if (key && this.met.size < MAX_ENTRIES) this.met.add(name);
    // A change while the query ran may have made its answer old: use it once, keep it not.
    if (generation === this.generation) this.remember(name, key);
    return key;
  }

  private remember(name: string, key: KnownApiKey | undefined): void {
    this.known.delete(name);
    this.unknown.delete(name);
    const entries = key ? this.known : this.unknown;
    if (entries.size >= MAX_ENTRIES) dropOldest(entries);
    entries.set(name, { key, untilMs: this.nowMs() + (key ? KNOWN_MS : UNKNOWN_MS) });
  }

  private nowMs(): number {
    return this.clock.now().getTime();
  }
}

function dropOldest(entries: Map<string, Entry>): void {
  for (const name of entries.keys()) {
    entries.delete(name);
    return;
  }
}

function toKnownApiKey(row: ApiKeyRow): KnownApiKey {
  return {
    principal: {
      kind: 'api_key',
      id: row.id,
      name: row.name,
      scopes: row.scopes,
      propertyId: row.property_id,
    },
    revokedAt: row.revoked_at,
    expiresAt: row.expires_at,
    rateLimitPerMinute: row.rate_limit_per_minute,
  };
}

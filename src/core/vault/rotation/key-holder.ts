import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import { hubVersion } from '#core/config/hub-version.js';
import { Database } from '#core/database/database.js';
import { Notifications } from '#core/database/notifications.js';
import { newId } from '#core/ids/uuid.js';
import { Log } from '#core/logging/log.js';
import { Ticker } from '#core/time/ticker.js';
import { KeyCheck } from '../key-check.js';
import { KeyRing } from '../key-ring.js';
import { deleteHolder, insertHolder, updateHolder } from './key-holders.repository.js';
import { forgetOldKeys, KEY_ROTATION_CHANNEL } from './key-rotation.repository.js';
import { type KeyRotationRow, SWITCHED } from './key-rotation.rows.js';
import { learnKeys } from './learn-keys.js';

const HEARTBEAT_MS = 4_000;

/**
 * This process as a holder of master keys: it says which keys it has, learns a new one when the key is being changed,
 * and says so, since nothing may be sealed with a key that some process does not know.
 */
@Injectable()
export class KeyHolder implements BeforeApplicationShutdown {
  readonly processId = newId();
  private readonly version = hubVersion();
  private followed: KeyRotationRow | undefined;
  private ticker: Ticker | undefined;
  private following: Promise<void> = Promise.resolve();

  constructor(
    private readonly database: Database,
    private readonly ring: KeyRing,
    private readonly check: KeyCheck,
    private readonly notifications: Notifications,
    private readonly log: Log,
  ) {}

  /** The change of the master key that is under way, as this process last saw it. */
  get rotation(): KeyRotationRow | undefined {
    return this.followed;
  }

  /**
   * Run at start. Whoever begins a change afterwards sees this process and waits for it; a change that was begun
   * before is seen here.
   *
   * @throws MasterKeyMismatchError when the keys are not those of the database
   */
  async join(): Promise<void> {
    await insertHolder(this.database, this.row());
    await this.check.verifyOrRegister();
    this.notifications.subscribe(KEY_ROTATION_CHANNEL, () => void this.follow());
    this.notifications.onReconnect(() => void this.follow());
    await this.look();
    this.ticker = new Ticker(
      HEARTBEAT_MS,
      () => this.follow(),
      () => undefined,
    );
  }

  async beforeApplicationShutdown(): Promise<void> {
    if (!this.ticker) return;
    await this.ticker.stop();
    await this.following;
    await deleteHolder(this.database, this.processId).catch((error: unknown) => this.report(error));
  }

  /** Looks for news and says what this process knows now. Never throws; the next look comes soon. */
  follow(): Promise<void> {
    this.following = this.following
      .then(() => this.look())
      .catch((error: unknown) => this.report(error));
    return this.following;
  }

  private async look(): Promise<void> {
    this.followed = await learnKeys(this.database, this.ring);
    await updateHolder(this.database, this.row());
    if (!this.followed) await forgetOldKeys(this.database);
  }

  private row() {
    const { followed } = this;
    return {
      process_id: this.processId,
      backend_pid: this.notifications.backendPid ?? null,
      started_with: this.ring.configuredId,
      hub_version: this.version,
      rotation_id: followed?.id ?? null,
      phase: followed ? phaseOf(followed) : 0,
    };
  }

  private report(error: unknown): void {
    this.log.warn({ err: error }, 'news about the master key could not be read');
  }
}

function phaseOf({ state }: KeyRotationRow): number {
  return SWITCHED.has(state) ? 2 : 1;
}

import {
  type BeforeApplicationShutdown,
  Injectable,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { Config } from '#core/config/config.js';
import type { Sql } from '#core/database/database.js';
import { Log } from '#core/logging/log.js';
import { SettingsService } from '#core/settings/settings.service.js';
import { Ticker } from '#core/time/ticker.js';
import { AlertRegistry } from './alert-registry.js';
import { AlertWatchParts } from './alert-watch.parts.js';
import type { AlertCause, AlertRow, AlertRule } from './alert.types.js';

const LOOK_MS = 15_000;
/** After a hint, so that what belongs together is seen together. */
const SOON_MS = 250;

/** Asks every rule in turn, in one process of the cluster at a time. */
@Injectable()
export class AlertWatch implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private ticker: Ticker | undefined;
  private soon: NodeJS.Timeout | undefined;
  private looking: Promise<void> = Promise.resolve();
  private isStopped = false;

  constructor(
    private readonly config: Config,
    private readonly registry: AlertRegistry,
    private readonly parts: AlertWatchParts,
    private readonly settings: SettingsService,
    private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.config.runsWorkers) return;
    this.ticker = new Ticker(
      LOOK_MS,
      () => this.look(),
      (error) => this.log.error({ err: error }, 'looking for alerts failed'),
    );
    this.registry.onLookSoon(() => {
      if (this.isStopped) return;
      this.soon ??= setTimeout(() => {
        this.soon = undefined;
        this.look().catch((error: unknown) => {
          this.log.error({ err: error }, 'looking for alerts failed');
        });
      }, SOON_MS);
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.isStopped = true;
    clearTimeout(this.soon);
    await this.ticker?.stop();
    await this.looking;
  }

  /** Rules are asked outside of the transaction: one that is slow holds nothing up but the next look. */
  async look(): Promise<void> {
    const run = this.looking.then(() => this.lookOnce());
    this.looking = run.catch(() => undefined);
    return run;
  }

  private async lookOnce(): Promise<void> {
    const found = await Promise.all(this.registry.rules.map((rule) => this.ask(rule)));
    await this.parts.database.transaction(async (tx) => {
      if (!(await this.parts.repository.tryLock(tx))) return;
      for (const one of found) await this.apply(tx, one);
    });
    // Also those that were raised by what caused them, without a rule.
    for (const alert of await this.parts.repository.takeUnsent()) await this.send(alert);
  }

  /** Undefined when the rule itself failed: then nothing is known, and nothing is resolved. */
  private async ask(
    rule: AlertRule,
  ): Promise<{ readonly rule: string; readonly causes: readonly AlertCause[] } | undefined> {
    try {
      return { rule: rule.id, causes: await rule.check() };
    } catch (error) {
      this.log.error({ err: error, rule: rule.id }, 'an alert rule could not be asked');
      return undefined;
    }
  }

  private async apply(
    tx: Sql,
    found: { readonly rule: string; readonly causes: readonly AlertCause[] } | undefined,
  ): Promise<void> {
    if (!found) return;
    for (const cause of found.causes) await this.parts.alerts.raise(tx, found.rule, cause);
    const minutes = this.settings.current.alerts.resolve_after_minutes;
    await this.parts.alerts.resolveUnseen(tx, found.rule, minutes);
  }

  private async send(alert: AlertRow): Promise<void> {
    this.log.warn(
      { alert_id: alert.id, rule: alert.rule, provider_id: alert.provider_id },
      alert.message.en,
    );
    for (const channel of this.registry.channels) {
      await channel.send(alert).catch((error: unknown) => {
        this.log.error({ err: error, channel: channel.id }, 'an alert could not be sent');
      });
    }
  }
}

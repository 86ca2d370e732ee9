/**
 * The first start on an empty database: a property, an owner and an API key from the settings, or a
 * setup link when there are no such settings. Later starts change nothing.
 */
import { Injectable, Logger } from '@nestjs/common';
import { Config } from '#core/config/config.js';
import { Database, type Sql } from '#core/database/database.js';
import { type Actor, systemPrincipal } from './principal.js';
import { DEFAULT_TIME_ZONE } from './properties/properties.schemas.js';
import { PropertiesService } from './properties/properties.service.js';
import { FirstOwner } from './setup/first-owner.js';
import { SetupLinks } from './setup/setup-links.js';
import { hashPassword } from './user-passwords.js';
import type { NewOwner } from './users/user-creator.js';

const ACTOR: Actor = { principal: systemPrincipal('bootstrap') };
const FIRST_PROPERTY = { name: 'Hotel', time_zone: DEFAULT_TIME_ZONE } as const;

export interface BootstrapOutcome {
  /** Printed for the operator when the hub has no owner; it is secret and can't be had again. */
  readonly setupUrl?: string;
}

@Injectable()
export class BootstrapService {
  private readonly logger = new Logger(BootstrapService.name);

  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly properties: PropertiesService,
    private readonly owner: FirstOwner,
    private readonly links: SetupLinks,
  ) {}

  /** Run after the migrations. Instances that start at once take turns, so nothing is made twice. */
  async run(): Promise<BootstrapOutcome> {
    // Hashing takes long, so it is done before the lock is held, and only when it may be needed.
    const isFirst = await this.owner.isMissing(this.database);
    const configured = isFirst ? await this.configuredOwner() : undefined;
    return this.database.transaction(async (tx) => {
      await this.owner.lock(tx);
      await this.properties.addFirst(tx, FIRST_PROPERTY, ACTOR);
      if (!(await this.owner.isMissing(tx))) {
        await this.mentionIgnoredKey(tx);
        return {};
      }
      await this.addConfiguredKey(tx);
      if (!configured) return { setupUrl: await this.links.create(tx) };
      await this.owner.create(tx, configured, ACTOR);
      return {};
    });
  }

  private async configuredOwner(): Promise<NewOwner | undefined> {
    const { email, password } = this.config.bootstrap;
    if (email === undefined || !password) return undefined;
    return { email, passwordHash: await hashPassword(password.reveal()) };
  }

  private async addConfiguredKey(tx: Sql): Promise<void> {
    const text = this.config.bootstrap.apiKey?.reveal();
    if (text === undefined || (await this.owner.isKeyKnown(tx, text))) return;
    await this.owner.issueAdminKey(tx, { name: 'Bootstrap', text }, ACTOR);
  }

  /** A key that is set but not made would look like a broken key; say why it isn't there. */
  private async mentionIgnoredKey(tx: Sql): Promise<void> {
    const text = this.config.bootstrap.apiKey?.reveal();
    if (text === undefined || (await this.owner.isKeyKnown(tx, text))) return;
    this.logger.warn(
      'KUNCI_BOOTSTRAP_API_KEY is ignored: the hub has an owner already. Create API keys with POST /api/v1/api-keys.',
    );
  }
}

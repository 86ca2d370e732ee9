import { Injectable } from '@nestjs/common';
import { Database, type Sql } from '#core/database/database.js';
import { ConflictError } from '#core/errors/app-error.js';
import type { IssuedApiKey } from '../api-keys/api-key-issuer.js';
import { toNewApiKeyAnswer } from '../api-keys/api-keys.service.js';
import { systemPrincipal } from '../principal.js';
import { hashPassword } from '../user-passwords.js';
import { refuseObviousPassword } from '../users/password-rules.js';
import type { UserRow } from '../users/users.repository.js';
import { FirstOwner } from './first-owner.js';
import { SetupLinks } from './setup-links.js';
import type { Setup, SetupAnswer, SetupState } from './setup.schemas.js';

/** Makes the first owner out of a setup link. */
@Injectable()
export class SetupService {
  constructor(
    private readonly database: Database,
    private readonly links: SetupLinks,
    private readonly owner: FirstOwner,
  ) {}

  async read(): Promise<SetupState> {
    return { has_owner: !(await this.owner.isMissing(this.database)) };
  }

  /**
   * Creates the owner and an API key that may do everything, shown once.
   *
   * @throws ConflictError when the hub has an owner; setup is closed for good then
   * @throws UnknownSetupTokenError, GoneError for a link that is wrong, used or too old
   * @throws InvalidInputError for a password that is obvious
   */
  async complete(input: Setup, ip: string): Promise<SetupAnswer> {
    // Looked at before the costly hash, which strangers must not be able to ask for.
    await this.checkOpen(this.database, input.token);
    refuseObviousPassword(input.password, { field: 'password', email: input.email });
    const passwordHash = await hashPassword(input.password);
    const actor = { principal: systemPrincipal('setup'), ip };
    return this.database.transaction(async (tx) => {
      await this.owner.lock(tx);
      await this.checkOpen(tx, input.token);
      await this.links.markUsed(tx, input.token);
      const user = await this.owner.create(tx, { email: input.email, passwordHash }, actor);
      const key = await this.owner.issueAdminKey(tx, { name: `Setup (${user.email})` }, actor);
      return toAnswer(user, key);
    });
  }

  private async checkOpen(sql: Sql, token: string): Promise<void> {
    if (!(await this.owner.isMissing(sql))) {
      throw new ConflictError(
        'The hub is set up already. Sign in, or reset the password with the CLI.',
      );
    }
    await this.links.check(sql, token);
  }
}

function toAnswer(user: UserRow, key: IssuedApiKey): SetupAnswer {
  return {
    user: { id: user.id, email: user.email, role: user.role },
    api_key: toNewApiKeyAnswer(key),
  };
}

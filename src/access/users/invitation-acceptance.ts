import { Injectable } from '@nestjs/common';
import { Database } from '#core/database/database.js';
import { UnknownInvitationError } from '../access.error.js';
import { SecondFactorRequiredError } from '../login/login.error.js';
import { SessionEndings } from '../sessions/session-endings.js';
import { type Origin, SessionStarter, type StartedSession } from '../sessions/session-starter.js';
import { hashPassword } from '../user-passwords.js';
import { refuseObviousPassword } from './password-rules.js';
import { UserInvitations } from './user-invitations.js';
import { UsersRepository } from './users.repository.js';
import type { AcceptInvitation } from './users.schemas.js';

/** Makes an account out of an invitation. */
@Injectable()
export class InvitationAcceptance {
  constructor(
    private readonly database: Database,
    private readonly users: UsersRepository,
    private readonly invitations: UserInvitations,
    private readonly starter: SessionStarter,
    private readonly endings: SessionEndings,
  ) {}

  /**
   * Sets the password and signs the user in, here alone.
   *
   * @throws UnknownInvitationError, GoneError for a link that is wrong, used or too old
   * @throws InvalidInputError for a password that is obvious
   */
  async accept(input: AcceptInvitation, origin: Origin): Promise<StartedSession> {
    // Looked at before the costly hash, which strangers must not be able to ask for.
    const userId = await this.invitations.check(this.database, input.token);
    const invited = await this.users.find(this.database, userId);
    refuseObviousPassword(input.password, { field: 'password', email: invited?.email ?? '' });
    const passwordHash = await hashPassword(input.password);
    const started = await this.database.transaction(async (tx) => {
      const user = await this.users.findForUpdate(
        tx,
        await this.invitations.check(tx, input.token),
      );
      if (!user || user.disabled_at) throw new UnknownInvitationError();
      await this.invitations.end(tx, user.id);
      await this.users.setPassword(tx, user.id, passwordHash);
      if (input.name !== undefined) {
        await this.users.update(tx, user.id, { ...user, name: input.name });
      }
      await this.endings.endAllOf(tx, user.id);
      // The link stands for the password, not for the phone.
      if (user.has_second_factor) return undefined;
      return this.starter.start(tx, user, { origin, how: 'invitation' });
    });
    this.endings.forget();
    if (!started) throw new SecondFactorRequiredError();
    return started;
  }
}

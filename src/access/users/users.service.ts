import { Injectable } from '@nestjs/common';
import { Database, type Sql } from '#core/database/database.js';
import { ConflictError, InvalidInputError, NotFoundError } from '#core/errors/app-error.js';
import { decodeCursor, type Page, toPage } from '#core/paging/page.js';
import { type Actor, assertPropertyAccess, type Principal } from '../principal.js';
import { PropertiesRepository } from '../properties/properties.repository.js';
import { UserChanges } from './user-changes.js';
import { UserCreator } from './user-creator.js';
import { type Invitation, UserInvitations } from './user-invitations.js';
import { type UserRow, UsersRepository } from './users.repository.js';
import type {
  ChangeUser,
  CreateUser,
  InvitedUser,
  ListUsers,
  UserAnswer,
} from './users.schemas.js';

/** The people who may sign in. Whoever is bound to one property has no say in them: they may see all. */
@Injectable()
export class UsersService {
  constructor(
    private readonly database: Database,
    private readonly users: UsersRepository,
    private readonly creator: UserCreator,
    private readonly invitations: UserInvitations,
    private readonly changes: UserChanges,
    private readonly properties: PropertiesRepository,
  ) {}

  /**
   * Makes a user without a password, and the link by which the user chooses one.
   *
   * @throws ConflictError when somebody has the address
   * @throws InvalidInputError for an unknown property, or one for an owner
   */
  async invite(input: CreateUser, actor: Actor): Promise<InvitedUser> {
    assertPropertyAccess(actor.principal, null);
    const propertyId = input.property_id ?? null;
    return this.database.transaction(async (tx) => {
      await this.checkProperty(tx, input.role, propertyId);
      await this.users.lock(tx);
      if (await this.users.findByEmailForUpdate(tx, input.email)) throw addressTaken();
      const { email, name, role, locale } = input;
      const row = await this.creator.create(
        tx,
        { email, name, role, locale, property_id: propertyId, password_hash: null },
        actor,
      );
      return toInvited(row, await this.invitations.create(tx, row.id));
    });
  }

  /**
   * A new link for somebody who lost the first one, or the password; the old password works until the
   * link is used.
   *
   * @throws ConflictError for a user who is deactivated
   */
  async inviteAgain(id: string, actor: Actor): Promise<InvitedUser> {
    assertPropertyAccess(actor.principal, null);
    return this.database.transaction(async (tx) => {
      const row = await this.users.findForUpdate(tx, id);
      if (!row) throw noSuchUser(id);
      if (row.disabled_at) {
        throw new ConflictError('This user is deactivated. Activate the user first.');
      }
      await this.changes.recordInvitation(tx, row, actor);
      return toInvited(row, await this.invitations.create(tx, id));
    });
  }

  /** Newest first. */
  async list(query: ListUsers, principal: Principal): Promise<Page<UserAnswer>> {
    assertPropertyAccess(principal, null);
    const page = { beforeId: decodeCursor(query.cursor), limit: query.limit };
    const rows = await this.users.list(this.database, page);
    return toPage(rows.map(toAnswer), query.limit, (user) => user.id);
  }

  async get(id: string, principal: Principal): Promise<UserAnswer> {
    assertPropertyAccess(principal, null);
    const row = await this.users.find(this.database, id);
    if (!row) throw noSuchUser(id);
    return toAnswer(row);
  }

  /**
   * What is left out stays. A user who is deactivated is signed out everywhere.
   *
   * @throws ConflictError when no owner would be left
   */
  async change(id: string, input: ChangeUser, actor: Actor): Promise<UserAnswer> {
    assertPropertyAccess(actor.principal, null);
    const row = await this.database.transaction(async (tx) => {
      await this.users.lock(tx);
      const before = await this.users.findForUpdate(tx, id);
      if (!before) throw noSuchUser(id);
      const role = input.role ?? before.role;
      const propertyId = input.property_id === undefined ? before.property_id : input.property_id;
      await this.checkProperty(tx, role, propertyId);
      return this.changes.apply(tx, before, {
        input: { ...input, property_id: propertyId },
        actor,
      });
    });
    this.changes.forget();
    return toAnswer(row);
  }

  /** @throws ConflictError for the last owner */
  async remove(id: string, actor: Actor): Promise<void> {
    assertPropertyAccess(actor.principal, null);
    await this.database.transaction(async (tx) => {
      await this.users.lock(tx);
      const row = await this.users.findForUpdate(tx, id);
      if (!row) throw noSuchUser(id);
      await this.changes.remove(tx, row, actor);
    });
    this.changes.forget();
  }

  private async checkProperty(tx: Sql, role: string, propertyId: string | null): Promise<void> {
    if (propertyId === null) return;
    if (role === 'owner') {
      throw new InvalidInputError(
        'property_id',
        'An owner owns all properties. Leave property_id out, or choose another role.',
      );
    }
    if (await this.properties.find(tx, propertyId)) return;
    throw new InvalidInputError(
      'property_id',
      `There is no property ${propertyId}; GET /api/v1/properties lists them.`,
    );
  }
}

export function toAnswer(row: UserRow): UserAnswer {
  const { id, email, name, role, locale, property_id, has_second_factor, must_change_password } =
    row;
  return {
    ...{ id, email, name, role, locale, property_id, has_second_factor, must_change_password },
    status: row.disabled_at ? 'deactivated' : row.has_password ? 'active' : 'invited',
    is_active: row.disabled_at === null,
    created_at: row.created_at.toISOString(),
    last_login_at: row.last_login_at?.toISOString() ?? null,
  };
}

function toInvited(row: UserRow, { url, expiresAt }: Invitation): InvitedUser {
  return { ...toAnswer(row), invitation: { url, expires_at: expiresAt.toISOString() } };
}

function noSuchUser(id: string): NotFoundError {
  return new NotFoundError(`There is no user ${id}; GET /api/v1/users lists them.`);
}

function addressTaken(): ConflictError {
  const message =
    'Somebody has this address already. Look in the list of users; invite them again there.';
  return new ConflictError(message, [{ field: 'email', code: 'taken', message }]);
}

import { Injectable } from '@nestjs/common';
import type { Sql } from '#core/database/database.js';
import { ApiKeyIssuer, type IssuedApiKey } from '../api-keys/api-key-issuer.js';
import type { Actor } from '../principal.js';
import { type NewOwner, UserCreator } from '../users/user-creator.js';
import { type UserRow, UsersRepository } from '../users/users.repository.js';

/** How an empty hub gets its owner and first API key, whether by settings or by setup link. */
@Injectable()
export class FirstOwner {
  constructor(
    private readonly repository: UsersRepository,
    private readonly users: UserCreator,
    private readonly issuer: ApiKeyIssuer,
  ) {}

  /** Whether nobody owns the hub yet. Only an answer under `lock` stays true. */
  async isMissing(sql: Sql): Promise<boolean> {
    return !(await this.repository.hasAny(sql));
  }

  /** Until the transaction ends no other instance or request can create the owner. */
  lock(tx: Sql): Promise<void> {
    return this.repository.lock(tx);
  }

  create(tx: Sql, owner: NewOwner, actor: Actor): Promise<UserRow> {
    return this.users.createOwner(tx, owner, actor);
  }

  /** An API key that may do everything; `text` when the operator chose it. */
  issueAdminKey(
    tx: Sql,
    key: { readonly name: string; readonly text?: string },
    actor: Actor,
  ): Promise<IssuedApiKey> {
    return this.issuer.issue(
      tx,
      { ...key, scopes: ['admin'], propertyId: null, expiresAt: null },
      actor,
    );
  }

  /** Whether a key with this text was ever issued, revoked ones included. */
  isKeyKnown(sql: Sql, text: string): Promise<boolean> {
    return this.issuer.isKnown(sql, text);
  }
}

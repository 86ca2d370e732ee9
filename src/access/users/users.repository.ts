import { Injectable } from '@nestjs/common';
import type { Sql } from '#core/database/database.js';

export type UserRole = 'owner' | 'manager' | 'viewer';

/** A row of `users`, without the password's hash. */
export interface UserRow {
  readonly id: string;
  readonly email: string;
  readonly role: UserRole;
  readonly must_change_password: boolean;
  readonly created_at: Date;
  readonly disabled_at: Date | null;
}

export interface NewUserRow {
  readonly id: string;
  readonly email: string;
  readonly role: UserRole;
  readonly password_hash: string;
}

const COLUMNS = 'id, email, role, must_change_password, created_at, disabled_at';

@Injectable()
export class UsersRepository {
  /** Lets one instance at a time decide who the first user is; readers go on. */
  async lock(tx: Sql): Promise<void> {
    await tx.query('LOCK TABLE users IN SHARE ROW EXCLUSIVE MODE');
  }

  async hasAny(sql: Sql): Promise<boolean> {
    const rows = await sql.query('SELECT 1 FROM users LIMIT 1');
    return rows.length > 0;
  }

  async insert(tx: Sql, row: NewUserRow): Promise<UserRow> {
    const [inserted] = (await tx.query<UserRow>(
      `INSERT INTO users (id, email, role, password_hash) VALUES ($1, $2, $3, $4) RETURNING ${COLUMNS}`,
      [row.id, row.email, row.role, row.password_hash],
    )) as [UserRow];
    return inserted;
  }

  /** Letter case of the address doesn't matter. Takes the row's lock. */
  async findByEmailForUpdate(tx: Sql, email: string): Promise<UserRow | undefined> {
    const [row] = await tx.query<UserRow>(
      `SELECT ${COLUMNS} FROM users WHERE lower(email) = lower($1) FOR UPDATE`,
      [email],
    );
    return row;
  }

  /** Sets a password that its user has to change at the next sign-in. */
  async setOneTimePassword(tx: Sql, id: string, passwordHash: string): Promise<void> {
    await tx.query(
      'UPDATE users SET password_hash = $2, must_change_password = true WHERE id = $1',
      [id, passwordHash],
    );
  }
}

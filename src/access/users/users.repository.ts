import { Injectable } from '@nestjs/common';
import type { Sql } from '#core/database/database.js';
import type { UserRole } from '../roles.js';

export type Locale = 'id' | 'en';

/** A row of `users`, without the password's hash. */
export interface UserRow {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly role: UserRole;
  readonly locale: Locale;
  /** The only property the user may see; null means all. */
  readonly property_id: string | null;
  readonly must_change_password: boolean;
  /** False while an invitation is open. */
  readonly has_password: boolean;
  readonly has_second_factor: boolean;
  readonly created_at: Date;
  readonly last_login_at: Date | null;
  readonly disabled_at: Date | null;
}

/** With what a sign-in is compared with; never leaves the sign-in. */
export interface UserWithHash extends UserRow {
  readonly password_hash: string | null;
}

export interface NewUserRow {
  readonly id: string;
  readonly email: string;
  readonly role: UserRole;
  readonly password_hash: string | null;
  readonly name?: string;
  readonly locale?: Locale;
  readonly property_id?: string | null;
}

export type UserChange = Pick<UserRow, 'name' | 'role' | 'locale' | 'property_id' | 'disabled_at'>;

const COLUMNS = `id, email, name, role, locale, property_id, must_change_password, created_at, last_login_at, disabled_at,
  password_hash IS NOT NULL AS has_password,
  EXISTS (SELECT 1 FROM second_factors f WHERE f.id = users.id AND f.confirmed_at IS NOT NULL) AS has_second_factor`;

@Injectable()
export class UsersRepository {
  /** Lets one instance at a time decide who the first user is, or the last owner; readers go on. */
  async lock(tx: Sql): Promise<void> {
    await tx.query('LOCK TABLE users IN SHARE ROW EXCLUSIVE MODE');
  }

  async hasAny(sql: Sql): Promise<boolean> {
    const rows = await sql.query('SELECT 1 FROM users LIMIT 1');
    return rows.length > 0;
  }

  async insert(tx: Sql, row: NewUserRow): Promise<UserRow> {
    const [inserted] = (await tx.query<UserRow>(
      `INSERT INTO users (id, email, role, password_hash, name, locale, property_id)
       VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING ${COLUMNS}`,
      [
        row.id,
        row.email,
        row.role,
        row.password_hash,
        row.name ?? '',
        row.locale ?? 'id',
        row.property_id ?? null,
      ],
    )) as [UserRow];
    return inserted;
  }

  async find(sql: Sql, id: string): Promise<UserRow | undefined> {
    const [row] = await sql.query<UserRow>(`SELECT ${COLUMNS} FROM users WHERE id = $1`, [id]);
    return row;
  }

  /** Takes the row's lock. */
  async findForUpdate(tx: Sql, id: string): Promise<UserWithHash | undefined> {
    const [row] = await tx.query<UserWithHash>(
      `SELECT ${COLUMNS}, password_hash FROM users WHERE id = $1 FOR UPDATE`,
      [id],
    );
    return row;
  }

  /** Letter case of the address doesn't matter. Takes the row's lock. */
  async findByEmailForUpdate(tx: Sql, email: string): Promise<UserRow | undefined> {
    const [row] = await tx.query<UserRow>(
      `SELECT ${COLUMNS} FROM users WHERE lower(email) = lower($1) FOR UPDATE`,
      [email],
    );
    return row;
  }

  /** Letter case of the address doesn't matter. */
  async findByEmail(sql: Sql, email: string): Promise<UserWithHash | undefined> {
    const [row] = await sql.query<UserWithHash>(
      `SELECT ${COLUMNS}, password_hash FROM users WHERE lower(email) = lower($1)`,
      [email],
    );
    return row;
  }

  /** Newest first, one row more than `limit` when there is more. */
  list(sql: Sql, page: { beforeId: string | undefined; limit: number }): Promise<UserRow[]> {
    return sql.query<UserRow>(
      `SELECT ${COLUMNS} FROM users WHERE $1::uuid IS NULL OR id < $1 ORDER BY id DESC LIMIT $2`,
      [page.beforeId ?? null, page.limit + 1],
    );
  }

  async update(tx: Sql, id: string, change: UserChange): Promise<UserRow> {
    const { name, role, locale, property_id, disabled_at } = change;
    const [row] = (await tx.query<UserRow>(
      `UPDATE users SET name = $2, role = $3, locale = $4, property_id = $5, disabled_at = $6
        WHERE id = $1 RETURNING ${COLUMNS}`,
      [id, name, role, locale, property_id, disabled_at],
    )) as [UserRow];
    return row;
  }

  async delete(tx: Sql, id: string): Promise<void> {
    await tx.query('DELETE FROM users WHERE id = $1', [id]);
  }

  /** Whether an owner is left who can sign in, not counting one user. */
  async hasOtherOwner(tx: Sql, exceptId: string): Promise<boolean> {
    const rows = await tx.query(
      `SELECT 1 FROM users
        WHERE role = 'owner' AND disabled_at IS NULL AND password_hash IS NOT NULL AND id <> $1 LIMIT 1`,
      [exceptId],
    );
    return rows.length > 0;
  }

  /** Sets a password that its user has to change at the next sign-in. */
  async setOneTimePassword(tx: Sql, id: string, passwordHash: string): Promise<void> {
    await tx.query(
      'UPDATE users SET password_hash = $2, must_change_password = true WHERE id = $1',
      [id, passwordHash],
    );
  }

  /** Sets the password that the user has chosen. */
  async setPassword(tx: Sql, id: string, passwordHash: string): Promise<void> {
    await tx.query(
      'UPDATE users SET password_hash = $2, must_change_password = false WHERE id = $1',
      [id, passwordHash],
    );
  }

  async markLogin(tx: Sql, id: string, at: Date): Promise<void> {
    await tx.query('UPDATE users SET last_login_at = $2 WHERE id = $1', [id, at]);
  }
}

import pg from 'pg';

/** What SQL is run on: the pool, or the one connection of a transaction. */
export interface Sql {
  /** Rows of one statement. */
  query<R = Record<string, unknown>>(sql: string, params?: readonly unknown[]): Promise<R[]>;
  /** The same as a named prepared statement: parsed and planned once a connection. For hot paths. */
  prepared<R = Record<string, unknown>>(
    name: string,
    sql: string,
    params: readonly unknown[],
  ): Promise<R[]>;
}

// 64-bit counts and sums of minor units stay exact: everything we store fits 2^53, so numbers are safe.
pg.types.setTypeParser(pg.types.builtins.INT8, (text) => Number(text));

/** How much of the pool is in use. */
export interface PoolFigures {
  readonly busy: number;
  readonly idle: number;
  readonly max: number;
  /** Callers that wait for a connection. */
  readonly waiting: number;
}

/** Hand-written SQL on the pool that TypeORM owns, so that one pool bounds all connections. */
export class Database implements Sql {
  constructor(private readonly pool: pg.Pool) {}

  get figures(): PoolFigures {
    const { totalCount, idleCount, waitingCount, options } = this.pool;
    return {
      busy: totalCount - idleCount,
      idle: idleCount,
      max: options.max,
      waiting: waitingCount,
    };
  }

  async query<R>(sql: string, params: readonly unknown[] = []): Promise<R[]> {
    const result = await this.pool.query(sql, params as unknown[]);
    return result.rows as R[];
  }

  async prepared<R>(name: string, sql: string, params: readonly unknown[]): Promise<R[]> {
    const result = await this.pool.query({ name, text: sql, values: params as unknown[] });
    return result.rows as R[];
  }

  /** Runs `work` in one transaction; any throw rolls back. No vendor call belongs inside. */
  async transaction<T>(work: (tx: Sql) => Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    // A connection lost between two statements is told by an event; unheard it would end the process.
    client.on('error', waitForNextStatement);
    let broken: Error | undefined;
    try {
      await client.query('BEGIN');
      const result = await work(transactionSql(client));
      await client.query('COMMIT');
      return result;
    } catch (error) {
      broken = await rollback(client);
      throw error;
    } finally {
      client.off('error', waitForNextStatement);
      client.release(broken);
    }
  }
}

/** The next statement on that connection fails, and with it the transaction. */
function waitForNextStatement(): void {
  return undefined;
}

async function rollback(client: pg.PoolClient): Promise<Error | undefined> {
  try {
    await client.query('ROLLBACK');
    return undefined;
  } catch (error) {
    // The connection is gone; releasing it with the error takes it out of the pool.
    return error instanceof Error ? error : new Error('rollback failed');
  }
}

function transactionSql(client: pg.PoolClient): Sql {
  return {
    query: async <R>(sql: string, params: readonly unknown[] = []) =>
      (await client.query(sql, params as unknown[])).rows as R[],
    prepared: async <R>(name: string, sql: string, params: readonly unknown[]) =>
      (await client.query({ name, text: sql, values: params as unknown[] })).rows as R[],
  };
}

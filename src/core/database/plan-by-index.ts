/**
 * Connection options: plans go by an index wherever there is one.
 *
 * A prepared statement keeps the plan it got while its table was empty, which is to read the whole table, until the
 * next ANALYZE; on a fresh database that made each payment slower than the one before (accepting one took 17 ms after
 * 5,000, now 8). Queries without a fitting index still read the table.
 */
export const PLAN_BY_INDEX = '-c enable_seqscan=off';

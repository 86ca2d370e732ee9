/** The row of a statement that surely gives one, such as INSERT … RETURNING. */
export function onlyRow<T>(rows: readonly T[]): T {
  const [row] = rows;
  if (row === undefined) throw new Error('the statement gave no row');
  return row;
}

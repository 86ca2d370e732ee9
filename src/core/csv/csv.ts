/** Tables for spreadsheets: RFC 4180, with what Excel needs on top. */

export type CsvCell = string | number | null | undefined;

/** Without it Excel takes UTF-8 for the system's own code page. */
const BYTE_ORDER_MARK = '\uFEFF';
const NEEDS_QUOTES = /[",\r\n]/;
/** What spreadsheets take for a formula, also behind spaces that they remove. */
const LOOKS_LIKE_FORMULA = /^\s*[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/;

/**
 * Writes a table with CRLF after each line. Numbers stay numbers, also negative ones; a text that a spreadsheet would
 * run as a formula gets an apostrophe in front, which spreadsheets do not show.
 */
export function toCsv(header: readonly string[], rows: readonly (readonly CsvCell[])[]): string {
  return csvStart(header) + rows.map(csvLine).join('');
}

/** What a file begins with that is written line by line. */
export function csvStart(header: readonly string[]): string {
  return BYTE_ORDER_MARK + csvLine(header);
}

export function csvLine(cells: readonly CsvCell[]): string {
  return `${cells.map(toField).join(',')}\r\n`;
}

function toField(cell: CsvCell): string {
  if (cell === null || cell === undefined) return '';
  if (typeof cell === 'number') return String(cell);
  const safe = LOOKS_LIKE_FORMULA.test(cell) ? `'${cell}` : cell;
  return NEEDS_QUOTES.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

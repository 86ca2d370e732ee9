/** Months and days of UTC: the figures are counted by them, and no hotel's zone moves a limit of an account that several share. */
export interface UsagePeriod {
  /** `2026-11` or `2026-11-21`. */
  readonly name: string;
  readonly from: Date;
  /** The first moment that no longer belongs to it. */
  readonly to: Date;
}

const MONTH_TEXT_LENGTH = 7;
const DAY_TEXT_LENGTH = 10;

export function monthOf(at: Date): UsagePeriod {
  const [year, month] = [at.getUTCFullYear(), at.getUTCMonth()];
  return {
    name: at.toISOString().slice(0, MONTH_TEXT_LENGTH),
    from: new Date(Date.UTC(year, month)),
    to: new Date(Date.UTC(year, month + 1)),
  };
}

export function dayOf(at: Date): UsagePeriod {
  const [year, month, day] = [at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate()];
  return {
    name: at.toISOString().slice(0, DAY_TEXT_LENGTH),
    from: new Date(Date.UTC(year, month, day)),
    to: new Date(Date.UTC(year, month, day + 1)),
  };
}

/** @param text `2026-11`, as the schema of the query has checked it */
export function parseMonth(text: string): UsagePeriod {
  return monthOf(new Date(`${text}-01T00:00:00Z`));
}

/** What the hub says about a field, in the words of the page. */
import { ApiError } from '../../lib/api';
import { type TextKey, useTexts } from '../../lib/i18n';

const TEXTS: Readonly<Record<string, TextKey>> = {
  wrong_password: 'account.problem.wrong_password',
  same: 'account.problem.same',
  too_common: 'account.problem.too_common',
  too_small: 'account.problem.too_short',
  second_factor_wrong: 'account.problem.second_factor_wrong',
  taken: 'account.problem.taken',
  last_owner: 'account.problem.last_owner',
};

const TOO_MANY = 429;

export interface Problems {
  /** About one field. */
  readonly of: (field: string) => string | undefined;
  /** What is not about any of these fields, to be shown beside the button. */
  readonly beside: (fields: readonly string[]) => Error | null;
}

export function useProblems(error: Error | null): Problems {
  const { t } = useTexts();
  const textOf = (field: string): string | undefined => {
    const found =
      error instanceof ApiError ? error.errors.find((one) => one.field === field) : null;
    const key = found ? TEXTS[found.code] : undefined;
    return key === undefined ? found?.message : t(key);
  };
  return {
    of: textOf,
    beside: (fields) => {
      if (!(error instanceof ApiError)) return error;
      if (fields.some((field) => textOf(field) !== undefined)) return null;
      if (error.status === TOO_MANY) return new Error(t('account.problem.too_many'));
      const key = error.errors.map(({ code }) => TEXTS[code]).find((known) => known !== undefined);
      return key === undefined ? error : new Error(t(key));
    },
  };
}

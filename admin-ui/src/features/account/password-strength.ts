/** A hint while typing; what is refused is decided by the hub. */

export const MIN_LENGTH = 12;
const MIN_DIFFERENT = 5;
const GOOD_LENGTH = 16;

export interface PasswordChecks {
  readonly isLongEnough: boolean;
  readonly isVaried: boolean;
  readonly isNotAddress: boolean;
}

export function checksOf(password: string, email: string): PasswordChecks {
  const plain = password.toLowerCase();
  const own = email
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((part) => part.length >= 4);
  return {
    isLongEnough: password.length >= MIN_LENGTH,
    isVaried: new Set(plain).size >= MIN_DIFFERENT,
    isNotAddress: password !== '' && !own.some((part) => plain.includes(part)),
  };
}

/** 0 to 100: length counts most, as it does for whoever guesses. */
export function strengthOf(password: string, email: string): number {
  const checks = checksOf(password, email);
  const length = Math.min(1, password.length / (GOOD_LENGTH + 4));
  const variety = Math.min(1, new Set(password.toLowerCase()).size / MIN_LENGTH);
  const score = Math.round(100 * (0.7 * length + 0.3 * variety));
  const isWeak = !checks.isLongEnough || !checks.isVaried || !checks.isNotAddress;
  return isWeak ? Math.min(40, score) : score;
}

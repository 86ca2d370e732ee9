/** One-time codes by time, RFC 6238 with what every authenticator app takes: SHA-1, six digits, 30 seconds. */
import { Secret as OtpSecret, TOTP } from 'otpauth';

const ISSUER = 'Kunci';
const PERIOD_S = 30;
const SECRET_BYTES = 20;
/** Clocks of phones may be off by one step either way. */
const SKEW_STEPS = 1;

/** A new secret in base32, as people may have to type it. */
export function newTotpSecret(): string {
  return new OtpSecret({ size: SECRET_BYTES }).base32;
}

/** What an authenticator app reads from the QR code. */
export function otpauthUri(secret: string, email: string): string {
  return totpOf(secret, email).toString();
}

/** The time step that the code belongs to, near `now`; undefined for a wrong code. */
export function stepOfCode(secret: string, code: string, now: Date): number | undefined {
  const delta = totpOf(secret).validate({
    token: code,
    timestamp: now.getTime(),
    window: SKEW_STEPS,
  });
  return delta === null ? undefined : Math.floor(now.getTime() / 1000 / PERIOD_S) + delta;
}

function totpOf(secret: string, label = ''): TOTP {
  return new TOTP({
    issuer: ISSUER,
    label,
    algorithm: 'SHA1',
    digits: 6,
    period: PERIOD_S,
    secret: OtpSecret.fromBase32(secret),
  });
}

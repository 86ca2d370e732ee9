/** The secret of a session, and what is derived from it: the stored hash and the CSRF token. */
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

const TOKEN = /^[A-Za-z0-9_-]{43}$/;
const CSRF_PURPOSE = 'kunci csrf 1';

/** 32 random bytes as text. */
export function newSessionToken(): string {
  return randomBytes(32).toString('base64url');
}

/** Whether a text can be a token of ours at all. */
export function isSessionToken(text: string): boolean {
  return TOKEN.test(text);
}

/** What is stored: who reads the database can't sign in with it. */
export function hashSessionToken(token: string): Buffer {
  return createHash('sha256').update(token, 'utf8').digest();
}

/** Belongs to this one session and tells nothing about its token; pages may hold it. */
export function csrfTokenOf(token: string): string {
  return createHmac('sha256', token).update(CSRF_PURPOSE).digest('base64url');
}

/** In constant time. */
export function isCsrfTokenOf(token: string, sent: string): boolean {
  const [expected, actual] = [csrfTokenOf(token), sent].map(hashSessionToken);
  return expected !== undefined && actual !== undefined && timingSafeEqual(expected, actual);
}

import { InvalidInputError } from '#core/errors/app-error.js';

/** A value that can't be written in the wanted encoding, or a body that must not be read. HTTP 422. */
export class CodecError extends InvalidInputError {
  constructor(message: string) {
    super('body', message, 'invalid_body');
  }
}

/** Names that would reach an object's prototype; no vendor sends them, so they are dropped. */
const UNSAFE_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

export function isSafeKey(key: string): boolean {
  return !UNSAFE_KEYS.has(key);
}

/** Deeper structures are refused in every codec that would recurse into them. */
export const MAX_DEPTH = 64;
/** Larger bodies are neither written nor read. */
export const MAX_BODY_BYTES = 16 * 1024 * 1024;

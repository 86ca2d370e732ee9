/** Patterns out of connectors, run in linear time so that no text can hang the process. */
import { RE2JS } from 're2js';

const patterns = new Map<string, RE2JS>();
const MOST_PATTERNS = 500;

/** Whether the pattern matches the whole text. */
export function isWhole(source: string, text: string): boolean {
  return patternOf(source).matches(text);
}

export function canCompile(source: string): boolean {
  try {
    RE2JS.compile(source);
    return true;
  } catch {
    return false;
  }
}

function patternOf(source: string): RE2JS {
  const known = patterns.get(source);
  if (known) return known;
  const pattern = RE2JS.compile(source);
  if (patterns.size >= MOST_PATTERNS) patterns.clear();
  patterns.set(source, pattern);
  return pattern;
}

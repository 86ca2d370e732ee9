/**
 * Preset files. Products that differ in a few facts share a base: a preset with `extends` is a JSON merge patch
 * (RFC 7396) on `bases/<name>.json` beside it. What leaves this file is always the whole preset.
 */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { isRecord } from '#connectors/rendered-values.js';

/** A name, never a path: a preset reaches nothing outside its category's folder. */
export const baseNameSchema = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'the name of a file in bases/, without .json');

/** Deeper families are harder to read than the repetition they save. */
const MAX_BASES = 3;

/**
 * The JSON of a preset with its bases merged in. Reads at once: presets are few, small and read one time.
 *
 * @throws Error when a file can't be read, is no JSON, or the bases lead nowhere
 */
export function readPresetJson(path: string): unknown {
  return withBase(dirname(path), JSON.parse(readFileSync(path, 'utf8')), MAX_BASES);
}

/** A base is whole before the patch is laid on it, so that a null takes away what a base of the base brings. */
function withBase(folder: string, preset: unknown, left: number): unknown {
  if (!isRecord(preset) || !('extends' in preset)) return preset;
  if (left === 0) throw new Error(`extends: more than ${MAX_BASES} bases on top of each other`);
  const { extends: name, ...patch } = preset;
  return mergePatch(withBase(folder, readBase(folder, name), left - 1), patch);
}

function readBase(folder: string, name: unknown): unknown {
  const parsed = baseNameSchema.safeParse(name);
  if (!parsed.success) throw new Error('extends: must be the name of a file in bases/');
  try {
    return JSON.parse(readFileSync(join(folder, 'bases', `${parsed.data}.json`), 'utf8'));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`extends: bases/${parsed.data}.json can't be read: ${reason}`, {
      cause: error,
    });
  }
}

/** RFC 7396: objects are merged key by key, null takes a key away, everything else replaces. */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isRecord(patch)) return patch;
  const merged = new Map(Object.entries(isRecord(target) ? target : {}));
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) merged.delete(key);
    else merged.set(key, mergePatch(merged.get(key), value));
  }
  return Object.fromEntries(merged);
}

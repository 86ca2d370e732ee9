/** The change of the encryption key. */
import { queryOptions } from '@tanstack/react-query';
import type { RotationAnswer } from '../../../../src/access/key-rotation/key-rotation.schemas.js';
import { getJson, postJson } from '../../lib/api';

export type Rotation = RotationAnswer;
export type RotationState = Rotation['state'];

/** States that nothing follows by itself. */
const AT_REST: readonly RotationState[] = ['idle', 'done', 'cancelled', 'failed'];
const LOOK_MS = 1_000;

export function isUnderWay(state: RotationState): boolean {
  return !AT_REST.includes(state);
}

/** Asked again and again while a change is under way. */
export const rotationQuery = queryOptions({
  queryKey: ['key-rotation'],
  queryFn: () => getJson<Rotation>('/api/v1/key-rotation'),
  refetchInterval: ({ state }) => (state.data && isUnderWay(state.data.state) ? LOOK_MS : false),
});

/** Without a key the hub makes one for its own file. */
export const startRotation = (newKey?: string): Promise<Rotation> =>
  postJson('/api/v1/key-rotation', newKey === undefined ? {} : { new_key: newKey });
export const cancelRotation = (): Promise<Rotation> => postJson('/api/v1/key-rotation/cancel');

/** A new key, made in the browser, as the hub's settings want it. */
export function newEncryptionKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  return `base64:${btoa(String.fromCharCode(...bytes))}`;
}

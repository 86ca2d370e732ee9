import { z } from 'zod';
import { ROTATION_STATES } from '#core/vault/rotation/key-rotation.rows.js';

/** Who began it, as the row keeps it until the audit log gets it. */
export const startedBySchema = z.object({
  principal: z.object({
    kind: z.enum(['api_key', 'user', 'system']),
    id: z.string(),
    name: z.string(),
    scopes: z.array(z.string()),
    propertyId: z.string().nullable(),
  }),
  ip: z.string().optional(),
});

export const startRotationSchema = z.strictObject({
  new_key: z
    .string()
    .regex(
      /^base64:[A-Za-z0-9+/_-]{43}=?$/,
      'expected base64:<32 bytes>, for example base64:$(openssl rand -base64 32)',
    )
    .optional()
    .describe('needed where the settings hold the key; else the hub makes one for its key file'),
});
export type StartRotation = z.infer<typeof startRotationSchema>;

const countSchema = z.object({
  total: z.int(),
  checked: z.int(),
  resealed: z.int(),
  verified: z.int(),
});

export const rotationAnswerSchema = z.object({
  state: z.enum(['idle', ...ROTATION_STATES]),
  current_key_id: z.string(),
  key_place: z
    .enum(['file', 'settings'])
    .describe('`file`: the hub writes the new key itself; `settings`: KUNCI_MASTER_KEY'),
  old_key_id: z.string().nullable(),
  new_key_id: z.string().nullable(),
  percent: z.int().min(0).max(100),
  tables: z.record(z.string(), countSchema),
  processes: z.object({
    running: z.int(),
    ready: z.int(),
    started_with_new_key: z.int(),
  }),
  problem: z.string().nullable(),
  next: z.array(z.string()),
  started_at: z.string().nullable(),
  finished_at: z.string().nullable(),
});
export type RotationAnswer = z.infer<typeof rotationAnswerSchema>;

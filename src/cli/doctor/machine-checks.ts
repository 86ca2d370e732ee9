/** What the doctor sees without a database. */
import { readdir, statfs } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Redis } from 'ioredis';
import { ExpressionEngine } from '#connectors/expressions/expression-engine.js';
import type { Config } from '#core/config/config.js';
import { projectRoot } from '#core/config/project-root.js';
import { readPresetJson } from '#providers/preset-file.js';
import { checkPreset } from '../preset-check.js';
import { failed, fine, type Finding, reasonOf, warning } from './finding.js';

const NODE_MAJOR = 24;
/** Below it a busy day of webhook logs may fill the disk. */
const SPACE_BYTES = 1024 ** 3;
const REDIS_TIMEOUT_MS = 5_000;
const LOOPBACK = /^(localhost|127\.|\[::1\])/;

export function checkNode(version: string): Finding {
  return Number(version.split('.')[0]) >= NODE_MAJOR
    ? fine('node', version)
    : failed(
        'node',
        `${version} is too old; run npm ci again (it brings Node ${NODE_MAJOR}) or install Node ${NODE_MAJOR}`,
      );
}

export async function checkPresets(): Promise<Finding> {
  const folder = join(projectRoot(), 'presets');
  const files = (await readdir(folder, { recursive: true }).catch(() => [])).filter(
    (name) => name.endsWith('.json') && !name.endsWith('.schema.json') && !isBase(name),
  );
  if (files.length === 0) {
    return warning('presets', `none in ${folder}; providers then need a connector of their own`);
  }
  const engine = new ExpressionEngine();
  try {
    const bad = [];
    for (const file of files) {
      const { problems } = checkPreset(engine, readPresetJson(join(folder, file)));
      if (problems.length > 0) bad.push(file);
    }
    if (bad.length === 0) return fine('presets', `${files.length} are valid`);
    return failed('presets', `${bad.join(', ')}; kunci preset:validate says what is wrong`);
  } catch (error) {
    return failed('presets', reasonOf(error));
  } finally {
    await engine.close();
  }
}

/** What products of a family share; no preset by itself. */
function isBase(name: string): boolean {
  return basename(dirname(name)) === 'bases';
}

/** Vendors call it from outside, most of them by HTTPS only. */
export function checkPublicUrl({ publicUrl }: Config): Finding {
  const { protocol, host } = new URL(publicUrl);
  if (LOOPBACK.test(host)) {
    return warning(
      'public URL',
      `${publicUrl} is this machine; vendors need KUNCI_PUBLIC_URL to reach the webhooks`,
    );
  }
  return protocol === 'https:'
    ? fine('public URL', publicUrl)
    : warning(
        'public URL',
        `${publicUrl} is not https; many vendors refuse to send webhooks there`,
      );
}

export async function checkSpace(config: Config): Promise<Finding[]> {
  if (config.database.kind === 'external') return [];
  for (let folder = config.dataDir; ; folder = dirname(folder)) {
    // The folder itself is made by the first start, so the nearest one that exists is asked.
    const found = await statfs(folder).catch(() => undefined);
    if (!found) continue;
    const bytes = found.bavail * found.bsize;
    const text = `${(bytes / 1024 ** 3).toFixed(1)} GiB free in ${config.dataDir}`;
    return [
      bytes > SPACE_BYTES
        ? fine('disk', text)
        : failed('disk', `${text}; make room before the database stops`),
    ];
  }
}

export async function checkRedis({ redisUrl }: Config): Promise<Finding> {
  if (redisUrl === undefined) return fine('queues', 'in Postgres, since REDIS_URL is not set');
  const redis = new Redis(redisUrl, {
    lazyConnect: true,
    connectTimeout: REDIS_TIMEOUT_MS,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  let lastError: unknown;
  redis.on('error', (error) => (lastError = error));
  try {
    await redis.connect();
    const [, policy] = (await redis.config('GET', 'maxmemory-policy')) as string[];
    return policy === undefined || policy === 'noeviction'
      ? fine('queues', 'Redis answers')
      : warning(
          'queues',
          `Redis may drop jobs: set its maxmemory-policy to noeviction (it is ${policy})`,
        );
  } catch (error) {
    return failed('queues', `REDIS_URL does not answer (${reasonOf(lastError ?? error)})`);
  } finally {
    redis.disconnect();
  }
}

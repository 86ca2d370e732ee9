import { Redis } from 'ioredis';
import { type RateCount, type RateCounter, WINDOW_MS } from './rate-window.js';

/** As in `MemoryCounter`, in one step and by the clock of Redis, so that processes and their clocks need not agree. */
const HIT = `
local time = redis.call('TIME')
local ms = time[1] * 1000 + math.floor(time[2] / 1000)
local length, limit = tonumber(ARGV[1]), tonumber(ARGV[2])
local window = math.floor(ms / length)
local elapsed = ms - window * length
local seen = redis.call('HMGET', KEYS[1], 'window', 'current', 'previous')
local at, current, previous = tonumber(seen[1]), tonumber(seen[2]) or 0, tonumber(seen[3]) or 0
if at == window - 1 then
  current, previous = 0, current
elseif at ~= window then
  current, previous = 0, 0
end
if previous * (length - elapsed) / length + current + 1 > limit then
  return { 0, current, previous, elapsed }
end
redis.call('HSET', KEYS[1], 'window', window, 'current', current + 1, 'previous', previous)
redis.call('PEXPIRE', KEYS[1], 2 * length)
return { 1, current + 1, previous, elapsed }`;

/** A request waits no longer than this for the count; then it is counted in memory. */
const PATIENCE_MS = 200;

/** Counts in Redis, for all processes together. */
export class RedisCounter implements RateCounter {
  private readonly redis: Redis;

  constructor(
    url: string,
    private readonly prefix: string,
    onError: (error: Error) => void,
  ) {
    this.redis = new Redis(url, {
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      commandTimeout: PATIENCE_MS,
      connectionName: 'kunci-rates',
    });
    this.redis.on('error', onError);
  }

  /** @throws when Redis is away or slow */
  async hit(name: string, limit: number): Promise<RateCount> {
    const answer = await this.redis.eval(HIT, 1, this.prefix + name, WINDOW_MS, limit);
    const [admitted, current, previous, elapsedMs] = answer as [number, number, number, number];
    return { isAdmitted: admitted === 1, current, previous, elapsedMs };
  }

  close(): void {
    this.redis.disconnect();
  }
}

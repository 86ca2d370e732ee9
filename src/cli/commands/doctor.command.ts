import { databaseChecks } from '../doctor/database-checks.js';
import type { Finding } from '../doctor/finding.js';
import {
  checkNode,
  checkPresets,
  checkPublicUrl,
  checkRedis,
  checkSpace,
} from '../doctor/machine-checks.js';
import type { Command, CommandResult } from '../command.js';

/** Changes nothing: no tables, no keys, no database where there is none. */
export const doctorCommand: Command = {
  name: 'doctor',
  usage: '',
  summary: 'looks for what would keep the hub from working, and says what to do',
  positionals: { min: 0, max: 0 },
  options: {},
  run: async ({ readConfig }) => {
    const config = readConfig();
    const [presets, space, queues] = await Promise.all([
      checkPresets(),
      checkSpace(config),
      checkRedis(config),
    ]);
    const node = checkNode(process.versions.node);
    const inside = await databaseChecks(config);
    return toResult([node, presets, checkPublicUrl(config), ...space, queues, ...inside]);
  },
};

const MARKS = { ok: 'ok     ', warning: 'warning', failed: 'FAILED ' } as const;

function toResult(findings: readonly Finding[]): CommandResult {
  const failed = findings.filter(({ status }) => status === 'failed').length;
  const lines = findings.map(
    ({ status, name, message }) => `${MARKS[status]}  ${name}: ${message}`,
  );
  const end =
    failed === 0 ? 'Nothing stands in the way.' : `${failed} of ${findings.length} checks failed.`;
  return { ok: failed === 0, lines: [...lines, end], data: { checks: findings } };
}

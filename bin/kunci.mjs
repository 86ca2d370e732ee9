#!/usr/bin/env node
/**
 * `npx kunci …`: hands over to the compiled command line, under the Node that the project pins where npm installed
 * it, else under the one that runs this. Builds first when nothing was built yet. Plain enough for Node 20.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const pinned = join(
  root,
  'node_modules',
  '.bin',
  process.platform === 'win32' ? 'node.cmd' : 'node',
);
const node = existsSync(pinned) ? pinned : process.execPath;
const cli = join(root, 'dist', 'src', 'cli.js');

/** Runs a script under the project's Node; its output is this program's own. */
function run(script, args, options) {
  const { status, error } = spawnSync(node, [script, ...args], {
    shell: process.platform === 'win32',
    ...options,
  });
  if (error) throw error;
  return status ?? 1;
}

if (!existsSync(cli)) {
  const nest = join(root, 'node_modules', '@nestjs', 'cli', 'bin', 'nest.js');
  if (!existsSync(nest)) {
    process.stderr.write('Kunci is not installed here yet; run: npm ci\n');
    process.exit(1);
  }
  // What the build says must not mix with the command's own output on stdout.
  const built = run(nest, ['build'], { cwd: root, stdio: ['ignore', 2, 2] });
  if (built !== 0) process.exit(built);
}
process.exit(run(cli, process.argv.slice(2), { stdio: 'inherit' }));

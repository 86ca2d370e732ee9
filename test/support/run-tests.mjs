/**
 * `npm test`: build, checks, unit tests, integration tests; the last line counts them all.
 *
 *   node test/support/run-tests.mjs [build] [checks] [unit] [integration]
 *
 * Without names everything runs. A check counts as one test. What fails does not keep the rest from running, except
 * the build: the integration tests start what it made. The exit code is 1 when anything failed.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../..');
const STAGES = ['build', 'checks', 'unit', 'integration'];

const bin = (path, ...args) => [join('node_modules', path), ...args];

/** Name, and what is run under this Node. The long ones first, so that two at a time end together. */
const CHECKS = [
  ['lint', bin('eslint/bin/eslint.js', '.')],
  ['types', bin('typescript/bin/tsc', '--noEmit')],
  ['types of the UI', bin('typescript/bin/tsc', '--noEmit', '-p', 'admin-ui')],
  ['format', bin('prettier/bin/prettier.cjs', '--check', '.')],
  ['boundaries', bin('dependency-cruiser/bin/dependency-cruiser.mjs', 'src', 'test', 'migrations')],
  ['dead code', bin('knip/bin/knip.js')],
];
const CHECKS_AT_ONCE = 2;

const total = { passed: 0, failed: 0, skipped: 0 };
const running = new Set();

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => {
    for (const child of running) child.kill(signal);
    process.exitCode = 130;
  });
}

/** Runs one program under this Node; its output is kept when `quiet`, else shown as it comes. */
function run(args, { quiet = false, env = {} } = {}) {
  return new Promise((done) => {
    const child = spawn(process.execPath, args, {
      cwd: ROOT,
      env: { ...process.env, ...env },
      stdio: ['ignore', quiet ? 'pipe' : 'inherit', quiet ? 'pipe' : 'inherit'],
    });
    running.add(child);
    let output = '';
    child.stdout?.on('data', (chunk) => (output += chunk));
    child.stderr?.on('data', (chunk) => (output += chunk));
    child.once('error', (error) => (output += error.message));
    child.once('close', (code) => {
      running.delete(child);
      done({ ok: code === 0, output });
    });
  });
}

/** One check or build: one line when it is fine, all it has to say when not. */
async function check(name, args) {
  const startedAt = performance.now();
  const { ok, output } = await run(args, { quiet: true });
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  process.stdout.write(
    `${ok ? 'ok    ' : 'FAILED'}  ${name} (${seconds} s)\n${ok ? '' : `${output}\n`}`,
  );
  total[ok ? 'passed' : 'failed'] += 1;
  return ok;
}

async function runChecks() {
  const waiting = [...CHECKS];
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) await check(...next);
  };
  await Promise.all(Array.from({ length: CHECKS_AT_ONCE }, worker));
}

async function runJest(project, extra) {
  const folder = mkdtempSync(join(tmpdir(), 'kunci-jest-'));
  const outputFile = join(folder, 'result.json');
  const args = [
    '--experimental-vm-modules',
    '--no-warnings=ExperimentalWarning',
    join('node_modules', 'jest/bin/jest.js'),
    '--selectProjects',
    project,
    '--json',
    `--outputFile=${outputFile}`,
    ...extra,
  ];
  process.stdout.write(`\n${project} tests\n`);
  const { ok } = await run(args);
  count(project, ok, outputFile);
  rmSync(folder, { recursive: true, force: true });
}

function count(project, ok, outputFile) {
  let result;
  try {
    result = JSON.parse(readFileSync(outputFile, 'utf8'));
  } catch {
    // Jest itself broke before it could write; a run without a result is a failure.
    process.stdout.write(`FAILED  ${project}: the tests did not run to their end\n`);
    total.failed += 1;
    return;
  }
  const brokenFiles = result.testResults.filter(
    (file) =>
      file.status === 'failed' && file.assertionResults.every(({ status }) => status !== 'failed'),
  ).length;
  const failed = result.numFailedTests + brokenFiles;
  total.passed += result.numPassedTests;
  total.failed += failed === 0 && !ok ? 1 : failed;
  total.skipped += result.numPendingTests + result.numTodoTests;
}

async function main() {
  const asked = process.argv.slice(2);
  const unknown = asked.filter((name) => !STAGES.includes(name));
  if (unknown.length > 0) {
    process.stderr.write(`Unknown: ${unknown.join(', ')}. There are: ${STAGES.join(', ')}\n`);
    process.exit(64);
  }
  const wanted = (name) => asked.length === 0 || asked.includes(name);
  const isBuilt = wanted('build') ? await build() : true;
  if (wanted('checks')) await runChecks();
  if (wanted('unit')) await runJest('unit', []);
  if (wanted('integration')) await integration(isBuilt);
  report();
}

async function build() {
  const isHub = await check('build', bin('@nestjs/cli/bin/nest.js', 'build'));
  const isUi = await check('build of the UI', bin('vite/bin/vite.js', 'build', 'admin-ui'));
  return isHub && isUi;
}

async function integration(isBuilt) {
  if (isBuilt) return runJest('integration', ['--maxWorkers=2']);
  process.stdout.write('FAILED  integration tests: not run, because the build failed\n');
  total.failed += 1;
}

function report() {
  const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
  process.exitCode ||= total.failed > 0 ? 1 : 0;
  process.stdout.write(`\n${total.passed} passed, ${total.failed} failed${skipped}\n`);
}

await main();

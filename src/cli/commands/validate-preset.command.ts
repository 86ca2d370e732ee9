import { ExpressionEngine } from '#connectors/expressions/expression-engine.js';
import { readPresetJson } from '#providers/preset-file.js';
import type { Command, CommandResult } from '../command.js';
import { checkPreset, type PresetReport } from '../preset-check.js';

interface FileReport extends PresetReport {
  readonly file: string;
}

/** Needs no database and no settings, so it also serves in an editor or a build. */
export const validatePresetCommand: Command = {
  name: 'preset:validate',
  usage: '<file…>',
  summary: 'checks preset files and says what is wrong, with the path',
  positionals: { min: 1, max: Infinity },
  options: {},
  run: async ({ positionals }) => {
    const engine = new ExpressionEngine();
    try {
      return toResult(await Promise.all(positionals.map((file) => checkFile(engine, file))));
    } finally {
      await engine.close();
    }
  },
};

async function checkFile(engine: ExpressionEngine, file: string): Promise<FileReport> {
  let json: unknown;
  try {
    json = readPresetJson(file);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { file, problems: [{ path: '', message: `can't be read as JSON: ${reason}` }] };
  }
  return { file, ...checkPreset(engine, json) };
}

function toResult(files: readonly FileReport[]): CommandResult {
  const lines = files.flatMap(({ file, problems }) =>
    problems.length === 0
      ? [`ok      ${file}`]
      : [
          `FAILED  ${file}`,
          ...problems.map(
            ({ path, message }) => `        ${path === '' ? message : `${path}: ${message}`}`,
          ),
        ],
  );
  return { ok: files.every(({ problems }) => problems.length === 0), lines, data: { files } };
}

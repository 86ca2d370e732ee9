import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { projectRoot } from '#core/config/project-root.js';
import { NotFoundError } from '#core/errors/app-error.js';
import { Log } from '#core/logging/log.js';
import { readPresetJson } from './preset-file.js';
import { CATEGORIES, type CategoryId, type Preset, presetSchema } from './preset.schemas.js';

/** The presets on disk, for autofill only: nothing that runs reads them. */
@Injectable()
export class PresetCatalogue {
  private loading: Promise<readonly Preset[]> | undefined;

  constructor(private readonly log: Log) {}

  /** All of one category, or all, by name. */
  async list(category?: CategoryId): Promise<Preset[]> {
    const presets = await this.load();
    return presets.filter((preset) => category === undefined || preset.category === category);
  }

  async find(presetId: string): Promise<Preset | undefined> {
    return (await this.load()).find((preset) => preset.preset_id === presetId);
  }

  /** @throws NotFoundError */
  async get(presetId: string): Promise<Preset> {
    const preset = await this.find(presetId);
    if (!preset) {
      throw new NotFoundError(`There is no preset "${presetId}"; GET /api/v1/presets lists them.`);
    }
    return preset;
  }

  private load(): Promise<readonly Preset[]> {
    this.loading ??= this.readAll();
    return this.loading;
  }

  /** A damaged file costs its own preset and a log line, never the catalogue. */
  private async readAll(): Promise<readonly Preset[]> {
    const folders = CATEGORIES.map((category) => join(projectRoot(), 'presets', category));
    const found = await Promise.all(folders.map((folder) => this.readFolder(folder)));
    return found.flat().sort((a, b) => a.display_name.localeCompare(b.display_name));
  }

  private async readFolder(folder: string): Promise<Preset[]> {
    const names = await readdir(folder).catch(() => []);
    const presets = await Promise.all(
      names
        .filter((name) => name.endsWith('.json'))
        .map((name) => this.readFile(join(folder, name))),
    );
    return presets.filter((preset) => preset !== undefined);
  }

  private async readFile(path: string): Promise<Preset | undefined> {
    try {
      return presetSchema.parse(readPresetJson(path));
    } catch (error) {
      this.log.error(
        { err: error, path },
        'a preset can not be read; run kunci preset:validate on it',
      );
      return undefined;
    }
  }
}

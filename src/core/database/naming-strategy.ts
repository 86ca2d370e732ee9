import { DefaultNamingStrategy } from 'typeorm';

/** Properties in camelCase, columns in snake_case, in one place instead of on each column. */
export class SnakeCaseNamingStrategy extends DefaultNamingStrategy {
  override columnName(
    propertyName: string,
    customName: string | undefined,
    prefixes: string[],
  ): string {
    return [...prefixes, customName ?? propertyName]
      .join('_')
      .replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  }
}

import type { Route } from '#test/simulators/kit/http-exchange.js';

export interface RouteMatch {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

interface Compiled {
  readonly route: Route;
  readonly parts: readonly string[];
}

/** Finds the route of a path by comparing segments; routes written first win. */
export class Router {
  private readonly byShape = new Map<string, Compiled[]>();
  private readonly paths: Compiled[];

  constructor(routes: readonly Route[]) {
    this.paths = routes.map((route) => ({ route, parts: split(route.path) }));
    for (const compiled of this.paths) {
      const shape = `${compiled.route.method} ${compiled.parts.length}`;
      this.byShape.set(shape, [...(this.byShape.get(shape) ?? []), compiled]);
    }
  }

  find(method: string, path: string): RouteMatch | undefined {
    const parts = split(path);
    for (const compiled of this.byShape.get(`${method} ${parts.length}`) ?? []) {
      const params = match(compiled.parts, parts);
      if (params) return { route: compiled.route, params };
    }
    return undefined;
  }

  /** The path exists, though perhaps for another method. */
  knows(path: string): boolean {
    const parts = split(path);
    return this.paths.some((compiled) => match(compiled.parts, parts) !== undefined);
  }
}

/** A trailing slash means nothing, as at the vendors whose SDKs send one. */
function split(path: string): string[] {
  return path.replace(/^\/|\/$/g, '').split('/');
}

function match(
  pattern: readonly string[],
  parts: readonly string[],
): Record<string, string> | undefined {
  if (pattern.length !== parts.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, expected] of pattern.entries()) {
    const actual = parts[index] ?? '';
    if (expected.startsWith(':')) {
      const value = decode(actual);
      if (value === undefined || value === '') return undefined;
      params[expected.slice(1)] = value;
    } else if (expected !== actual) {
      return undefined;
    }
  }
  return params;
}

function decode(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}

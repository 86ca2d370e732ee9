/** What is wrong with a connector beyond its shape, so that nobody finds out at the first payment. */
import { z } from 'zod';
import { listOf } from './auth/apply-auth.js';
import type { AuthDefinition } from './auth/auth.schemas.js';
import { connectorSchema, type Connector, type SingleOperation } from './definition.schemas.js';
import type { ExpressionEngine } from './expressions/expression-engine.js';
import { canCompile } from './linear-pattern.js';
import { isRecord } from './rendered-values.js';
import { checkConnectorExpressions } from './templates/render.js';

export interface ConnectorProblem {
  /** As `operations.create.base`. */
  readonly path: string;
  readonly message: string;
}

/** JSON Schema of a connector as people write it, for editors and the admin UI. */
export function connectorJsonSchema(): Record<string, unknown> {
  return z.toJSONSchema(connectorSchema, {
    io: 'input',
    // No format of JSON Schema; the pattern beside it says the same.
    override: ({ jsonSchema }) => {
      if (jsonSchema.format === 'starts_with') delete jsonSchema.format;
    },
  });
}

/** An empty list means that the connector can be used. */
export function checkConnector(
  engine: ExpressionEngine,
  connector: Connector,
): readonly ConnectorProblem[] {
  return [
    ...checkConnectorExpressions(engine, connector),
    ...checkCredentialFields(connector),
    ...checkTokenPattern(connector),
    ...checkBases(connector),
    ...checkStatusMaps(connector),
    ...checkNames(connector),
  ];
}

function checkTokenPattern({ limits }: Connector): ConnectorProblem[] {
  const pattern = limits.token?.pattern;
  if (pattern === undefined || canCompile(pattern)) return [];
  return [problem('limits.token.pattern', 'is no regular expression that runs in linear time')];
}

function checkCredentialFields(connector: Connector): ConnectorProblem[] {
  const keys = connector.credentials.map(({ key }) => key);
  const duplicates = keys.filter((key, index) => keys.indexOf(key) !== index);
  const patterns = connector.credentials.map(({ pattern }, index) =>
    pattern !== undefined && !canCompile(pattern)
      ? [
          problem(
            `credentials.${index}.pattern`,
            'is no regular expression that runs in linear time',
          ),
        ]
      : [],
  );
  const unknownOf = (
    names: readonly string[],
    path: (index: number) => string,
  ): ConnectorProblem[] =>
    names.flatMap((name, index) =>
      keys.includes(name)
        ? []
        : [problem(path(index), `names the credential "${name}", which does not exist`)],
    );
  return [
    ...duplicates.map((key) => problem('credentials', `defines "${key}" twice`)),
    ...patterns.flat(),
    ...unknownOf(
      connector.rules.map(({ field }) => field),
      (i) => `rules.${i}.field`,
    ),
    ...unknownOf(connector.webhook?.secrets ?? [], (i) => `webhook.secrets.${i}`),
  ];
}

/** An empty connector has no base URLs: the provider's row then brings its own. */
function checkBases(connector: Connector): ConnectorProblem[] {
  const isKnown = (base: string): boolean => Object.hasOwn(connector.base_urls, base);
  const check = (request: { base: string; path: string }, path: string): ConnectorProblem[] =>
    isKnown(request.base) || !needsBase(request.path)
      ? []
      : [problem(`${path}.base`, `names the base URL "${request.base}", which does not exist`)];
  const checkAuth = (auth: AuthDefinition | undefined, path: string): ConnectorProblem[] =>
    auth === undefined
      ? []
      : listOf(auth).flatMap((scheme) => ('base' in scheme ? check(scheme, path) : []));
  return [
    ...checkAuth(connector.auth, 'auth'),
    ...requestsOf(connector).flatMap(({ path, request }) => [
      ...check(request, path),
      ...checkAuth(request.auth, `${path}.auth`),
    ]),
  ];
}

/** A whole URL needs no base; an expression without a path of its own may well give one. */
function needsBase(path: string): boolean {
  if (path.startsWith('=')) return /["'`]\//.test(path) && !/https?:\/\//.test(path);
  return !/^https?:\/\//i.test(path);
}

function checkStatusMaps(connector: Connector): ConnectorProblem[] {
  const isKnown = (name: unknown): boolean =>
    typeof name !== 'string' || name.startsWith('=') || Object.hasOwn(connector.status_maps, name);
  const check = (template: unknown, path: string): ConnectorProblem[] =>
    !isRecord(template) || isKnown(template['status_map'])
      ? []
      : [problem(`${path}.status_map`, `names a status map that does not exist`)];
  const events = (connector.webhook?.match ?? []).flatMap((rule, index) =>
    'events' in rule && Array.isArray(rule.events)
      ? rule.events.flatMap((event, at) => check(event, `webhook.match.${index}.events.${at}`))
      : [],
  );
  return [
    ...requestsOf(connector).flatMap(({ path, request }) =>
      check(request.result, `${path}.result`),
    ),
    ...events,
  ];
}

function checkNames(connector: Connector): ConnectorProblem[] {
  const { default_method: method, limits } = connector;
  const problems: ConnectorProblem[] = [];
  if (method !== undefined && !Object.hasOwn(connector.methods, method)) {
    problems.push(problem('default_method', `names the method "${method}", which does not exist`));
  }
  if (limits.reference && !canCompile(`[^${limits.reference.charset}]`)) {
    problems.push(
      problem('limits.reference.charset', 'is no set of characters, such as A-Za-z0-9_-'),
    );
  }
  return [...problems, ...checkSteps(connector)];
}

function checkSteps({ operations }: Connector): ConnectorProblem[] {
  return Object.entries(operations).flatMap(([name, operation]) => {
    if (!('steps' in operation)) return [];
    const steps = operation.steps.map((step) => step.name);
    const problems: ConnectorProblem[] = [];
    if (steps.length === 0 && operation.result === undefined) {
      problems.push(
        problem(`operations.${name}.result`, 'is missing; without steps it is all there is'),
      );
    }
    if (new Set(steps).size !== steps.length) {
      problems.push(problem(`operations.${name}.steps`, 'gives two steps the same name'));
    }
    return problems;
  });
}

interface PlacedRequest {
  readonly path: string;
  readonly request: SingleOperation;
}

function requestsOf(connector: Connector): PlacedRequest[] {
  return Object.entries(connector.operations).flatMap(([name, operation]): PlacedRequest[] =>
    'steps' in operation
      ? operation.steps.map((request, i) => ({ path: `operations.${name}.steps.${i}`, request }))
      : [{ path: `operations.${name}`, request: operation }],
  );
}

function problem(path: string, message: string): ConnectorProblem {
  return { path, message: `${path} ${message}.` };
}

/** How much one evaluation may do. Sizes bound what a single step can cost, steps and time the rest. */
export interface ExpressionLimits {
  /** Nodes evaluated, functions called and matches found. */
  readonly steps: number;
  /** Computing time of this evaluation alone, in milliseconds. */
  readonly timeMs: number;
  /** Time by the clock, others' turns included, after which an evaluation that is no trifle gives up. */
  readonly patienceMs: number;
  /** Items of one list. */
  readonly items: number;
  /** Characters of one text. */
  readonly text: number;
  /** Size of one structure written out: characters plus `NODE_WEIGHT` for each value in it. */
  readonly weight: number;
  /** Characters that all function calls together may produce. */
  readonly produced: number;
  /** Nested calls; 0 where the number of steps says enough. */
  readonly stack: number;
  /** Characters times program size that one search with a regular expression may cost. */
  readonly regexWork: number;
  /** Whether functions with unbounded pictures may run: reading times and numbers by pattern. */
  readonly freePictures: boolean;
  /** After so much computing in one turn of the event loop, evaluations let others run first. */
  readonly turnMs: number;
}

/** Small enough that nobody on this thread notices. */
export const MAIN_LIMITS: ExpressionLimits = {
  steps: 5_000,
  timeMs: 20,
  patienceMs: 200,
  items: 2_000,
  text: 262_144,
  weight: 1_048_576,
  produced: 4_194_304,
  stack: 0,
  regexWork: 200_000,
  freePictures: false,
  turnMs: 8,
};

/** The full allowance, given on a thread that may be ended from outside. */
export const WORKER_LIMITS: ExpressionLimits = {
  steps: 5_000_000,
  timeMs: 1_000,
  patienceMs: Number.POSITIVE_INFINITY,
  items: 100_000,
  text: 4_194_304,
  weight: 8_388_608,
  produced: 67_108_864,
  stack: 20_000,
  regexWork: Number.POSITIVE_INFINITY,
  freePictures: true,
  turnMs: Number.POSITIVE_INFINITY,
};

/** Deeper data is refused everywhere: recursion over it could overflow the stack. */
export const MAX_NESTING = 200;
/** What one value costs beside its characters. */
export const NODE_WEIGHT = 8;

export type LimitKind =
  'time' | 'steps' | 'stack' | 'items' | 'text' | 'size' | 'nesting' | 'picture';

/** An evaluation would exceed its limits; on the main thread this means: run it in a worker. */
export class LimitExceeded extends Error {
  readonly kind: LimitKind;

  constructor(kind: LimitKind) {
    super(`expression limit: ${kind}`);
    this.name = 'LimitExceeded';
    this.kind = kind;
  }
}

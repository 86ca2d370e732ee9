/** Where a text stops being JSON: engines say it in words of their own, or not at all. Pure. */

const TOKEN =
  /\s*(?:([{}[\],:])|("(?:[^"\\]|\\.)*")|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null))/y;

type State = 'value' | 'value or end' | 'key' | 'key or end' | 'colon' | 'after';
type Steps = Readonly<Record<string, State>>;

const VALUE: Steps = { '{': 'key or end', '[': 'value or end', text: 'after', plain: 'after' };
const NEXT: Readonly<Record<State, Steps>> = {
  value: VALUE,
  'value or end': { ...VALUE, ']': 'after' },
  key: { text: 'colon' },
  'key or end': { text: 'colon', '}': 'after' },
  colon: { ':': 'value' },
  after: { ',': 'after', '}': 'after', ']': 'after' },
};
const OPENER: Readonly<Record<string, string>> = { '}': '{', ']': '[' };

/** The place of the first token that can't stand where it stands, or the end of what was read. */
export function brokenAt(text: string): number {
  const open: string[] = [];
  let state: State = 'value';
  let at = 0;
  for (;;) {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(text);
    const begin = at + (/^\s*/.exec(text.slice(at))?.[0].length ?? 0);
    if (!match) return begin;
    const token: string = match[1] ?? (match[2] === undefined ? 'plain' : 'text');
    const next = follow(state, token, open);
    if (next === undefined) return begin;
    state = next;
    at = TOKEN.lastIndex;
  }
}

/** What may come after the token; keeps account of what is open. */
function follow(state: State, token: string, open: string[]): State | undefined {
  const next = NEXT[state][token];
  if (token === '{' || token === '[') open.push(token);
  if (token in OPENER && open.pop() !== OPENER[token]) return undefined;
  if (token !== ',' || next === undefined) return next;
  const inside = open.at(-1);
  if (inside === undefined) return undefined;
  return inside === '{' ? 'key' : 'value';
}

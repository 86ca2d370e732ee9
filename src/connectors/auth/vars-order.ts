/** The order of an auth scheme's `vars`: by what they name, because a stored connector keeps no order of keys. */

/** `vars.name`, also with the name in backquotes. */
const NAMED = /\bvars\.`?([A-Za-z_]\w*)/g;

/**
 * Each after those it names. A name that is not among these `vars` comes from an earlier scheme; where two name each
 * other, the one that is written first comes first and sees nothing of the other.
 */
export function inOrderOfUse(vars: Readonly<Record<string, string>>): [string, string][] {
  const ordered = new Map<string, string>();
  const underWay = new Set<string>();
  const visit = (name: string): void => {
    const expression = Object.hasOwn(vars, name) ? vars[name] : undefined;
    if (expression === undefined || ordered.has(name) || underWay.has(name)) return;
    underWay.add(name);
    for (const [, other] of expression.matchAll(NAMED)) visit(other ?? '');
    ordered.set(name, expression);
  };
  Object.keys(vars).forEach(visit);
  return [...ordered];
}

/** Work on JSON as text, for signatures that cover the text and not the value. */

const WHITE_SPACE = new Set([' ', '\t', '\n', '\r']);

/**
 * Removes white space between tokens. Numbers (`1.00`), escapes (`\/`), key order and repeated keys stay
 * as they are written, which parsing and writing again would change. Text that is no JSON loses the white
 * space outside double quotes.
 */
export function minifyJson(text: string): string {
  const kept: string[] = [];
  let from = 0;
  let isInText = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (isInText) {
      if (character === '\\') at += 1;
      else if (character === '"') isInText = false;
    } else if (character === '"') {
      isInText = true;
    } else if (WHITE_SPACE.has(character)) {
      kept.push(text.slice(from, at));
      from = at + 1;
    }
  }
  kept.push(text.slice(from));
  return kept.join('');
}

/** Bodies of webhooks made readable: JSON and XML with indents, forms as a table. */

export type Payload =
  | { readonly kind: 'json' | 'xml' | 'text'; readonly text: string }
  | { readonly kind: 'form'; readonly fields: readonly (readonly [string, string])[] };

export function readPayload(body: string, contentType = ''): Payload {
  const json = prettyJson(body);
  if (json !== undefined) return { kind: 'json', text: json };
  if (/^\s*<[\w?!]/.test(body)) return { kind: 'xml', text: prettyXml(body) };
  if (isForm(body, contentType)) return { kind: 'form', fields: [...new URLSearchParams(body)] };
  return { kind: 'text', text: body };
}

function prettyJson(body: string): string | undefined {
  if (!/^\s*[[{]/.test(body)) return undefined;
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return undefined;
  }
}

function isForm(body: string, contentType: string): boolean {
  return (
    contentType.includes('form-urlencoded') || /^[^\s=&]+=[^\s&]*(&[^\s=&]+=[^\s&]*)*$/.test(body)
  );
}

/** An element with nothing but a text stays on its line. */
function prettyXml(body: string): string {
  const lines: string[] = [];
  let depth = 0;
  let isOpen = false;
  for (const token of xmlTokens(body)) {
    const kind = xmlKind(token);
    if (kind === 'end') depth = Math.max(0, depth - 1);
    if (kind === 'text' || (kind === 'end' && isOpen)) lines.push(`${lines.pop() ?? ''}${token}`);
    else lines.push(`${'  '.repeat(depth)}${token}`);
    isOpen = kind === 'text' || kind === 'start';
    if (kind === 'start') depth += 1;
  }
  return lines.join('\n');
}

function xmlTokens(body: string): string[] {
  const tokens = body.match(/<[^>]+>|[^<]+/g) ?? [];
  return tokens.map((token) => token.trim()).filter((token) => token !== '');
}

function xmlKind(token: string): 'start' | 'end' | 'text' | 'whole' {
  if (!token.startsWith('<')) return 'text';
  if (token.startsWith('</')) return 'end';
  return /^<[^?!]/.test(token) && !token.endsWith('/>') ? 'start' : 'whole';
}

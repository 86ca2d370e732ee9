import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import ts from 'typescript';
import { en } from './en';
import { id } from './id';

const SRC = join(import.meta.dirname, '../..');
/** Attributes whose words people see or hear. */
const SPOKEN = new Set(['label', 'title', 'placeholder', 'aria-label', 'description', 'alt']);
/** What is the same in every language: samples of what to type, and marks. */
const SAME_EVERYWHERE = /^[^a-z]*$|^(https?:\/\/|[\w.+-]+@|[A-Z]+-\d)/i;

type Catalogues = Readonly<Record<string, Readonly<Record<string, string>>>>;

interface Place {
  readonly file: string;
  readonly text: string;
}

interface Source {
  /** Texts as written, with `*` where something is filled in. */
  readonly strings: ReadonlySet<string>;
  /** What a reader of the page sees and no catalogue holds. */
  readonly spoken: readonly Place[];
}

function readSources(): Source {
  const strings = new Set<string>();
  const spoken: Place[] = [];
  for (const entry of readdirSync(SRC, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const isCatalogue = path.includes(join('lib', 'texts'));
    if (!/(?<!\.spec)\.tsx?$/.test(entry.name) || isCatalogue) continue;
    const source = ts.createSourceFile(
      path,
      readFileSync(path, 'utf8'),
      ts.ScriptTarget.Latest,
      true,
    );
    const file = relative(SRC, path);
    const visit = (node: ts.Node): void => {
      const text = textOf(node);
      if (text !== undefined) strings.add(text);
      const said = spokenBy(node);
      if (said !== undefined && !SAME_EVERYWHERE.test(said)) spoken.push({ file, text: said });
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return { strings, spoken };
}

function textOf(node: ts.Node): string | undefined {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return undefined;
  return node.head.text + node.templateSpans.map(({ literal }) => `*${literal.text}`).join('');
}

function spokenBy(node: ts.Node): string | undefined {
  if (ts.isJsxText(node)) return node.text.trim();
  if (!ts.isJsxAttribute(node) || !SPOKEN.has(node.name.getText())) return undefined;
  return node.initializer && ts.isStringLiteral(node.initializer)
    ? node.initializer.text
    : undefined;
}

/** `payment.status.*` → the keys that it can become. */
function isUsed(key: string, { strings }: Source): boolean {
  if (strings.has(key)) return true;
  return [...strings].some((text) => /^\w+\..*\*/.test(text) && patternOf(text).test(key));
}

function patternOf(text: string): RegExp {
  const parts = text.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.+')}$`);
}

const holesOf = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map(String).sort();

describe('the texts of the admin UI', () => {
  const source = readSources();

  it('are the same in number in both languages, and none is empty', () => {
    expect(Object.keys(en).sort()).toEqual(Object.keys(id).sort());
    const empty = Object.entries({ ...id, ...en }).filter(([, text]) => text.trim() === '');
    expect(empty).toEqual([]);
  });

  it.each(['id', 'en'])('of %s stand in one file each', async (language) => {
    const files = readdirSync(join(import.meta.dirname, language));
    const homes = new Map<string, string[]>();
    for (const file of files) {
      const [catalogue] = Object.values((await import(`./${language}/${file}`)) as Catalogues);
      for (const key of Object.keys(catalogue ?? {})) {
        homes.set(key, [...(homes.get(key) ?? []), file]);
      }
    }
    expect(homes.size).toBe(Object.keys(id).length);
    expect([...homes].filter(([, places]) => places.length > 1)).toEqual([]);
  });

  it('have the same things filled in in both languages', () => {
    const different = Object.entries(id).filter(
      ([key, text]) => holesOf(text).join() !== holesOf(en[key as keyof typeof id]).join(),
    );
    expect(different).toEqual([]);
  });

  it('are all of use', () => {
    expect(Object.keys(id).filter((key) => !isUsed(key, source))).toEqual([]);
  });

  it('are nowhere written beside the catalogues', () => {
    expect(source.spoken).toEqual([]);
  });

  it('are looked for by a search that finds what is there', () => {
    expect(isUsed('nav.nowhere', source)).toBe(false);
    expect(source.strings.size).toBeGreaterThan(500);
  });

  it('shout at nobody', () => {
    const loud = Object.entries(id).filter(([, text]) => /[a-z]!/i.test(text));
    expect([...loud, ...Object.entries(en).filter(([, text]) => /[a-z]!/i.test(text))]).toEqual([]);
  });
});

import { describe, expect, it } from '@jest/globals';
import { type CsvCell, toCsv } from './csv.js';

const line = (cell: CsvCell) => toCsv(['h'], [[cell]]).split('h\r\n')[1];

describe('toCsv', () => {
  it('begins with a byte order mark and ends each line with CRLF', () => {
    expect(
      toCsv(
        ['a', 'b'],
        [
          [1, 'x'],
          [2, null],
        ],
      ),
    ).toBe('\uFEFFa,b\r\n1,x\r\n2,\r\n');
  });

  it.each([
    ['a "b"', '"a ""b"""'],
    ['a,b', '"a,b"'],
    ['two\nlines', '"two\nlines"'],
    ['a\rb', '"a\rb"'],
    ['Kamar É', 'Kamar É'],
  ])('quotes what has to be quoted: %j', (text, field) => {
    expect(line(text)).toBe(`${field}\r\n`);
  });

  it.each(['=1+1', '+62811', '-5', '@SUM(A1)', '\t=1', ' =1', '＝1'])(
    'makes a text of what would be a formula: %j',
    (text) => {
      expect(line(text)).toBe(`'${text}\r\n`);
    },
  );

  it('quotes a formula that has a comma, too', () => {
    expect(line('=HYPERLINK("x","y")')).toBe(`"'=HYPERLINK(""x"",""y"")"\r\n`);
  });

  it('leaves numbers alone, the negative ones, too', () => {
    expect(line(-150_000)).toBe('-150000\r\n');
  });
});

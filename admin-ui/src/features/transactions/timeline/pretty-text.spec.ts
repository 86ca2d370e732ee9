import { describe, expect, it } from '@jest/globals';
import { prettyText } from './pretty-text';

describe('prettyText', () => {
  it('breaks JSON into lines', () => {
    expect(prettyText('{"a":1}')).toBe('{\n  "a": 1\n}');
  });

  it('opens the body inside of a summary', () => {
    expect(prettyText({ url: 'https://x', body: '{"a":1}' })).toBe(
      '{\n  "url": "https://x",\n  "body": {\n    "a": 1\n  }\n}',
    );
  });

  it.each(['a=1&b=2', '{"cut off', '<xml/>'])('leaves %s as it came', (text) => {
    expect(prettyText(text)).toBe(text);
  });

  it('shows that there is nothing', () => {
    expect(prettyText(null)).toBe('–');
  });
});

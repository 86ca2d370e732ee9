/** A file as lines; `readline` would also break them at characters that may stand inside. */
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { CommandError } from '../command.js';

const NEWLINE = 0x0a;

/** The lines of a text file, unpacked where it is packed. @throws CommandError for a file that is damaged */
export async function* linesOf(file: string): AsyncGenerator<string> {
  const raw = createReadStream(file);
  const input = (await isPacked(file))
    ? // The reader of the last stream hears of an error of the first.
      pipeline(raw, createGunzip(), () => undefined)
    : raw;
  const parts: Buffer[] = [];
  try {
    for await (const chunk of input as AsyncIterable<Buffer>) {
      let from = 0;
      for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, from)) {
        parts.push(chunk.subarray(from, at));
        yield Buffer.concat(parts.splice(0)).toString('utf8');
        from = at + 1;
      }
      if (from < chunk.length) parts.push(chunk.subarray(from));
    }
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (!code.startsWith('Z_')) throw error;
    throw new CommandError(`${file} is cut off or damaged: it can not be unpacked.`, {
      cause: error,
    });
  }
  if (parts.length > 0) yield Buffer.concat(parts).toString('utf8');
}

/** The first bytes of a file, for telling formats apart. @throws CommandError when it can't be read */
export async function beginningOf(file: string, bytes: number): Promise<Buffer> {
  try {
    const handle = await open(file, 'r');
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(bytes), 0, bytes, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CommandError(`The backup can not be read: ${reason}`, { cause: error });
  }
}

async function isPacked(file: string): Promise<boolean> {
  return (await beginningOf(file, 2)).equals(Buffer.from([0x1f, 0x8b]));
}

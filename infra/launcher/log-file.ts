import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { mkdir, rename, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Readable } from 'node:stream';

/** Past this a log is put aside as `<name>.log.1`, in place of the one before. */
const MAX_BYTES = 64 * 1024 * 1024;

/** Where a process's output goes: appended to, and bounded. */
export class LogFile {
  private size = 0;
  private file: WriteStream | undefined;
  private opening: Promise<void> | undefined;

  constructor(private readonly path: string) {}

  /** Takes everything a stream gives; a slow disk slows the process down instead of filling memory. */
  async follow(stream: Readable): Promise<void> {
    for await (const chunk of stream as AsyncIterable<Buffer>) await this.write(chunk);
  }

  async write(chunk: Buffer | string): Promise<void> {
    await (this.opening ??= this.open());
    this.size += chunk.length;
    if (!this.file!.write(chunk)) await once(this.file!, 'drain');
    if (this.size > MAX_BYTES) await (this.opening = this.rotate());
  }

  private async open(): Promise<void> {
    await mkdir(dirname(this.path), { recursive: true });
    this.size = await stat(this.path).then(
      ({ size }) => size,
      () => 0,
    );
    this.file = createWriteStream(this.path, { flags: 'a' });
  }

  private async rotate(): Promise<void> {
    await new Promise<void>((resolve) => this.file!.end(resolve));
    await rename(this.path, `${this.path}.1`);
    await this.open();
  }
}

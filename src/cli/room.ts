import type { Command } from 'commander';
import type { ErrorKind } from '#domain/errors.ts';
import type { Shop } from '#shop.ts';
import type { Output } from './output.ts';
import type { Prompt } from './prompt.ts';
import type { Fielded } from './shape.ts';

/** All that a command may touch: the shop, the way out, the person at the terminal, and the streams for what they do not cover. */
export type Room = {
  shop: Shop;
  out: Output;
  ask: Prompt;
  stdin: NodeJS.ReadStream;
  stdout: NodeJS.WriteStream;
  /** From now on no signal ends the process before it has tidied up, for which there is a bound in a kiosk. */
  hold(): void;
  /** The process ends with the command, whatever was left to itself. */
  abandon(): void;
  /** Runs work that is told of Ctrl-C and SIGTERM, and then comes to its own end, for which there is a moment. */
  stoppable<Value>(work: (stop: AbortSignal) => Promise<Value>): Promise<Value>;
};

/** How a command may end that not every command can: any may with ok, unexpected, usage and interrupted. */
export type Ending = Exclude<ErrorKind, 'usage' | 'interrupted'>;

/** A file of a command. `prints` says what goes out, so that an unknown `--fields` is refused before anything happens. */
export type CommandFile = {
  register(command: Command, room: Room): void;
  prints?: Fielded;
  endings: readonly Ending[];
};

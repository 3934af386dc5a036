import type { Command } from 'commander';
import type { Reply } from '#assistant/ask.ts';
import { examples } from '#cli/examples.ts';
import { openFullScreen } from '#cli/full-screen.ts';
import type { Ending, Room } from '#cli/room.ts';
import { eitherOf } from '#cli/shape.ts';
import { exchangeShape, replyShape } from '#cli/shapes/chat.ts';
import { checkedQuestion } from '#domain/chat.ts';
import { counted } from '#domain/counted.ts';
import { ShopError } from '#domain/errors.ts';
import { answerWriter } from './chat/answer-writer.ts';

export const prints = eitherOf(replyShape, { 'with --history': exchangeShape });

export const endings: Ending[] = ['not_found', 'auth', 'conflict', 'unavailable', 'limit'];

export function register(command: Command, room: Room) {
  command
    .option('--history', 'show what was said in this session')
    .action(async (words: string[], { history }: { history?: boolean }) => {
      if (history) return showHistory(words, room);
      if (words.length === 0 && room.stdin.isTTY && room.stdout.isTTY)
        return openFullScreen(room, { chat: true });
      const question = words.join(' ');
      const { isSlash } = await import('#assistant/slash.ts');
      if (isSlash(question)) return slash(question, room);
      await answer(checkedQuestion(question), room);
    });
  examples(command, [
    'shop chat "what is the cheapest thing you have?"',
    'shop chat "put two of Item 3 in my cart"',
    'shop chat "is Item 5 in stock?" --json | jq -r .answer',
    'shop chat --history',
  ]);
}

async function answer(question: string, room: Room) {
  const { shop, out, stoppable } = room;
  out.expect(replyShape);
  const [{ ask }, { modelIn }] = await Promise.all([
    import('#assistant/ask.ts'),
    import('#assistant/setup.ts'),
  ]);
  // Who is nobody yet becomes a visitor by asking: the prompts are counted in a session.
  const { person } = await shop.shopping(async () => {});
  const { user, session } = person;
  const isForPeople = (out.format === 'table' || out.format === 'tsv') && !out.chosen;
  const writer = answerWriter(out);
  const reply = await stoppable(async (signal) => {
    try {
      return await ask(question, {
        db: await shop.db(),
        asker: { userId: user.id, sessionId: session.id, isRegistered: user.isRegistered },
        openModel: modelIn(shop.config.chat),
        onText: isForPeople ? writer.write : undefined,
        signal,
      });
    } finally {
      await writer.end();
    }
  });
  if (!isForPeople) return out.print(reply, replyShape);
  sayLeft(reply, room);
  if (reply.proposal) await offer(reply.proposal, { userId: user.id, room });
}

function sayLeft({ prompts: { left, limit } }: Reply, { out }: Room) {
  if (out.terminal) out.say(`${left} of ${counted(limit, 'question')} left in this session.`);
}

async function offer(
  proposal: NonNullable<Reply['proposal']>,
  { userId, room }: { userId: number; room: Room },
) {
  const { shop, out, ask } = room;
  const { carryOut, proposalCommand } = await import('#assistant/proposals.ts');
  const command = proposalCommand(proposal);
  if (!ask.possible) return out.say(`Nothing was changed. To do it: ${command}`);
  // The question stands in the answer above.
  if (!(await ask.confirm({ message: 'Do it?', option: command, default: false }))) return;
  out.say(await carryOut(await shop.db(), proposal, { userId }));
}

async function slash(line: string, room: Room) {
  const { runSlash, slashHelp } = await import('#assistant/slash.ts');
  const here = await room.shop.whoever();
  const done = await runSlash(line, { db: await room.shop.db(), sessionId: here?.session.id ?? null });
  if (done.did === 'help') return room.out.lines(slashHelp);
  if (done.did === 'history') return room.out.list([done.exchanges], exchangeShape);
  room.out.say('What was said in this session is forgotten.');
}

async function showHistory(words: string[], room: Room) {
  if (words.length > 0) throw new ShopError('usage', '--history takes no question.');
  room.out.expect(exchangeShape);
  await slash('/history', room);
}

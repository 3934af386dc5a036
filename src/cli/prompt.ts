import { ShopError } from '#domain/errors.ts';
import { cleanText } from '#domain/foreign.ts';

type Question = {
  message: string;
  /** What supplies the answer where nobody can be asked, such as `--address <text>`. */
  option: string;
};
type Check = (answer: string) => true | string;
type TextQuestion = Question & { default?: string; check?: Check };

/**
 * Questions to the person at the terminal, on stderr. Each refuses with usage where nobody can be asked. What is
 * proposed is clean, and so is the answer of who agrees with it: it is what was seen.
 */
export type Prompt = {
  /** Whether somebody can be asked. */
  readonly possible: boolean;
  text(question: TextQuestion): Promise<string>;
  /** An answer that is not shown. */
  password(question: Question & { check?: Check }): Promise<string>;
  confirm(question: Question & { default?: boolean }): Promise<boolean>;
  configure(settings: { input: boolean }): void;
};

type Where = { input: NodeJS.ReadStream; output: NodeJS.WriteStream; signal: AbortSignal };
type Terminal = { stdin: NodeJS.ReadStream; stderr: NodeJS.WriteStream };

export function createPrompt(terminal: Terminal): Prompt {
  let wanted = true;
  const possible = () => wanted && terminal.stdin.isTTY === true && terminal.stderr.isTTY === true;

  /** Loads the questions and puts one; Ctrl-C or Ctrl-D in it ends the command. */
  const put = async <Answer>(
    { option, message }: Question,
    asked: (prompts: typeof import('@inquirer/prompts'), where: Where) => Promise<Answer>,
  ): Promise<Answer> => {
    if (!possible()) throw unanswered(message, option, wanted);
    const prompts = await import('@inquirer/prompts');
    const { stdin, stderr } = terminal;
    const end = new AbortController();
    // Ctrl-D ends the input, after which a question would wait for ever.
    const pressed = (_: unknown, key?: { ctrl?: boolean; name?: string }) => {
      if (key?.ctrl && key.name === 'd') end.abort();
    };
    stdin.on('keypress', pressed);
    try {
      return await asked(prompts, { input: stdin, output: stderr, signal: end.signal });
    } catch (error) {
      throw isCancelled(error) ? new ShopError('interrupted', 'Interrupted.') : error;
    } finally {
      stdin.off('keypress', pressed);
    }
  };

  return {
    get possible() {
      return possible();
    },
    text: (question) =>
      put(question, ({ input }, where) =>
        input(
          {
            message: cleanText(question.message),
            default: question.default && cleanText(question.default),
            validate: cleanly(question.check),
          },
          where,
        ),
      ),
    password: (question) =>
      put(question, ({ password }, where) =>
        password(
          { message: cleanText(question.message), mask: true, validate: cleanly(question.check) },
          where,
        ),
      ),
    confirm: (question) =>
      put(question, ({ confirm }, where) =>
        confirm({ message: cleanText(question.message), default: question.default ?? true }, where),
      ),
    configure({ input }) {
      wanted = input;
    },
  };
}

const cleanly = (check?: Check) =>
  check &&
  ((answer: string) => {
    const said = check(answer);
    return said === true || cleanText(said);
  });

const unanswered = (message: string, option: string, wanted: boolean) =>
  new ShopError('usage', `${option} is missing, and ${wanted ? noTerminal : noQuestions}.`, {
    next: `On a terminal the question is: ${message}`,
  });

const noTerminal = 'there is no terminal to ask on';
const noQuestions = 'questions are turned off (--no-input or SHOP_NO_INPUT)';

const isCancelled = (error: unknown) =>
  error instanceof Error && ['ExitPromptError', 'AbortPromptError'].includes(error.name);

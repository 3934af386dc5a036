import wrapAnsi from 'wrap-ansi';
import type { Meaning } from '#cli/paint.ts';
import type { Canvas, Shape } from '#cli/shape.ts';
import type { Finding, Status } from './finding.ts';

const meanings: Record<Status, Meaning> = {
  ok: 'good',
  warning: 'warning',
  problem: 'bad',
  skipped: 'quiet',
};

export const findingShape: Shape<Finding> = {
  fields: {
    check: ({ check }) => check,
    status: ({ status }) => status,
    message: ({ message }) => message,
    next: ({ next }) => next ?? null,
    code: ({ code }) => code ?? null,
    details: ({ details }) => details ?? {},
  },
  columns: [
    { title: 'check', text: ({ check }) => check },
    { title: 'status', text: ({ status }) => status, meaning: ({ status }) => meanings[status] },
    { title: 'message', text: ({ message }) => message },
    { title: 'next', text: ({ next }) => next ?? '' },
  ],
};

/** All findings as a person reads them: nothing is cut, what to do stands below. */
export const reportShape: Shape<readonly Finding[]> = {
  fields: {},
  columns: [],
  text: (findings, canvas) => findings.map((finding) => lines(finding, canvas)).join('\n'),
};

const statusWidth = 'problem'.length;
const checkWidth = 'connection'.length;
const margin = statusWidth + 2 + checkWidth + 2;

function lines({ check, status, message, next }: Finding, { paint, width }: Canvas): string {
  const head = `${paint(meanings[status], status.padEnd(statusWidth))}  ${check.padEnd(checkWidth)}  `;
  const room = Math.max(20, width - margin);
  const wrapped = (text: string) =>
    wrapAnsi(text, Number.isFinite(room) ? room : 1_000, { hard: true }).split('\n');
  const below = next === undefined ? [] : wrapped(next).map((line) => paint('quiet', line));
  const [first = '', ...rest] = wrapped(status === 'skipped' ? paint('quiet', message) : message);
  return [head + first, ...[...rest, ...below].map((line) => ' '.repeat(margin) + line)].join('\n');
}

import { describe, expect, test } from 'vitest';
import { BINDINGS, bindingOf } from '#tui/keys.ts';
import { withOwnKeys } from '#tui/own-keys.ts';

describe("a person's own keys", () => {
  test('take the place of the usual ones, wherever the action works', () => {
    const bindings = withOwnKeys(' add=i,p  sort=ctrl+s close=escape ');

    expect(bindingOf('items', 'i', bindings)?.id).toBe('add');
    expect(bindingOf('details', 'p', bindings)?.id).toBe('add');
    expect(bindingOf('items', 'a', bindings)).toBeUndefined();
    expect(bindingOf('items', 'ctrl+s', bindings)?.id).toBe('sort');
    expect(bindingOf('help', 'q', bindings)).toBeUndefined();
  });

  test('may be none, which leaves the action to the palette, or a comma', () => {
    expect(bindingOf('everywhere', 't', withOwnKeys('chat='))).toBeUndefined();
    expect(bindingOf('items', ',', withOwnKeys('add=,'))?.id).toBe('add');
  });

  test.for([undefined, '', '  '])('are the usual ones for %j', (text) => {
    expect(withOwnKeys(text)).toBe(BINDINGS);
  });

  test('may change places', () => {
    const bindings = withOwnKeys('add=f favorite=a');

    expect(bindingOf('items', 'f', bindings)?.id).toBe('add');
  });

  const refused: [string, RegExp][] = [
    ['add', /"add" is no action with its keys/],
    ['ad=i', /No action is called "ad"/],
    ['add=insert', /No key is called "insert"/],
    ['add=ctrl+', /No key is called "ctrl\+"/],
    ['add=7', /A digit says how many/],
    ['add=\u202e', /No key is called/],
    ['leave=q', /leave keeps its key/],
    ['add=f', /f would mean both add and favorite/],
    ['add=q', /q would mean both add and quit/],
    ['quit=j', /j would mean both down and quit|j would mean both quit and down/],
  ];
  test.for(refused)('%j are refused', ([text, sentence]) => {
    expect(() => withOwnKeys(text)).toThrow(sentence);
  });
});

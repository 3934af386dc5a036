import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = '/etc/apt';

/** The address that this machine's apt has Debian's packages from; undefined when this is no Debian. */
export function debianMirror() {
  const texts = [
    read(join(folder, 'sources.list')),
    ...names().map((name) => read(join(folder, 'sources.list.d', name))),
  ];
  return texts
    .flatMap(addresses)
    .map(followList)
    .find((address) => /^https?:.*\/debian\/?$/.test(address));
}

// Both formats of sources.list(5): one line each, or paragraphs with a field URIs.
function addresses(text) {
  const lines = text.split('\n').filter((line) => !line.startsWith('#'));
  return lines.flatMap((line) => {
    const one = /^\s*deb\s+(?:\[[^\]]*\]\s+)?(\S+)/.exec(line)?.[1];
    const many = /^URIs:\s*(.*)$/i.exec(line)?.[1]?.split(/\s+/) ?? [];
    return one ? [one] : many;
  });
}

// Images of cloud providers name a file that holds the mirrors.
function followList(address) {
  const list = /^mirror\+file:(.*)$/.exec(address)?.[1];
  return list ? (read(list).split(/\s+/)[0] ?? '') : address;
}

function names() {
  try {
    return readdirSync(join(folder, 'sources.list.d'));
  } catch {
    return [];
  }
}

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

// A URL may be wrong and still hold a password: these look at its text, so that none of them depends on a parser.

const exact = /^([a-z][a-z\d+.-]*:\/\/[^/?#:@]*):[^/?#]*@/i;
const anywhere = /^([a-z][a-z\d+.-]*:\/\/[^/?#:@]*):.*@/is;

/** The URL with `***` in the place of its password. In one that is wrong this may take the host along. */
export function hidePassword(url: string): string {
  // A password with a bare /, ? or # in it goes on where a parser sees a path.
  const rest = url.replace(exact, '');
  return url.replace(rest.includes('@') ? anywhere : exact, '$1:***@');
}

export const holdsPassword = (url: string) => hidePassword(url) !== url;

/** A URL that was found to be right, without its password. */
export const withoutPassword = (url: string) => url.replace(exact, '$1@');

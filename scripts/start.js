// What `npm start` runs: the TUI, or the item list where nobody looks at a screen. Arguments go to bin/shop.js as they are.
const given = process.argv.slice(2);
const usual = process.stdin.isTTY && process.stdout.isTTY ? ['tui'] : ['items', 'list'];

process.argv = [...process.argv.slice(0, 2), ...(given.length > 0 ? given : usual)];
await import('../bin/shop.js');

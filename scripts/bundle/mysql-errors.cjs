// Stands in for mysql2's table of error names, which is made when the first error comes.
module.exports = new Proxy(
  {},
  { get: (_, name) => require('../../node_modules/mysql2/lib/constants/errors.js')[name] },
);

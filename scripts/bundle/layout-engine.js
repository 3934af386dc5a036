// Stands in for yoga-layout's entry, which waits for its WebAssembly while it is imported, and for src/tui/layout-engine.ts:
// a bundle of CommonJS cannot wait at an import, so that whoever draws does. Ink reads the constants before that.
import { loadYoga } from 'yoga-layout/load';
import constants from '../../node_modules/yoga-layout/dist/src/generated/YGEnums.js';

let Yoga = constants;
export const layoutEngine = loadYoga().then((yoga) => {
  Yoga = yoga;
});
export { Yoga as default };

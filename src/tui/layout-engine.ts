/**
 * Has come when Ink can lay out. Here the import has waited already; in the bundle, which cannot, scripts/bundle/layout-engine.js
 * stands in for this file.
 */
export const layoutEngine: Promise<void> = Promise.resolve();

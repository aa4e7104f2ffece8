// Declarations for `import`: the same as for `require`, as the entry itself is.
export * from './index.cjs';

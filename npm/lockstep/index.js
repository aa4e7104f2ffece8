// The library under Node, for `import`: the very functions and classes that `require` gives.
export {
  init,
  check,
  render,
  rules,
  explain,
  policy,
  version,
  engine,
  LockstepError,
  LockstepArgumentError,
  LockstepPolicyError,
  LockstepEngineError,
} from './index.cjs';

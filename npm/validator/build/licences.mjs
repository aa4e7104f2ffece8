// What the licences of everything that is bundled ask to be passed on with it.
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

const root = join(import.meta.dirname, '..', '..', '..');

function cargo(...options) {
  const { error, status, stdout, stderr } = spawnSync('cargo', options, { cwd: root, encoding: 'utf8', maxBuffer: Infinity });
  if (error) throw error;
  if (status !== 0) throw new Error(`cargo ${options[0]}: ${stderr}`);
  return stdout;
}

/** The text of the licence that lies in a package's folder; `kind` is asked for where there are several. */
function textIn(folder, kind = '') {
  const names = readdirSync(folder).filter((name) => /^(licen[cs]e|copying)/i.test(name)).sort();
  const name = names.find((known) => known.toUpperCase().includes(kind)) ?? names[0];
  return name === undefined ? undefined : readFileSync(join(folder, name), 'utf8').replaceAll('\r\n', '\n').trim();
}

/** The crates in the modules: what is no part of this repository. */
function crates() {
  const { packages } = JSON.parse(cargo('metadata', '--locked', '--format-version', '1'));
  const tree = cargo(
    'tree', '--locked', '--package', 'lockstep-wasm', '--edges', 'normal,no-proc-macro', '--target', 'wasm32-unknown-unknown',
    '--no-default-features', '--features', 'engine,program,classifier', '--prefix', 'none', '--format', '{p}',
  );
  const used = new Set(tree.split('\n').map((line) => line.replace(/^(\S+) v(\S+).*$/, '$1@$2')));
  return packages
    .filter(({ name, version, source }) => source !== null && used.has(`${name}@${version}`))
    .map(({ name, version, license, manifest_path }) => ({ name, version, license, folder: dirname(manifest_path) }));
}

const rule = '-'.repeat(72);

function section(title, names, text) {
  return [rule, title, '', ...names.map((name) => `  ${name}`), '', text].join('\n');
}

/** Packages with the same text stand above it together. */
function grouped(packages, kind) {
  const groups = new Map();
  for (const { name, version, license, folder } of packages) {
    const text = textIn(folder, kind) ?? `(the package has no text of its licence, which is ${license})`;
    groups.set(text, [...(groups.get(text) ?? []), `${name} ${version}`]);
  }
  return [...groups].map(([text, names]) => section('Under this licence:', names, text));
}

function notices(libraries) {
  const all = crates();
  const apache = all.filter(({ license }) => /\bApache-2\.0\b/.test(license));
  const others = all.filter((crate) => !apache.includes(crate));
  return [
    'The lockstep validator is licensed under MIT or Apache-2.0, at your choice. It holds what follows.',
    ...grouped(libraries, ''),
    ...grouped(others, 'MIT'),
    section(
      'Under the Apache License, version 2.0:',
      [...apache.map(({ name, version }) => `${name} ${version}`), 'the standard library of Rust'],
      readFileSync(join(root, 'LICENSE-APACHE'), 'utf8').trim(),
    ),
    '',
  ].join('\n');
}

/**
 * Collects the libraries of every bundle that it is a part of. `plugin` puts their notices where the page's script says
 * `LICENCES`; the worker's bundle has to be made before.
 */
export function licences() {
  const folders = new Set();
  const text = () => notices([...folders].sort().map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    return { name, version, license, folder };
  }));
  const plugin = {
    name: 'licences',
    moduleParsed({ id }) {
      const folder = /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(id.replace(/^\0/, ''))?.[0];
      if (folder !== undefined) folders.add(folder);
    },
    renderChunk(code) {
      return code.includes('LICENCES') ? { code: code.replace(/\bLICENCES\b/, () => JSON.stringify(text())), map: null } : null;
    },
  };
  return { plugin, text };
}

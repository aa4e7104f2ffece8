// Answers of the service to judge in tests.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../../tests/hosts/cases.mjs';

/** The envelopes in the pages of the rules, with the status that stands beside each. */
export function envelopesOfPages() {
  const pages = join(root, 'core/src/envelope/rules');
  return readdirSync(pages).flatMap((name) => {
    const blocks = readFileSync(join(pages, name), 'utf8').matchAll(/```json envelope([^\n]*)\n([^]*?)\n```/g);
    return Array.from(blocks, ([, words, body]) => ({ status: Number(/\d+/.exec(words)?.[0] ?? 0), body }));
  });
}

/** Lines that are hard to read as records, or are none. */
export const oddRecords = [
  '[200, {"error": {}}]', '[404]', '[]', '[200, {}, 1]', '{"status": 200.0, "body": {}}', '{"status": 2e2, "body": {}}', '{"status": -0, "body": {}}',
  '{"status": 65536, "body": {}}', '{"status": 65535, "body": null}', '{"status": "200", "body": {}}', '{"status": null}', '{"status": null, "body": "\\ud800"}',
  '{"status": 200, "status": 200}', '{"\\u0073tatus": 404, "body": ""}', '{"body": {"a": 1, "a": 2}}', '{"body": [1, ]}', '{"body": {"deep": [[[{}]]]}} x',
  '{"at": "\\ud800", "body": "{}"}', '{"\\ud800": 1, "body": "{}"}', ' { "body" : "\\u0000" , "status" : 0 } ', '{"status": 500, "body": "\ufeff{}"}', '', 'null',
  '{"status":01}', '{"body":1.}', '{"body":tru}', '{"body":"\t"}', '{"body":"\\x"}', '{"status":200,"body":{}', '{"body":' + '['.repeat(200) + ']'.repeat(200) + '}',
];

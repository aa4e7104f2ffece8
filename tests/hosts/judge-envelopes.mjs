// Classifies the envelopes of a file of cases (tests/src/bin/envelope-cases.rs) and compares; runs in Node and in
// browsers.

export const CONTRACTS = ['overlap', 'service.v2', 'service.v3'];
const ANSWERS = ['any', 'health', 'readiness', 'schema-version'];
const LINE_FEED = 10;

/** The records of a file of cases. */
export function* records(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at < bytes.length;) {
    const status = view.getUint32(at, true);
    const length = view.getUint32(at + 12, true);
    yield {
      status: status === 0xffffffff ? null : status,
      contract: bytes[at + 4],
      answer: ANSWERS[bytes[at + 5]],
      class: bytes[at + 6],
      hash: view.getUint32(at + 8, true),
      body: bytes.subarray(at + 16, at + 16 + length),
    };
    at += 16 + length;
  }
}

/** FNV-1a over UTF-16 code units. */
function hash(text) {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  return value >>> 0;
}

/** How many cases there are, and what is wrong with the first of those on which the classifiers differ from the native engine. */
export function envelopeDifferences(createClassifier, bytes) {
  const classifiers = CONTRACTS.map((contract) => createClassifier({ contract }));
  const lines = CONTRACTS.map(() => []);
  const found = [];
  let count = 0;
  for (const { status, contract, answer, class: expected, hash: expectedHash, body } of records(bytes)) {
    const classifier = classifiers[contract];
    const say = (what) => found.push(`${what}: case ${count}, ${JSON.stringify(new TextDecoder().decode(body).slice(0, 300))}`);
    if (classifier.classify(status, body) !== expected) say('class');
    if (hash(JSON.stringify(classifier.describe(status, body, { answer }))) !== expectedHash) say('description');
    if (status === null && !body.includes(LINE_FEED)) lines[contract].push({ body, expected });
    count += 1;
    if (found.length >= 20) break;
  }
  for (const [contract, all] of lines.entries()) {
    const batch = new Uint8Array(all.reduce((length, { body }) => length + body.length + 1, 0));
    let at = 0;
    for (const { body } of all) {
      batch.set(body, at);
      at += body.length;
      batch[at] = LINE_FEED;
      at += 1;
    }
    const classes = classifiers[contract].batch(batch);
    const differs = all.findIndex(({ expected }, line) => classes[line] !== expected);
    if (classes.length !== all.length || differs >= 0) found.push(`batch: ${CONTRACTS[contract]}, line ${differs}`);
  }
  return { count, found };
}

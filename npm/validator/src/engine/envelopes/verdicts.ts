// What became of many answers: one byte an answer and contract, and in which order they are looked at.

/** How many classes there can be. */
const CLASSES = 32;

/** Bytes that become more. */
class Growing {
  private room = new Uint8Array(65_536);
  length = 0;

  push(more: Uint8Array): void {
    if (this.length + more.length > this.room.length) {
      const larger = new Uint8Array(2 * (this.length + more.length));
      larger.set(this.all);
      this.room = larger;
    }
    this.room.set(more, this.length);
    this.length += more.length;
  }

  get all(): Uint8Array {
    return this.room.subarray(0, this.length);
  }
}

/** Which answers are looked at, and in which order. */
export interface Choice {
  /** Only answers of the class with this number, by this contract or, where that is null, by any. */
  class: number | null;
  contract: number | null;
  /** Only answers whose class differs between the contracts, or that conform by the second contract and not by the third. */
  only: 'differing' | 'lost' | null;
  /** By the class under this contract; null is the order of the input. */
  order: number | null;
}

const isDiffering = (columns: readonly Uint8Array[], row: number) => columns.some((column) => column[row] !== columns[0]?.[row]);

const isLost = (columns: readonly Uint8Array[], row: number) => columns[1]?.[row] === 0 && columns[2]?.[row] !== 0;

/** How many answers there are. */
export interface Counts {
  total: number;
  /** By contract and number of the class. */
  classes: number[][];
  /** How many have not the same class under every contract. */
  differing: number;
  /** How many conform under the second contract and not under the third: what the cutover loses. */
  lost: number;
}

/** The classes of answers under each contract. */
export class Verdicts {
  private readonly columns: Growing[];
  private readonly counted: number[][];
  private differing = 0;
  private lost = 0;
  private chosen: { key: string; rows: Uint32Array | undefined } | undefined;

  constructor(contracts: number) {
    this.columns = Array.from({ length: contracts }, () => new Growing());
    this.counted = this.columns.map(() => new Array<number>(CLASSES).fill(0));
  }

  get length(): number {
    return this.columns[0]?.length ?? 0;
  }

  get counts(): Counts {
    return { total: this.length, classes: this.counted.map((counts) => [...counts]), differing: this.differing, lost: this.lost };
  }

  /** Adds answers; for each contract as many bytes as answers. */
  push(classes: readonly Uint8Array[]): void {
    classes.forEach((more, place) => {
      const counts = this.counted[place] ?? [];
      for (const number of more) counts[number] = (counts[number] ?? 0) + 1;
      this.columns[place]?.push(more);
    });
    const [first = new Uint8Array()] = classes;
    for (let row = 0; row < first.length; row++) {
      if (isDiffering(classes, row)) this.differing++;
      if (isLost(classes, row)) this.lost++;
    }
    this.chosen = undefined;
  }

  /** The class of an answer under each contract. */
  at(row: number): number[] {
    return this.columns.map(({ all }) => all[row] ?? 0);
  }

  /** The answers that are chosen, by their position; undefined where these are all in their order. */
  choose(choice: Choice): Uint32Array | undefined {
    const key = JSON.stringify(choice);
    if (this.chosen?.key !== key) this.chosen = { key, rows: this.rows(choice) };
    return this.chosen.rows;
  }

  private rows({ class: wanted, contract, only, order }: Choice): Uint32Array | undefined {
    if (wanted === null && only === null && order === null) return undefined;
    const columns = this.columns.map(({ all }) => all);
    const looked = contract === null ? columns : columns.slice(contract, contract + 1);
    let rows = new Uint32Array(this.length);
    let count = 0;
    for (let row = 0; row < this.length; row++) {
      if (wanted !== null && !looked.some((column) => column[row] === wanted)) continue;
      if (only !== null && !(only === 'lost' ? isLost : isDiffering)(columns, row)) continue;
      rows[count++] = row;
    }
    rows = rows.subarray(0, count);
    const by = order === null ? undefined : columns[order];
    return by === undefined ? rows : sorted(rows, by);
  }
}

/** Rows by their class; those of one class stay in their order. */
function sorted(rows: Uint32Array, by: Uint8Array): Uint32Array<ArrayBuffer> {
  const next = new Array<number>(CLASSES + 1).fill(0);
  for (const row of rows) next[(by[row] ?? 0) + 1] = (next[(by[row] ?? 0) + 1] ?? 0) + 1;
  for (let number = 1; number <= CLASSES; number++) next[number] = (next[number] ?? 0) + (next[number - 1] ?? 0);
  const ordered = new Uint32Array(rows.length);
  for (const row of rows) {
    const number = by[row] ?? 0;
    const place = next[number] ?? 0;
    ordered[place] = row;
    next[number] = place + 1;
  }
  return ordered;
}

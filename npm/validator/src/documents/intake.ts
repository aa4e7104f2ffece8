// Files that somebody drops, pastes or chooses.

/** A file as it was found, not read yet. */
export interface Found {
  /** Its path below what was given, with forward slashes. */
  path: string;
  blob: Blob;
}

/** The files of a drop or a paste. */
export async function filesOf(transfer: DataTransfer): Promise<Found[]> {
  return chosen(transfer.files);
}

/** The files of an input. */
export function chosen(files: FileList): Found[] {
  return Array.from(files, (file) => ({ path: file.webkitRelativePath || file.name, blob: file }));
}

export async function bytesOf({ blob }: Found): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await blob.arrayBuffer());
}

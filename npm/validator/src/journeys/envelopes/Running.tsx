// How far the judging of a large file is.
import { bytesInWords, counted, shareInWords } from '../../documents/amounts.ts';
import { progress, stop } from './state.ts';

/** A bar with a button that stops; nothing where nothing takes long. */
export function Running() {
  if (progress.value === undefined) return null;
  const { size, at } = progress.value;
  return (
    <div class="panel panel-body envelopes-running">
      <label class="envelopes-bar">
        <span class="unseen">Bytes judged</span>
        <progress max={size} value={at.bytes} />
      </label>
      <span class="quiet">{bytesInWords(at.bytes)} of {bytesInWords(size)} ({shareInWords(at.bytes, size)}), {counted(at.total)} answers so far</span>
      <button type="button" class="button push" onClick={stop}>Stop</button>
    </div>
  );
}

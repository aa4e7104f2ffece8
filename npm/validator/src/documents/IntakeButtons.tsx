// Buttons to choose files with: what a drop does, for the keyboard.
import { useEffect, useRef } from 'preact/hooks';
import { give } from './giving.ts';
import { chosen, type Source } from './intake.ts';

/** What a button for files says and does. */
export interface FileButtonProperties {
  title: string;
  /** A folder with everything in it, instead of files. */
  folder?: boolean;
  /** Whether it is what should be done first. */
  primary?: boolean;
  /** Takes what was chosen; without it, it is given to the page, as a drop is. `gather` looks into it. */
  onChosen?(sources: readonly Source[]): void;
}

/** A button that opens the browser's dialogue for files. */
export function FileButton({ title, folder = false, primary = false, onChosen = give }: FileButtonProperties) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (input.current !== null) input.current.webkitdirectory = folder;
  }, [folder]);
  return (
    <>
      <button type="button" class={primary ? 'button button-primary' : 'button'} onClick={() => input.current?.click()}>{title}</button>
      <input
        ref={input}
        type="file"
        hidden
        multiple
        aria-label={title}
        onChange={({ currentTarget }) => {
          if (currentTarget.files !== null) onChosen(chosen(currentTarget.files));
          // So that the same files can be chosen again.
          currentTarget.value = '';
        }}
      />
    </>
  );
}

/** Both ways of choosing, for whatever the page knows. */
export function IntakeButtons() {
  return (
    <span class="row">
      <FileButton title="Choose files" />
      <FileButton title="Choose a folder" folder />
    </span>
  );
}

// What every journey shows first: what to give, the ways to give it, and something to try.
import type { ComponentChildren } from 'preact';
import { FileButton } from '../documents/IntakeButtons.tsx';
import { focusMain } from '../shell/focus.ts';
import './start.css';

/** Something to try. */
export interface StartExample {
  title: string;
  open(): void;
}

export interface StartProperties {
  title: string;
  /** What is shown above the title, in a box 84 high and as wide as said. */
  drawing: ComponentChildren;
  drawingWidth: number;
  examples: readonly StartExample[];
  /** Shows where something can be pasted or typed, if that is elsewhere. */
  type?: () => void;
  /** What comes of it, in a sentence or two. */
  children: ComponentChildren;
}

/** The button that was pressed goes away with the start; what comes in its place begins where the main part does. */
function then(begin: () => void): () => void {
  return () => {
    focusMain();
    begin();
  };
}

export function Start({ title, drawing, drawingWidth, examples, type, children }: StartProperties) {
  return (
    <section class="start" aria-labelledby="start-title">
      <svg class="start-drawing" viewBox={`0 0 ${drawingWidth} 84`} width={drawingWidth} height={84} aria-hidden="true">{drawing}</svg>
      <h2 class="start-title" id="start-title">{title}</h2>
      <p class="quiet">{children}</p>
      <div class="row">
        <FileButton title="Choose files" primary />
        <FileButton title="Choose a folder" folder />
        {type !== undefined && <button type="button" class="button" onClick={then(type)}>Paste or type</button>}
      </div>
      <div class="row">
        <span class="quiet">Nothing at hand? Try</span>
        {examples.map((example) => (
          <button type="button" class="button" key={example.title} onClick={then(() => example.open())}>{example.title}</button>
        ))}
      </div>
    </section>
  );
}

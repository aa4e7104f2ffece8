import './styles/tokens.css';
import './styles/parts.css';
import './styles/verdict.css';
import './styles/shell.css';
import './styles/media.css';
import { render } from 'preact';
import { loadEditors } from './editor/Editor.tsx';
import { App } from './shell/App.tsx';
import { whenIdle } from './shell/idle.ts';

render(<App />, document.getElementById('page') as HTMLElement);
// Whoever needs them first says what is wrong.
whenIdle(() => void loadEditors().catch(() => undefined));

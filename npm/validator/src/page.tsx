import './styles/tokens.css';
import './styles/parts.css';
import './styles/shell.css';
import './styles/media.css';
import { render } from 'preact';
import { App } from './shell/App.tsx';

render(<App />, document.getElementById('page') as HTMLElement);

import { render } from 'preact';
import { App } from './shell/App.tsx';
import './styles/tokens.css';
import './styles/parts.css';
import './styles/shell.css';

render(<App />, document.getElementById('page') as HTMLElement);

// What the page does first: it starts the worker, and nothing else.
import './shell/trusted.ts';
import { startEarly } from './engine/start.ts';

startEarly();

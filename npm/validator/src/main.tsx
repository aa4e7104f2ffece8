// The site's script. The page's own part is large, and comes by itself, so that the worker is started before.
import './first.ts';

void import('./page.tsx');

// What a rule demands and why, fetched when somebody asks.
import { useEffect, useState } from 'preact/hooks';
import { call } from '../engine/client.ts';
import type { Markdown } from './Markdown.tsx';

/** A page, and what shows it. */
interface Shown {
  text: string | null;
  Markdown: typeof Markdown;
}

const pages = new Map<string, Promise<Shown>>();

async function load(rule: string): Promise<Shown> {
  const [text, { Markdown }] = await Promise.all([call('explain', [rule]), import('./Markdown.tsx')]);
  return { text, Markdown };
}

function pageOf(rule: string): Promise<Shown> {
  const page = pages.get(rule) ?? load(rule);
  pages.set(rule, page);
  // What could not be fetched is asked for anew the next time.
  page.catch(() => pages.delete(rule));
  return page;
}

function Page({ rule }: { rule: string }) {
  const [page, setPage] = useState<Shown>();
  const [problem, setProblem] = useState('');
  useEffect(() => {
    pageOf(rule).then(setPage, (error: Error) => setProblem(error.message));
  }, [rule]);
  if (problem !== '') return <p role="alert">{problem}</p>;
  if (page === undefined) return <p class="quiet">Loading</p>;
  return page.text === null ? <p>No page tells of this rule.</p> : <page.Markdown text={page.text} />;
}

/** The page of a rule, closed until it is asked for. */
export function Explanation({ rule }: { rule: string }) {
  const [open, setOpen] = useState(false);
  return (
    <details class="finding-explanation" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>About the rule <code>{rule}</code></summary>
      {open && <Page rule={rule} />}
    </details>
  );
}

// Markdown of the project's own pages as elements: only what those pages use, and nothing of it can run.
import type { SyntaxNode } from '@lezer/common';
import { Table, parser } from '@lezer/markdown';
import type { ComponentChildren, VNode } from 'preact';

const reader = parser.configure([Table]);

/** Characters of a node that are only there to mark it. */
const marks = new Set(['HeaderMark', 'CodeMark', 'EmphasisMark', 'LinkMark', 'ListMark', 'QuoteMark', 'CodeInfo', 'TableDelimiter', 'URL', 'LinkTitle']);

function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) children.push(child);
  return children;
}

/** What stands in a node: its text, and its parts as elements. */
function inside(node: SyntaxNode, text: string): ComponentChildren[] {
  const parts: ComponentChildren[] = [];
  let at = node.from;
  for (const child of childrenOf(node)) {
    parts.push(text.slice(at, child.from), element(child, text));
    at = child.to;
  }
  parts.push(text.slice(at, node.to));
  return parts;
}

function trimmed(node: SyntaxNode, text: string): ComponentChildren[] {
  return inside(node, text).map((part) => (typeof part === 'string' ? part.replace(/^\s+$/, '') : part));
}

function element(node: SyntaxNode, text: string): VNode | string | null {
  const { name } = node;
  if (marks.has(name)) return null;
  switch (name) {
    // The page's own title stands above it already.
    case 'ATXHeading1': return null;
    case 'ATXHeading2': return <h4>{inside(node, text)}</h4>;
    case 'ATXHeading3': return <h5>{inside(node, text)}</h5>;
    case 'Paragraph': return <p>{inside(node, text)}</p>;
    case 'InlineCode': return <code>{inside(node, text)}</code>;
    case 'Emphasis': return <em>{inside(node, text)}</em>;
    case 'StrongEmphasis': return <strong>{inside(node, text)}</strong>;
    case 'BulletList': return <ul>{trimmed(node, text)}</ul>;
    case 'OrderedList': return <ol>{trimmed(node, text)}</ol>;
    case 'ListItem': return <li>{trimmed(node, text)}</li>;
    case 'Blockquote': return <blockquote>{trimmed(node, text)}</blockquote>;
    case 'FencedCode': {
      const code = childrenOf(node).filter((child) => child.name === 'CodeText').map(({ from, to }) => text.slice(from, to)).join('');
      return <pre tabIndex={0}><code>{code}</code></pre>;
    }
    case 'Table': return <div class="table-scroll"><table><tbody>{trimmed(node, text)}</tbody></table></div>;
    case 'TableHeader':
    case 'TableRow': return <tr>{childrenOf(node).filter((child) => child.name === 'TableCell').map((cell) => <td key={cell.from}>{inside(cell, text)}</td>)}</tr>;
    case 'Escape': return text.slice(node.from + 1, node.to);
    // Addresses and markup of the page are shown as they were written.
    case 'Link': return <>{inside(node, text)}</>;
    default: return text.slice(node.from, node.to);
  }
}

/** Markdown as elements. */
export function Markdown({ text }: { text: string }) {
  const { topNode } = reader.parse(text);
  return <div class="markdown">{childrenOf(topNode).map((node) => element(node, text))}</div>;
}

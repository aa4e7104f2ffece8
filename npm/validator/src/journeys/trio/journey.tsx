import { useState } from 'preact/hooks';
import { Content } from '../../documents/content.ts';
import { Editor } from '../../editor/Editor.tsx';
import type { Journey } from '../journey.ts';

function View() {
  const [content, setContent] = useState(Content.ofText('{ "a": 1 }'));
  return <div class="panel panel-body"><Editor label="Pin" language="json" content={content} onEdit={setContent} marks={[{ start: 2, end: 5, severity: 'error', message: 'x' }]} /></div>;
}

export const journey: Journey = { View, take: async () => {}, restore: () => {} };

// Light, dark, or as the system has it.
import { signal } from '@preact/signals';

const themes = ['system', 'light', 'dark'] as const;
type Theme = (typeof themes)[number];

const KEY = 'lockstep-theme';

function remembered(): Theme {
  try {
    return themes.find((theme) => theme === localStorage.getItem(KEY)) ?? 'system';
  } catch {
    // A page from a disk, or one whose storage is switched off, remembers nothing.
    return 'system';
  }
}

const theme = signal<Theme>('system');

function choose(chosen: Theme): void {
  theme.value = chosen;
  if (chosen === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = chosen;
  try {
    localStorage.setItem(KEY, chosen);
  } catch {
    // As above.
  }
}

choose(remembered());

export function ThemeButton() {
  return (
    <label class="row">
      <span class="unseen">Theme</span>
      <select class="field" value={theme.value} onChange={(event) => choose(event.currentTarget.value as Theme)}>
        {themes.map((name) => <option key={name} value={name}>{name}</option>)}
      </select>
    </label>
  );
}

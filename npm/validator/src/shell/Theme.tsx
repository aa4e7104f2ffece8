// Light, dark, or as the system has it.
import { signal } from '@preact/signals';

const themes = ['system', 'light', 'dark'] as const;
type Theme = (typeof themes)[number];

const titles: Record<Theme, string> = { system: 'As the system', light: 'Light', dark: 'Dark' };

const drawings: Record<Theme, string> = {
  system: 'M2 3h12v8H2zM5.5 14h5M8 11v3',
  light: 'M8 5a3 3 0 1 0 0 6a3 3 0 0 0 0-6M8 1v1.5M8 13.5V15M1 8h1.5M13.5 8H15M3 3l1.1 1.1M11.9 11.9L13 13M3 13l1.1-1.1M11.9 4.1L13 3',
  dark: 'M13.5 9.5A6 6 0 0 1 6.5 2.5a6 6 0 1 0 7 7z',
};

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
    if (chosen === 'system') localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, chosen);
  } catch {
    // As above.
  }
}

choose(remembered());

/** A choice of the theme. */
export function ThemeChoice() {
  return (
    <fieldset class="theme">
      <legend class="unseen">Theme</legend>
      {themes.map((name) => (
        <label class="theme-choice" key={name} title={titles[name]}>
          <input class="unseen" type="radio" name="theme" checked={theme.value === name} onChange={() => choose(name)} />
          <svg viewBox="0 0 16 16" aria-hidden="true"><path d={drawings[name]} fill="none" stroke="currentColor" stroke-width="1.4" stroke-linecap="round" stroke-linejoin="round" /></svg>
          <span class="unseen">{titles[name]}</span>
        </label>
      ))}
    </fieldset>
  );
}

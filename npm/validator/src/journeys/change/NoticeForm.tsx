// What is asked for a notice; what the program says against a value stands at its field.
import type { ComponentChildren } from 'preact';
import { useId, useRef } from 'preact/hooks';
import { Prose } from '../../findings/words.tsx';
import { faultyField, type FieldName, type MomentName } from './fields.ts';
import { fields, outcome, setField } from './state.ts';

function faultAt(name: FieldName): string | undefined {
  const answer = outcome.value?.notice;
  if (answer === undefined || !('fault' in answer)) return undefined;
  const faulty = faultyField(answer.fault);
  return faulty?.field === name ? faulty.message : undefined;
}

/** Opens the browser's calendar on a day. */
function pick(picker: HTMLInputElement | null, value: string): void {
  if (picker === null) return;
  const day = Date.parse(value);
  picker.value = '';
  if (!Number.isNaN(day)) picker.valueAsNumber = day;
  picker.showPicker();
}

/** A day as text, which is the same everywhere, with the browser's own calendar behind a button. */
function DayInput({ id, name, describedBy, invalid }: { id: string; name: FieldName; describedBy: string | undefined; invalid: boolean }) {
  const picker = useRef<HTMLInputElement>(null);
  const value = fields.value[name];
  return (
    <span class="change-day-input">
      <input
        id={id} class="field" type="text" placeholder="YYYY-MM-DD" spellcheck={false} autocomplete="off" value={value}
        aria-describedby={describedBy} aria-invalid={invalid} onInput={(event) => setField(name, event.currentTarget.value)}
      />
      <span class="change-picker">
        <input
          ref={picker} type="date" tabIndex={-1} aria-hidden="true"
          onInput={(event) => setField(name, event.currentTarget.value)}
        />
        <button type="button" class="button" aria-label="Pick a day" onClick={() => pick(picker.current, value)}>
          <svg viewBox="0 0 16 16" aria-hidden="true"><path d="M2.5 3.5h11v10h-11zM2.5 6.5h11M5.5 2v3M10.5 2v3" /></svg>
        </button>
      </span>
    </span>
  );
}

interface FieldProperties {
  label: string;
  name: FieldName;
  hint?: string;
  children(id: string, describedBy: string | undefined, invalid: boolean): ComponentChildren;
}

function Field({ label, name, hint, children }: FieldProperties) {
  const id = useId();
  const fault = faultAt(name);
  const described = [...(hint === undefined ? [] : [`${id}-hint`]), ...(fault === undefined ? [] : [`${id}-fault`])];
  return (
    <div class="change-field">
      <label for={id}>{label}</label>
      {children(id, described.length === 0 ? undefined : described.join(' '), fault !== undefined)}
      {hint !== undefined && <p id={`${id}-hint`} class="quiet change-hint">{hint}</p>}
      <p id={`${id}-fault`} role="alert" class="change-field-fault">{fault !== undefined && <Prose text={fault} />}</p>
    </div>
  );
}

function DayField({ label, name, hint }: { label: string; name: FieldName; hint?: string }) {
  return (
    <Field label={label} name={name} {...(hint !== undefined && { hint })}>
      {(id, describedBy, invalid) => <DayInput id={id} name={name} describedBy={describedBy} invalid={invalid} />}
    </Field>
  );
}

/** A day, with a time of it on the emergency path. */
function MomentField({ label, name, hint }: { label: string; name: MomentName; hint?: string }) {
  const time = `${name}Time` as const;
  return (
    <Field label={label} name={name} {...(hint !== undefined && { hint })}>
      {(id, describedBy, invalid) => (
        <span class="change-moment">
          <DayInput id={id} name={name} describedBy={describedBy} invalid={invalid} />
          {fields.value.path === 'emergency' && (
            <input
              class="field change-time" type="text" placeholder="HH:MM" spellcheck={false} autocomplete="off" aria-label={`${label}, time`} value={fields.value[time]}
              onInput={(event) => setField(time, event.currentTarget.value)}
            />
          )}
        </span>
      )}
    </Field>
  );
}

const ways = [['standard', 'Standard', 'business days'], ['emergency', 'Emergency', 'two clocks']] as const;

/** The fields, of which those of the emergency path come with it. */
export function NoticeForm() {
  const emergency = fields.value.path === 'emergency';
  return (
    <form class="change-form" aria-label="Notice" onSubmit={(event) => event.preventDefault()}>
      <fieldset class="change-ways">
        <legend>Path</legend>
        {ways.map(([value, title, what]) => (
          <label key={value} class="change-way">
            <input type="radio" name="change-path" value={value} checked={fields.value.path === value} onChange={() => setField('path', value)} />
            <span>{title} <span class="quiet">({what})</span></span>
          </label>
        ))}
      </fieldset>
      {emergency && <MomentField label="Decided" name="decided" />}
      <MomentField label="Announced" name="announced" {...(emergency && { hint: 'Without a time, the day is taken at its unfavourable end.' })} />
      {emergency && <DayField label="Documents, specification and tests published" name="published" />}
      <MomentField label="Planned release" name="release" hint="Left empty, the earliest is told." />
      <DayField label="Release before made on" name="stableSince" hint="Its stability window must be over, too." />
      <Field label="Days begin at (UTC offset)" name="utcOffset">
        {(id, describedBy, invalid) => (
          <input
            id={id} class="field" type="text" placeholder="+00:00" size={8} spellcheck={false} autocomplete="off" value={fields.value.utcOffset}
            aria-describedby={describedBy} aria-invalid={invalid} onInput={(event) => setField('utcOffset', event.currentTarget.value)}
          />
        )}
      </Field>
      <Field label="Holidays" name="holidays" hint="A day a line, its name behind it: 2026-12-25 Christmas Day. Or a list in JSON.">
        {(id, describedBy, invalid) => (
          <textarea
            id={id} class="field" rows={4} spellcheck={false} value={fields.value.holidays} aria-describedby={describedBy} aria-invalid={invalid}
            onInput={(event) => setField('holidays', event.currentTarget.value)}
          />
        )}
      </Field>
    </form>
  );
}

// What the program says of a change and of its notice: the parts of its forms that the page shows.

/** How grave a change is; each is graver than the one before it. */
export type ChangeClass = 'none' | 'additive' | 'breaking' | 'needs-gates';

/** What a document is, as a comparison names it. */
export type ReportedForm = 'manifest' | 'contract-source' | 'open-api' | 'policy';

/** A place in a document. */
export interface Place {
  /** The document's name. */
  document: string;
  line: number;
  column: number;
  /** The offset of the first byte. */
  start: number;
  /** The offset behind the last byte. */
  end: number;
}

/** What one document states. */
export interface Stated {
  /** Null where it states nothing. */
  value: string | null;
  places: Place[];
}

/** The notice that must be given before a change is released. */
export interface NoticeNeeded {
  standard_business_days: number;
  emergency_hours: number;
  emergency_same_day: boolean;
}

/** One change. */
export interface Change {
  id: string;
  class: ChangeClass;
  /** The number of its document. */
  document: number;
  name: string;
  message: string;
  old: Stated;
  new: Stated;
  /** Where in the interface. */
  uses: string[];
  harms: { party: string; how: string }[];
  producer: string | null;
  consumer: string | null;
  notice: NoticeNeeded | null;
}

/** A document in its two states. */
export interface Compared {
  form: ReportedForm;
  old: string | null;
  new: string | null;
  state: 'same' | 'changed' | 'added' | 'removed';
  class: ChangeClass;
}

/** `lockstep-diff.v1`. */
export interface DiffReport {
  policy: string;
  class: ChangeClass;
  summary: { none: number; additive: number; breaking: number; needs_gates: number; omitted: number };
  repin_needed: boolean;
  notice: NoticeNeeded | null;
  documents: Compared[];
  changes: Change[];
}

/** A day between an announcement and a release. */
export interface NoticeDay {
  /** `YYYY-MM-DD`. */
  date: string;
  kind: 'announcement' | 'counted' | 'weekend' | 'holiday';
  /** Which business day it is, from 1. */
  number: number | null;
  holiday: string | null;
}

/** Both clocks of the emergency path; instants in UTC. */
export interface Clocks {
  decided: string;
  announced: string;
  announce_by: string;
  announced_late: boolean;
  release_from: string;
  publish_on: string | null;
  published_late: boolean;
  /** Whether the business days of the standard path are counted instead. */
  closed: boolean;
}

/** What a release can fall short of. */
export type ShortfallKind = 'business-days' | 'stability-window' | 'announced-late' | 'published-late' | 'released-early';

/** What a release comes to. */
export interface ReleaseVerdict {
  /** A day, or an instant in UTC. */
  at: string;
  lawful: boolean;
  early_days: number;
  shortfalls: { kind: ShortfallKind; blocks: boolean }[];
}

/** `lockstep-notice.v1`. */
export interface NoticeReport {
  today: string;
  path: 'standard' | 'emergency';
  announced: string;
  utc_offset: string;
  terms: {
    standard_business_days: number;
    emergency_notice_hours: number;
    weekend: string[];
    blocking_emergency_clocks: ('announcement' | 'release')[];
    minimum_sprint_days: number;
  };
  days: NoticeDay[];
  clocks: Clocks | null;
  window: { since: string; days: number; over: string } | null;
  /** A day, or an instant in UTC. */
  earliest: string;
  stable_from: string | null;
  release: ReleaseVerdict | null;
}

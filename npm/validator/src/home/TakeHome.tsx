// Buttons for everything that a journey gives to take home.
import type { Carried, Offer } from './offer.ts';

export interface TakeHomeProperties {
  offers: readonly Offer[];
  /** What a link to the journey carries. */
  carried(): Carried;
}

export function save({ name, type }: Offer, content: string | Uint8Array<ArrayBuffer>): void {
  const address = URL.createObjectURL(new Blob([content], { type }));
  const link = Object.assign(document.createElement('a'), { href: address, download: name });
  link.click();
  URL.revokeObjectURL(address);
}

export function TakeHome({ offers }: TakeHomeProperties) {
  return (
    <div class="row">
      {offers.map((offer) => (
        <button type="button" class="button" key={offer.name} onClick={async () => save(offer, await offer.make())}>{offer.title}</button>
      ))}
    </div>
  );
}

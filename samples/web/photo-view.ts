import type { Region } from '../../plugins/workbench/picture-region.js';

/** The photo with handles on the chosen person's joints. */
export interface PhotoView {
  /** Lies between the photo and the handles: what draws the bodies owns it. */
  readonly overlay: HTMLCanvasElement;
  readonly region: Region;
  /** The joint that buttons and keys act on; null: none. */
  readonly selected: number | null;
  select(k: number | null): void;
  show(picture: CanvasImageSource): void;
  /** Moves the view without asking; see picture-region.ts. */
  moveTo(region: Region): void;
  zoom(factor: number, at?: readonly [number, number]): void;
  /** To the chosen person, or the whole photo if they are shown. */
  fitView(): void;
  /** Told when the view, its size or the selected joint have changed. */
  onView(listener: () => void): void;
}

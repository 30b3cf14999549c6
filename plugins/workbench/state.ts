import type { Detail } from '../../core/detect/people.js';
import type { DepthSide } from '../../core/fit/depth-order.js';
import type { Camera, Detection, Fit, Keypoints } from '../../core/types.js';

/**
 * What a workbench holds: plain data that is never changed in place, so that a state kept is a snapshot and survives
 * structuredClone. K keypoints, B betas.
 */
export interface WorkbenchState {
  /** The picture; its pixels stay with the engine. */
  readonly image: ImageInfo | null;
  /** The most prominent first; those added by hand last. */
  readonly people: readonly Person[];
  /** The person being worked on, an index into `people`; −1 when there is nobody. */
  readonly chosen: number;
  readonly options: Options;
}

export interface ImageInfo {
  /** What the file or object is called; anybody's text, to be shown as text only. */
  readonly name: string;
  readonly width: number;
  readonly height: number;
  /** Pixels, where the file states it. */
  readonly focalLength?: number;
  /** Pixels, where the file does not: by the perspective of the people found, told by the first fit. null: not yet. */
  readonly perspectiveFocalLength?: number | null;
  /** The way things fall, camera frame, as the people told the first fit that asked. Absent: nobody asked; null: nobody tells. */
  readonly down?: Camera['down'] | null;
}

/** Somebody in the picture, what was changed by hand, and the body fitted. */
export interface Person {
  /** Among all who were ever found in the picture or added: it stays through edits, fits and others' removal. */
  readonly id: number;
  /** As found; null for a person whose joints are placed by hand. */
  readonly detection: Detection | null;
  /** Where the keypoints are now. Those switched off keep their confidence here; fittingKeypoints leaves them out. */
  readonly keypoints: Keypoints;
  /** K×3, metres: the detector's idea of depth, mirrored where the person was. */
  readonly worldLandmarks: Float64Array | null;
  /** K. */
  readonly edits: readonly KeypointEdit[];
  /** B: the shape set by hand, which fits keep; null: fits find it. */
  readonly betas: readonly number[] | null;
  /** The user has said which side is which, by Mirror or by taking a fit's exchange back: fits do not exchange limbs. */
  readonly sidesKnown?: boolean;
  /** Metres, where it is known of this person; else fits keep to what the options say. */
  readonly height?: number;
  /** Kilograms, likewise. */
  readonly weight?: number;
  readonly fit: Fit | null;
}

/** What a hand did to a keypoint. */
export interface KeypointEdit {
  /** Moved, or added where the detector saw nothing. */
  readonly moved: boolean;
  /** Takes no part in fits. */
  readonly off: boolean;
  /** Fits put the body exactly here. */
  readonly pinned: boolean;
  /** Than the joint above it on the limb, along the ray to that: nearer to the camera or farther. Absent, null: fits find it. */
  readonly depth?: DepthSide | null;
}

export interface Options {
  /** A body that comes with the package (neutral, female, male) or the name under which engine.addBody got one. */
  readonly body: string;
  /** Effort of the search for people. */
  readonly detail: Detail;
  /** Pixels; null: as the file states, else by the people's perspective, else the picture's diagonal. */
  readonly focalLength: number | null;
  /** Whether people stand upright in files: how the camera is tilted is told by how they stand. */
  readonly upright: boolean;
  /** Degrees that the camera looks down, where that is known: they then stand upright by it. null: unknown. */
  readonly pitch: number | null;
  /** Metres, of everybody of whom no other height is known; null: unknown. */
  readonly height: number | null;
  /** Kilograms, likewise. */
  readonly weight: number | null;
  /** How much a likely pose counts against the keypoints: 1 as measured, 2 twice, 0.5 half. */
  readonly posePrior: number;
  /** How much an average shape counts, likewise. */
  readonly shapePrior: number;
}

export const DEFAULT_OPTIONS: Options = {
  body: 'neutral',
  detail: 'balanced',
  focalLength: null,
  upright: false,
  pitch: null,
  height: null,
  weight: null,
  posePrior: 1,
  shapePrior: 1,
};

export const EMPTY_STATE: WorkbenchState = { image: null, people: [], chosen: -1, options: DEFAULT_OPTIONS };

/** The state without what its people told of the camera's tilt: the next fit asks again. */
export function withoutTilt({ image, ...state }: WorkbenchState): WorkbenchState {
  if (image === null) return { ...state, image };
  const { down: _, ...rest } = image;
  return { ...state, image: rest };
}

/** Where the person of that id is among the people; -1: not there. */
export const indexOf = ({ people }: Pick<WorkbenchState, 'people'>, id: number): number =>
  people.findIndex((person) => person.id === id);

/** The person of that id. */
export const personOf = ({ people }: WorkbenchState, id: number): Person | undefined =>
  people.find((person) => person.id === id);

/** The state with another person in the place of the one at `index`. */
export const withPerson = (state: WorkbenchState, index: number, person: Person): WorkbenchState => ({
  ...state,
  people: state.people.map((other, i) => (i === index ? person : other)),
});

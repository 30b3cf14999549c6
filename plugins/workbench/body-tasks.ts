import type { SkinTexture } from '../../converters/export/skin-texture.js';
import type { Measurements } from '../../core/body/measure.js';
import type { Skeleton } from '../../core/body/skeleton.js';
import { FitError } from '../../core/error.js';
import type { Camera, Fit, RiggedBody } from '../../core/types.js';
import { bodyInPicture } from './body-in-picture.js';
import type { Engine, WrittenFile } from './engine.js';
import type { Abortable } from './picture-tasks.js';
import type { Person, WorkbenchState } from './state.js';
import { seenNow, statedCamera } from './stated-camera.js';
import type { Store } from './store.js';

export interface WriteOptions {
  /** Default: chosen. */
  readonly people?: 'chosen' | 'all';
  /** Of the files, without ending; default: the picture's. */
  readonly name?: string;
  /** Pictures or colour of the skin, painted for the body's atlas; default: plain colours. */
  readonly skin?: SkinTexture;
}

/** What can be had of the fitted body. */
export interface BodyTasks {
  /** The camera of the picture; null without one. */
  camera(): Camera | null;
  /** Where the joints and surface points lie, by name, pixels; null before a fit. */
  bodyPoints(): Promise<Record<string, [number, number]> | null>;
  /** Height, weight, girths; null before a fit. */
  measurements(): Promise<Measurements | null>;
  skeleton(): Promise<Skeleton>;
  /** Mesh and bones of the chosen person, where the camera saw them. */
  rig(options?: Abortable): Promise<RiggedBody>;
  /** Files in one of AVATAR_FORMATS, of the people as they stand together on the floor. */
  write(format: string, options?: Abortable & WriteOptions): Promise<WrittenFile[]>;
}

export function bodyTasks(store: Store, engine: Engine): BodyTasks {
  const body = (): string => store.state.options.body;
  const fitNow = (): Fit | null => store.state.people[store.state.chosen]?.fit ?? null;
  return {
    camera: () => statedCamera(store.state)?.camera ?? null,
    async bodyPoints() {
      const fit = fitNow();
      return fit && bodyInPicture(await engine.skeleton(body()), fit);
    },
    async measurements() {
      const fit = fitNow();
      return fit && engine.measure(body(), [...fit.betas]);
    },
    skeleton: () => engine.skeleton(body()),
    rig: async ({ signal } = {}) => engine.rig(body(), fittedOf(store.state, store.chosen('avatar')), signal),
    write: (format, { people = 'chosen', name = fileName(store.state.image?.name), skin, signal } = {}) =>
      store.run('export', async () => {
        const all = store.state.people.filter(({ fit }) => fit !== null);
        const whom = people === 'chosen' ? [store.chosen('export')] : all;
        const written = {
          format,
          name,
          body: body(),
          people: whom.map((person) => fittedOf(store.state, person)),
          onFloor: true,
        };
        return engine.write({ ...written, ...(skin && { skin }) }, signal);
      }),
  };
}

/** @throws FitError usage before the first fit */
function fittedOf(state: WorkbenchState, { fit }: Person): Fit {
  if (fit !== null) return seenNow(state, fit);
  throw new FitError('usage', 'avatar', 'this person has no body yet.', 'Press Fit first.');
}

/** Letters, digits and the like of a picture's name without its ending: no folders, and not too long for a disk. */
const fileName = (name = ''): string =>
  name
    .replace(/\.\w+$/, '')
    .replace(/[^\p{L}\p{N}._-]+/gu, '_')
    .replace(/^[._]+/, '')
    .slice(0, 80) || 'avatar';

import { standOnFloor } from '../../core/body/floor.js';
import { rigBody } from '../../core/body/rigged-body.js';
import { shapeBody } from '../../core/body/shape.js';
import { poseVertices } from '../../core/body/skinning.js';
import { type OverlayOptions, renderOverlay } from '../../core/render/overlay.js';
import type { Image, RiggedBody } from '../../core/types.js';
import type { FitResult } from './fit-json.js';

/** The people as avatars that stand on the ground together, ready for an exporter. */
export const rigPeople = (result: FitResult): RiggedBody[] => standOnFloor(placedPeople(result));

/** The people as avatars where the camera saw them. */
export const placedPeople = ({ body, people }: FitResult): RiggedBody[] => people.map(({ fit }) => rigBody(body, fit));

/** The shaded bodies over the photo. */
export function drawOverlay({ body, people, camera }: FitResult, photo: Image, options: OverlayOptions = {}): Image {
  const drawn = people.map(({ fit }) => ({
    vertices: poseVertices(body, shapeBody(body, fit.betas), fit.pose, fit.translation),
    faces: body.faces,
    part: body.part,
  }));
  return renderOverlay(photo, drawn, camera, options);
}

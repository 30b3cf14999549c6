import type { Workbench } from '../../plugins/workbench/workbench.js';

/** What tests look at in a host's workbench, in JSON. */
export async function plainWorkbench(workbench: Workbench) {
  const { state, person, busy, isDragging } = workbench;
  const fit = person?.fit ?? null;
  return {
    isIdle: busy === null && !isDragging,
    image: state.image,
    people: state.people.length,
    keypoints: person && { xy: [...person.keypoints.xy], confidence: [...person.keypoints.confidence] },
    worldLandmarks: person?.worldLandmarks ? [...person.worldLandmarks] : null,
    fit: fit && {
      pose: [...fit.pose],
      betas: [...fit.betas],
      translation: [...fit.translation],
      camera: fit.camera,
    },
    points: await workbench.bodyPoints(),
  };
}

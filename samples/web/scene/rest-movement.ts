/** How far the bodies on the stage are from the T-pose to the fit's pose, while they move from one to the other. */
export interface RestMovement {
  /** 0 the T-pose, 1 the pose. */
  readonly share: number;
  showRest(isRest: boolean): void;
  /**
   * Goes on to where it is at a frame's time, milliseconds.
   *
   * @returns whether there is more of the way to go
   */
  advance(time: number): boolean;
}

/** Milliseconds from one pose to the other. */
const MOVE_TIME = 450;
/** The longest that a frame counts for: a stage that was hidden meanwhile does not jump. */
const MAX_FRAME_TIME = 50;

export function createRestMovement(): RestMovement {
  let share = 1;
  let target = 1;
  let lastFrame = 0;
  return {
    get share() {
      return share;
    },
    showRest(isRest) {
      target = isRest ? 0 : 1;
      lastFrame = performance.now();
    },
    advance(time) {
      if (share === target) return false;
      const step = Math.min(time - lastFrame, MAX_FRAME_TIME) / MOVE_TIME;
      const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches;
      if (isStill || Math.abs(target - share) <= step) share = target;
      else share += Math.sign(target - share) * step;
      lastFrame = time;
      return share !== target;
    },
  };
}

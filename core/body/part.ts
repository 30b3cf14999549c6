/** What a vertex is part of: the values of BodyModel.part and RiggedBody.part. */
export const PART = { skin: 0, eyes: 1 } as const;

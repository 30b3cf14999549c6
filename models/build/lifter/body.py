"""The body of the training data: SMPL's form reduced to joints and keypoints, and rotations. Shapes: batch B first."""

import numpy as np
import torch

PARENTS = [-1, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 9, 9, 12, 13, 14, 16, 17, 18, 19, 20, 21]
# Joints whose parents are all in earlier rows: the tree, walked level by level.
LEVELS = [[1, 2, 3], [4, 5, 6], [7, 8, 9], [10, 11, 12, 13, 14], [15, 16, 17], [18, 19], [20, 21], [22, 23]]
# The network moves all joints but the hands, whose turn nothing shows.
MOVED = 22
# Joints among the 21 keypoints: shoulders, elbows, wrists, hips, knees, ankles, left before right.
LIMB_JOINTS = [16, 17, 18, 19, 20, 21, 1, 2, 4, 5, 7, 8]
GENDERS = ("neutral", "female", "male")


class Body:
    """Rest joints and keypoints of one gender, linear in betas: (24,3), (9,3) and their directions (..., 10)."""

    def __init__(self, data, gender):
        table = lambda name: torch.tensor(np.asarray(data[f"{gender}_{name}"]), dtype=torch.float32)
        self.joints, self.points = table("joints"), table("points")
        self.joint_dirs, self.point_dirs = table("joint_dirs"), table("point_dirs")

    def rest(self, betas):
        """Rest joints (B,24,3) and surface points (B,9,3) of betas (B,10), metres."""
        joints = self.joints + (betas @ self.joint_dirs.reshape(-1, 10).T).reshape(-1, 24, 3)
        points = self.points + (betas @ self.point_dirs.reshape(-1, 10).T).reshape(-1, 9, 3)
        return joints, points


class Pose:
    """Forward kinematics from global rotations: one matrix product sums the bones along each chain."""

    def __init__(self, data):
        self.attached = torch.tensor(np.asarray(data["point_joints"]), dtype=torch.long)
        self.parents = torch.tensor([0] + PARENTS[1:])
        chain = torch.zeros(24, 24)
        for joint in range(24):
            above = joint
            while above > 0:
                chain[joint, above] = 1
                above = PARENTS[above]
        self.chain = chain

    def __call__(self, rotations, joints, points, bone_scale=None):
        """Global rotations (B,24,3,3), rest joints and points -> positions relative to the pelvis (B,24,3), (B,21,3)."""
        bones = joints - joints[:, self.parents]
        if bone_scale is not None:
            bones = bones * bone_scale[..., None]
        posed = self.chain @ (rotations[:, self.parents] @ bones[..., None])[..., 0]
        offsets = points - joints[:, self.attached]
        surface = (rotations[:, self.attached] @ offsets[..., None])[..., 0] + posed[:, self.attached]
        return posed, torch.cat([surface[:, :5], posed[:, LIMB_JOINTS], surface[:, 5:]], 1)


def betas_as_neutral(bodies):
    """For each gender the affine map (10,10), (10) to the betas that give the neutral body the same joints."""
    target = bodies[0].joint_dirs - bodies[0].joint_dirs[:1]
    directions = target.reshape(-1, 10).numpy().astype(np.float64)
    # The ridge (0.02 m for a beta of one) keeps directions that hardly move a joint at zero.
    solve = np.linalg.solve(directions.T @ directions + 0.02**2 * np.eye(10), directions.T)
    maps = []
    for body in bodies:
        own = (body.joint_dirs - body.joint_dirs[:1]).reshape(-1, 10).numpy().astype(np.float64)
        shift = (body.joints - body.joints[:1]) - (bodies[0].joints - bodies[0].joints[:1])
        maps.append((torch.tensor(solve @ own).float(), torch.tensor(solve @ shift.reshape(-1).numpy()).float()))
    maps[0] = (torch.eye(10), torch.zeros(10))
    return maps


def rotation(axis_angle):
    """Rodrigues' formula: axis-angle (...,3) -> rotation matrices (...,3,3)."""
    angle = axis_angle.norm(dim=-1, keepdim=True).clamp_min(1e-9)
    x, y, z = (axis_angle / angle).unbind(-1)
    o = torch.zeros_like(x)
    cross = torch.stack([o, -z, y, z, o, -x, -y, x, o], -1).reshape(*x.shape, 3, 3)
    angle = angle[..., None]
    return torch.eye(3) + torch.sin(angle) * cross + (1 - torch.cos(angle)) * (cross @ cross)


def axis_angle(rotations):
    """Logarithm (...,3,3) -> (...,3); within a degree of a half turn its axis is imprecise, which no use here minds."""
    r = rotations
    sine = 0.5 * torch.stack([r[..., 2, 1] - r[..., 1, 2], r[..., 0, 2] - r[..., 2, 0], r[..., 1, 0] - r[..., 0, 1]], -1)
    cosine = 0.5 * (r[..., 0, 0] + r[..., 1, 1] + r[..., 2, 2] - 1)
    length = sine.norm(dim=-1).clamp_min(1e-7)
    return sine * (torch.atan2(length, cosine) / length)[..., None]


def global_rotations(local):
    """Rotations relative to the parent (B,24,3,3) -> relative to the camera."""
    out = [None] * 24
    out[0] = local[:, 0]
    for level in LEVELS:
        products = torch.stack([out[PARENTS[j]] for j in level], 1) @ local[:, level]
        for i, joint in enumerate(level):
            out[joint] = products[:, i]
    return torch.stack(out, 1)


def rotation_from_columns(six):
    """Two columns (...,6), made orthonormal (Zhou et al. 2019, eq. 15) -> rotation matrices (...,3,3)."""
    first, second = six[..., :3], six[..., 3:]
    first = first / first.norm(dim=-1, keepdim=True).clamp_min(1e-6)
    second = second - (first * second).sum(-1, keepdim=True) * first
    second = second / second.norm(dim=-1, keepdim=True).clamp_min(1e-6)
    return torch.stack([first, second, torch.cross(first, second, dim=-1)], -1)

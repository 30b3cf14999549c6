"""Training examples without photos: captured poses on random bodies, seen by random cameras, with a detector's errors.

Frames: OpenCV's camera (x right, y down, z forward); metres; rays are (x/z, y/z). Keypoints (21): COCO's 17, left and
right heel, left and right big toe. Every number below is a choice, wide enough to hold what detectors do.
"""

import math

import torch

from body import GENDERS, Body, Pose, axis_angle, betas_as_neutral, global_rotations, rotation

K = 21
# The frame in which a detector's idea of a keypoint is a constant offset from ours: the bone above it, the head, the foot.
OFFSET_FRAMES = [15] * 5 + [13, 14, 16, 17, 18, 19, 0, 0, 1, 2, 4, 5, 7, 8, 10, 11]
OPPOSITE = [0, 2, 1, 4, 3, 6, 5, 8, 7, 10, 9, 12, 11, 14, 13, 16, 15, 18, 17, 20, 19]
OPPOSITE_JOINT = [0, 2, 1, 3, 5, 4, 6, 8, 7, 9, 11, 10, 12, 14, 13, 15, 17, 16, 19, 18, 21, 20, 23, 22]
# Offsets of BlazePose's left keypoints from ours, metres, in the frames above at rest (x left, y up, z front).
# An earlier estimate than that of core/keypoints/detector-offsets.ts, which fits use: with that one here they were no better.
BLAZEPOSE_OFFSETS = {5: (0.0, 0.017, 0.0), 11: (0.0, 0.0, 0.021), 15: (0.007, 0.034, 0.015)}
FACE, LEFT_ARM, RIGHT_ARM, LEFT_LEG, RIGHT_LEG = [0, 1, 2, 3, 4], [7, 9], [8, 10], [13, 15, 17, 19], [14, 16, 18, 20]
# Points of the skin, whose place detectors agree least on.
LOOSE = FACE + [17, 18, 19, 20]
GROUPS = [FACE, [5, 6, 11, 12], LEFT_ARM, RIGHT_ARM, LEFT_LEG, RIGHT_LEG]
GROUP_OF = [next(g for g, members in enumerate(GROUPS) if k in members) for k in range(K)]
LEGS = [1, 2, 4, 5, 7, 8, 10, 11]
ARM = [13, 16, 18, 20]
# What goes missing together: a side, an arm from the shoulder or elbow, a leg, everything of one half.
LIMBS = [[5, 7, 9], [6, 8, 10], LEFT_ARM, RIGHT_ARM, LEFT_LEG, RIGHT_LEG]
SIDES = [[5, 7, 9, 11] + LEFT_LEG, [6, 8, 10, 12] + RIGHT_LEG]
CUT_OFF = LIMBS + SIDES
CUT_OFF_SHARES = [0.015] * len(LIMBS) + [0.035] * len(SIDES)
# How often each kind of pose is drawn, and how often somebody lies.
SHARES = {"captured": 0.66, "seated": 0.13, "standing": 0.11, "raised": 0.10}
LYING = 0.08
FLIP = torch.diag(torch.tensor([1.0, -1.0, -1.0]))


class Generator:
    """Draws batches of examples; the same data and seed give the same examples."""

    def __init__(self, data, prefix, seed, shares=SHARES, lying=LYING):
        self.poses = [torch.tensor(data[f"{prefix}_{kind}"]).reshape(-1, 24, 3) for kind in SHARES]
        self.shares = [shares.get(kind, 0.0) for kind in SHARES]
        self.lying = lying
        self.bodies = [Body(data, gender) for gender in GENDERS]
        self.to_neutral = betas_as_neutral(self.bodies)
        self.pose = Pose(data)
        self.random = torch.Generator().manual_seed(seed)
        definition = torch.zeros(K, 3)
        for k, offset in BLAZEPOSE_OFFSETS.items():
            definition[k] = torch.tensor(offset)
            definition[OPPOSITE[k]] = torch.tensor(offset) * torch.tensor([-1.0, 1, 1])
        self.definition = definition

    def uniform(self, *shape, low=0.0, high=1.0):
        return torch.rand(*shape, generator=self.random) * (high - low) + low

    def normal(self, *shape):
        return torch.randn(*shape, generator=self.random)

    def chance(self, probability, *shape):
        return torch.rand(*shape, generator=self.random) < probability

    def one_of(self, rows, count):
        return rows[torch.randint(len(rows), (count,), generator=self.random)]

    def draw_poses(self, count):
        """Local axis-angles (count,24,3), by kind of pose."""
        counts = [int(share * count) for share in self.shares]
        counts[counts.index(max(counts))] += count - sum(counts)
        return torch.cat([self.one_of(rows, n) for rows, n in zip(self.poses, counts)])

    def vary(self, poses):
        """Blends, swaps limbs with other poses, adds noise to the joints, mirrors half of the poses."""
        count = len(poses)
        captured = self.poses[0]
        blend = 0.5 * self.uniform(count, 1, 1) * self.chance(0.2, count, 1, 1)
        poses = poses + (self.one_of(captured, count) - poses) * blend
        n = int(self.shares[0] * count)  # Who sits or stands keeps the legs.
        legs, swap = self.one_of(captured, n), self.chance(0.2, n)[:, None, None]
        poses[:n, LEGS] = torch.where(swap, legs[:, LEGS], poses[:n, LEGS])
        arm, swap = self.one_of(captured, count), self.chance(0.15, count)[:, None, None]
        poses[:, ARM] = torch.where(swap, arm[:, ARM], poses[:, ARM])
        noise = self.normal(count, 24, 3) * (self.uniform(count, 1, 1) ** 2 * 0.18)
        noise[:, 0] = 0
        noise[:, [4, 5], 1:] *= 0.3
        noise[:, [18, 19], 2] *= 0.3
        poses = poses + noise
        mirrored = poses[:, OPPOSITE_JOINT] * torch.tensor([1.0, -1.0, -1.0])
        poses = torch.where(self.chance(0.5, count)[:, None, None], mirrored, poses)
        poses[:, 22:] = 0
        return poses

    def orient(self, pelvis):
        """The pelvis' rotation in the camera's frame (B,3,3) from that in the captured world (y up)."""
        count = len(pelvis)
        zero = torch.zeros(count)
        turn = lambda axis, angle: rotation(torch.stack([angle if a == axis else zero for a in range(3)], 1))
        yaw = self.uniform(count, low=-math.pi, high=math.pi)
        pitch = self.normal(count) * math.radians(16) * self.chance(0.85, count)
        roll = self.normal(count) * math.radians(8)
        tilt = self.normal(count, 3) * math.radians(8)
        axis = self.normal(count, 3)
        any_way = axis / axis.norm(dim=1, keepdim=True) * self.uniform(count, 1) * math.pi
        tilt = torch.where(self.chance(0.08, count)[:, None], any_way, tilt)
        # Lying: a quarter turn about a horizontal axis, seen from the side or from above.
        heading = self.uniform(count, low=-math.pi, high=math.pi)
        down = torch.stack([torch.cos(heading), zero, torch.sin(heading)], 1) * (math.pi / 2)
        lies = self.chance(self.lying, count)
        tilt = torch.where(lies[:, None], down + tilt, tilt)
        pitch = torch.where(lies, self.uniform(count, low=-0.1, high=1.4), pitch)
        return turn(2, roll) @ turn(0, pitch) @ FLIP @ turn(1, yaw) @ rotation(tilt) @ pelvis

    def draw_bodies(self, count):
        """Rest joints and points on which the picture is based, bone scales (B,24), and betas of the neutral body."""
        betas = self.normal(count, 10).clamp(-2.5, 2.5)
        cuts = [0, count // 2, 3 * count // 4, count]
        joints, points, neutral = [], [], []
        for body, (matrix, shift), a, b in zip(self.bodies, self.to_neutral, cuts, cuts[1:]):
            rest = body.rest(betas[a:b])
            joints.append(rest[0])
            points.append(rest[1])
            neutral.append(betas[a:b] @ matrix.T + shift)
        # Bodies that no betas describe: each pair of bones a little longer or shorter.
        scale = 1 + 0.04 * self.normal(count, 24)
        scale[:, [2, 5, 8, 11, 14, 17, 19, 21]] = scale[:, [1, 4, 7, 10, 13, 16, 18, 20]]
        # Genders lie in blocks and so do the kinds of poses: a shuffle mixes the two.
        order = torch.randperm(count, generator=self.random)
        return torch.cat(joints)[order], torch.cat(points)[order], scale, torch.cat(neutral)[order]

    def offsets(self, rotations):
        """Where a detector sees each keypoint, relative to ours (B,21,3), metres."""
        count = len(rotations)
        own = self.normal(count, K, 3) * 0.02 * self.chance(0.8, count, 1, 1)
        own[:, LOOSE] *= 1.7
        mirrored = own[:, OPPOSITE] * torch.tensor([-1.0, 1, 1])
        symmetric = torch.where(torch.tensor([k > OPPOSITE[k] for k in range(K)])[:, None], mirrored, own)
        offset = symmetric + 0.3 * own + self.definition * self.chance(0.5, count, 1, 1)
        return (rotations[:, OFFSET_FRAMES] @ offset[..., None])[..., 0]

    def detect(self, rays, away):
        """A detector's errors: rays (B,21,2) -> noisy rays and confidences (B,21). `away`: who turns the face away."""
        count = len(rays)
        size = (rays - rays.mean(1, keepdim=True)).square().sum(-1).mean(1).sqrt()[:, None]
        level = 0.005 + 0.05 * self.uniform(count, 1) ** 1.5
        noise = level * torch.exp(0.4 * self.normal(count, K))
        group = torch.randint(6, (count, 1), generator=self.random)
        lost = (group == torch.tensor(GROUP_OF)) & self.chance(0.25, count, 1)
        noise = torch.where(lost, noise + self.uniform(count, 1, low=0.03, high=0.25), noise)
        face = torch.zeros(K, dtype=torch.bool)
        face[FACE] = True
        guessed = face & (away & self.chance(0.6, count))[:, None]
        noise = torch.where(guessed, noise + self.uniform(count, 1, low=0.02, high=0.12), noise)
        shared = self.normal(count, 6, 2)[:, GROUP_OF]
        rays = rays + (0.85 * self.normal(count, K, 2) + 0.5 * shared) * (noise * size)[..., None]

        coupled = (0.035 / noise * torch.exp(0.5 * self.normal(count, K))).clamp(0.03, 1)
        unrelated = self.uniform(count, K, low=0.4, high=1.0)
        mode = self.uniform(count, 1)
        confidence = torch.where(mode < 0.35, coupled, torch.where(mode < 0.6, unrelated, torch.ones(count, K)))

        outlier = self.chance(0.03, count, K) & self.chance(0.35, count, 1)
        rays = rays + outlier[..., None] * self.normal(count, K, 2) * 0.6 * size[..., None]
        confidence = torch.where(outlier, confidence * self.uniform(count, K, low=0.2, high=1.0), confidence)
        return self.swap_sides(rays), confidence

    def swap_sides(self, rays):
        """Left for right, rarely: everything, the legs, the arms."""
        draw = self.uniform(len(rays), 1, 1)
        everything = torch.tensor(OPPOSITE)
        legs = torch.tensor([k if k < 11 else OPPOSITE[k] for k in range(K)])
        arms = torch.tensor([OPPOSITE[k] if 5 <= k < 11 else k for k in range(K)])
        rays = torch.where(draw < 0.01, rays[:, everything], rays)
        rays = torch.where((draw >= 0.01) & (draw < 0.025), rays[:, legs], rays)
        return torch.where((draw >= 0.025) & (draw < 0.035), rays[:, arms], rays)

    def hide(self, confidence, away):
        """Sets the confidence of unseen keypoints to 0: sets without feet, single losses, truncation, sides, faces."""
        count = len(confidence)
        confidence = confidence.clone()
        confidence[:, 17:] *= self.chance(0.5, count, 1)
        losses = torch.tensor([0.0, 0.05, 0.2])[torch.randint(3, (count, 1), generator=self.random)]
        confidence = confidence * (self.uniform(count, K) >= losses)
        cut = self.uniform(count, 1)
        confidence[:, 15:] *= cut >= 0.18  # ankles and below
        confidence[:, 13:15] *= cut >= 0.13  # knees
        confidence[:, 11:13] *= cut >= 0.04  # hips: a portrait
        side = self.uniform(count, 1)
        start = 0.0
        for members, share in zip(CUT_OFF, CUT_OFF_SHARES):
            confidence[:, members] *= (side < start) | (side >= start + share)
            start += share
        confidence[:, FACE] *= ~((away & self.chance(0.35, count)) | self.chance(0.06, count))[:, None]
        ear = self.uniform(count)
        confidence[:, 3] *= ear >= 0.08
        confidence[:, 4] *= (ear < 0.08) | (ear >= 0.16)
        # With fewer than five keypoints there is nothing to learn: those samples get their torso and arms back.
        empty = (confidence > 0).sum(1) < 5
        confidence[:, 5:13] = torch.where(empty[:, None], torch.ones(count, 8), confidence[:, 5:13])
        return confidence

    def depths(self, keypoints):
        """What a detector's 3D landmarks say of depth (B,21) for true keypoints (B,21,3): about 0.13 m wrong."""
        count = len(keypoints)
        hips = 0.5 * (keypoints[:, 11:12] + keypoints[:, 12:13])
        z = (keypoints - hips)[..., 2].clone()
        for root, members in ((5, LEFT_ARM), (6, RIGHT_ARM), (11, LEFT_LEG), (12, RIGHT_LEG)):
            mirrored = self.chance(0.06, count, 1)
            z[:, members] = torch.where(mirrored, 2 * z[:, root : root + 1] - z[:, members], z[:, members])
            # Errors grow along the limb.
            z[:, members] += 0.06 * self.normal(count, 1) + 0.06 * self.normal(count, len(members))
        gain = 0.9 + 0.15 * self.normal(count, 1)
        lean = torch.tan((self.normal(count, 2) * math.radians(10)).clamp(-0.6, 0.6))
        z = z * gain + ((keypoints - hips)[..., :2] * lean[:, None]).sum(-1)
        return z + 0.05 * self.normal(count, K)

    def __call__(self, count, clean=False):
        """One batch: features and what the network should answer. `clean`: 2 % noise, all of COCO's 17 seen."""
        poses = self.draw_poses(count)
        if not clean:
            poses = self.vary(poses)
        local = rotation(poses)
        local[:, 0] = self.orient(local[:, 0])
        rotations = global_rotations(local)
        rest_joints, rest_points, scale, betas = self.draw_bodies(count)
        joints, keypoints = self.pose(rotations, rest_joints, rest_points, scale)
        distance = torch.exp(self.uniform(count, low=math.log(1.6), high=math.log(22.0)))
        place = torch.stack([0.06 * self.normal(count) * distance, 0.06 * self.normal(count) * distance, distance], 1)
        seen = keypoints if clean else keypoints + self.offsets(rotations)
        seen = seen + place[:, None]
        rays = seen[..., :2] / seen[..., 2:].clamp_min(0.4)
        away = rotations[:, 15, 2, 2] > 0.2
        if clean:
            confidence = torch.ones(count, K)
            confidence[:, 17:] = 0
            rays = rays + 0.02 * 0.45 / distance[:, None, None] * self.normal(count, K, 2)
        else:
            rays, confidence = self.detect(rays, away)
            confidence = self.hide(confidence, away)
        view, flat, log_size = normalise(rays, confidence)
        if not clean:
            # A focal length wrong by k scales the rays by k: in the virtual camera that is the size alone.
            wrong = self.chance(0.5, count, 1)
            log_size = log_size + wrong * self.uniform(count, 1, low=-math.log(2), high=math.log(2))
        turned = keypoints @ view.transpose(1, 2)
        depth = self.depths(turned)
        with_depth = self.chance(0.5, count, 1).float()
        return {
            "features": features(flat, confidence, log_size, depth, with_depth),
            "plain": features(flat, confidence, log_size, depth, torch.zeros(count, 1)),
            "deep": features(flat, confidence, log_size, depth, torch.ones(count, 1)),
            "rotations": view[:, None] @ rotations,
            "joints": joints @ view.transpose(1, 2),
            "keypoints": turned,
            "betas": betas,
            "pose": axis_angle(local[:, 1:22]),
        }


def normalise(rays, confidence):
    """The virtual camera that looks along the weighted mean ray: rotation (B,3,3), rays in it less their mean and
    divided by their weighted RMS (B,21,2), and the logarithm of that RMS (B,1)."""
    weight = (confidence / confidence.sum(1, keepdim=True))[..., None]
    x, y = (weight * rays).sum(1).unbind(-1)
    length = torch.sqrt(x * x + y * y + 1)
    x, y, z = x / length, y / length, 1 / length
    w = 1 / (1 + z)
    # The smallest rotation that takes (x, y, z) to (0, 0, 1).
    view = torch.stack([1 - x * x * w, -x * y * w, -x, -x * y * w, 1 - y * y * w, -y, x, y, z], -1).reshape(-1, 3, 3)
    turned = torch.cat([rays, torch.ones_like(rays[..., :1])], -1) @ view.transpose(1, 2)
    turned = turned[..., :2] / turned[..., 2:].clamp_min(0.05)
    centred = turned - (weight * turned).sum(1, keepdim=True)
    size = (weight * centred.square()).sum((1, 2)).sqrt().clamp_min(1e-4)[:, None]
    return view, centred / size[..., None] * (confidence > 0)[..., None], size.log()


def features(flat, confidence, log_size, depth, with_depth):
    """The 86 inputs, in the order of core/lift/features.ts."""
    weight = confidence / confidence.sum(1, keepdim=True)
    relative = 2 * (depth - (weight * depth).sum(1, keepdim=True)) * with_depth * (confidence > 0)
    return torch.cat([flat.clamp(-6, 6).flatten(1), confidence, log_size + 2, relative, with_depth], 1)

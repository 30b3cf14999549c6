"""Trains the lifting network: `python3 train.py training.npz weights.npz --steps N --seed S`. Needs numpy and torch.

With `--minutes M` the clock chooses the number of steps; `--steps` with that number then repeats the run.

One thread and a seed make a run repeatable on one machine; other machines round differently, and agree within a
millimetre or two. An optimised BLAS (Debian: libopenblas0-serial) makes it some ten times faster than the plain one.
"""

import argparse
import json
import math
import time

import numpy as np
import torch

from body import Body, Pose, axis_angle, PARENTS
from generator import Generator
from network import Lifter, with_hands

# Joints that count little (spine, collars: no keypoint shows them) or not at all (pelvis: the origin; hands).
JOINT_WEIGHT = torch.ones(24)
JOINT_WEIGHT[[3, 6, 9, 13, 14]] = 0.3
JOINT_WEIGHT[[0, 22, 23]] = 0
POINT_WEIGHT = torch.zeros(21)
POINT_WEIGHT[:5] = 0.4
POINT_WEIGHT[17:] = 1
AXIS_WEIGHT = torch.tensor([1.3, 1.3, 1.0])
ROTATION_WEIGHT, BETA_WEIGHT, SIGMA_WEIGHT = 0.04, 0.002, 0.02
# Deviations learn from a part of the batch: their logarithms cost as much as everything else together.
SIGMA_SHARE = 4
# An error beyond this (radians) is a flip, not a spread.
LARGEST_ERROR = 1.5
# LSP's joints without the head top: what the figures are about.
SCORED = [1, 2, 4, 5, 7, 8, 16, 17, 18, 19, 20, 21, 12]
AVERAGE_DECAY = 0.998
WARM_STEPS = 300
# The rate is constant up to this part of the steps, then falls as a half cosine to a hundredth.
CONSTANT_PART = 0.6


def position_loss(body, pose, rotations, betas, batch):
    joints, points = pose(with_hands(rotations), *body.rest(betas))
    joint = (((joints - batch["joints"]).abs() * AXIS_WEIGHT).sum(-1) * JOINT_WEIGHT).sum(1)
    point = (((points - batch["keypoints"]).abs() * AXIS_WEIGHT).sum(-1) * POINT_WEIGHT).sum(1)
    return ((joint + point) / (JOINT_WEIGHT.sum() + POINT_WEIGHT.sum())).mean()


def pose_errors(rotations, batch):
    """What the anchor calls its residual (B,66): log(R Rlift^T) of the pelvis, axis-angle differences of the joints."""
    count = len(rotations)
    pelvis = axis_angle(batch["rotations"][:count, 0] @ rotations[:, 0].transpose(1, 2))
    local = rotations[:, PARENTS[1:22]].transpose(-1, -2) @ rotations[:, 1:22]
    joints = batch["pose"][:count] - axis_angle(local)
    return torch.cat([pelvis, joints.reshape(count, -1)], 1)


def sigma_loss(log_sigma, errors):
    """Negative log-likelihood of a normal distribution, mean over the numbers."""
    log_sigma = log_sigma.clamp(-4, 1)
    return (log_sigma + 0.5 * (errors.clamp(-LARGEST_ERROR, LARGEST_ERROR) / log_sigma.exp()) ** 2).mean()


def aligned_error(a, b):
    """Mean distance of the points (B,M,3) after the best similarity (Umeyama 1991)."""
    x, y = a - a.mean(1, keepdim=True), b - b.mean(1, keepdim=True)
    u, s, v = torch.linalg.svd(x.transpose(1, 2) @ y)
    sign = torch.ones_like(s)
    sign[:, 2] = torch.sign(torch.det(u @ v))
    turn = u @ torch.diag_embed(sign) @ v
    scale = (s * sign).sum(1) / x.square().sum((1, 2))
    return (scale[:, None, None] * (x @ turn) - y).norm(dim=2).mean(1)


@torch.no_grad()
def evaluate(network, body, pose, batch, features):
    """Millimetres on one batch: mean error at the hips, after alignment, and how the deviations fit the errors."""
    rotations, betas, log_sigma = network(batch[features])
    joints, _ = pose(with_hands(rotations), *body.rest(betas))
    at_hips = lambda x: x[:, SCORED] - 0.5 * (x[:, 1:2] + x[:, 2:3])
    a, b = at_hips(joints), at_hips(batch["joints"])
    errors = pose_errors(rotations, batch).clamp(-LARGEST_ERROR, LARGEST_ERROR)
    return {
        "mpjpe": 1000 * (a - b).norm(dim=-1).mean().item(),
        "pa": 1000 * aligned_error(a, b).mean().item(),
        "sigma_ratio": (errors / log_sigma.clamp(-4, 1).exp()).square().mean().sqrt().item(),
        "sigma": log_sigma.exp().mean(0).reshape(-1, 3).square().mean(1).sqrt().tolist(),
    }


def rate_at(step, steps):
    """Learning rate as a share of the highest; `steps` is None as long as their number is open."""
    fallen = 0 if steps is None else max(0, step / steps - CONSTANT_PART) / (1 - CONSTANT_PART)
    return min(1, step / WARM_STEPS) * (0.5 * (1 + math.cos(math.pi * fallen)) * 0.99 + 0.01)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("data")
    parser.add_argument("out")
    length = parser.add_mutually_exclusive_group(required=True)
    length.add_argument("--steps", type=int)
    length.add_argument("--minutes", type=float)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--batch", type=int, default=384)
    parser.add_argument("--width", type=int, default=640)
    parser.add_argument("--blocks", type=int, default=2)
    parser.add_argument("--rate", type=float, default=1.2e-3)
    options = parser.parse_args()
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    torch.manual_seed(options.seed)
    data = np.load(options.data)
    body, pose = Body(data, "neutral"), Pose(data)
    train = Generator(data, "train", options.seed)
    tests = {
        "held out, clean": Generator(data, "held_out", 1001)(1000, clean=True),
        "held out, as in training": Generator(data, "held_out", 1002)(1000),
        "training subjects, as in training": Generator(data, "train", 1003)(1000),
        "held out, seated, clean": Generator(data, "held_out", 1004, {"seated": 1.0}, 0)(500, clean=True),
        "held out, standing, clean": Generator(data, "held_out", 1005, {"standing": 1.0}, 0)(500, clean=True),
        "held out, arms raised, clean": Generator(data, "held_out", 1006, {"raised": 1.0}, 0)(500, clean=True),
        "held out, lying, clean": Generator(data, "held_out", 1007, lying=1)(500, clean=True),
    }
    network, average = (Lifter(options.width, options.blocks) for _ in range(2))
    average.load_state_dict(network.state_dict())
    optimiser = torch.optim.AdamW(network.parameters(), weight_decay=1e-3, betas=(0.9, 0.98))
    scores = lambda: {f"{name}, {kind}": evaluate(average, body, pose, batch, kind)
                      for name, batch in tests.items() for kind in ("plain", "deep")}

    def save(steps):
        arrays = {name: value.numpy() for name, value in average.state_dict().items()}
        np.savez(options.out, **arrays)
        with open(f"{options.out}.json", "w") as file:
            json.dump({**vars(options), "steps": steps, "seconds": time.time() - start, "scores": scores()}, file)

    start, spent, shown = time.time(), [0.0, 0.0], [0.0, 0.0]
    step, steps = 0, options.steps
    while steps is None or step < steps:
        step += 1
        if steps is None and time.time() - start > CONSTANT_PART * 60 * options.minutes:
            steps = math.ceil(step / CONSTANT_PART)
        rate = options.rate * rate_at(step, steps)
        for group in optimiser.param_groups:
            group["lr"] = rate
        t0 = time.time()
        batch = train(options.batch)
        t1 = time.time()
        rotations, betas, log_sigma = network(batch["features"])
        position = position_loss(body, pose, rotations, betas, batch)
        turn = (rotations - batch["rotations"][:, :22]).square().sum((-1, -2)).mean()
        shape = (betas - batch["betas"]).square().sum(1).mean()
        part = options.batch // SIGMA_SHARE
        chosen = torch.arange(0, options.batch, SIGMA_SHARE)[:part]
        some = {name: batch[name][chosen] for name in ("rotations", "pose")}
        likelihood = sigma_loss(log_sigma[chosen], pose_errors(rotations[chosen].detach(), some))
        loss = position + ROTATION_WEIGHT * turn + BETA_WEIGHT * shape + SIGMA_WEIGHT * likelihood
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 0.5)
        optimiser.step()
        with torch.no_grad():
            keep = min(AVERAGE_DECAY, 1 - 1 / (step + 1))
            for mean, value in zip(average.parameters(), network.parameters()):
                mean.lerp_(value, 1 - keep)
        spent = [spent[0] + t1 - t0, spent[1] + time.time() - t1]
        shown = [0.99 * shown[0] + 0.01 * position.item(), 0.99 * shown[1] + 0.01]
        if step % 1000 == 0 or step == steps:
            save(step if steps is None else steps)
            figures = " | ".join(f"{s['mpjpe']:.1f}/{s['pa']:.1f} x{s['sigma_ratio']:.2f}" for s in scores().values())
            print(f"{step} {time.time() - start:.0f}s loss {shown[0] / shown[1]:.4f} nll {likelihood.item():.3f} "
                  f"[generate {1e3 * spent[0] / step:.0f} ms, learn {1e3 * spent[1] / step:.0f} ms] {figures}", flush=True)


if __name__ == "__main__":
    main()

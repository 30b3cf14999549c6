"""The lifting network. Its sizes and the layout of its output are repeated in network.ts, which writes it as ONNX."""

import torch
from torch import nn

from body import MOVED, rotation_from_columns

FEATURES = 21 * 2 + 21 + 1 + 21 + 1
ROTATIONS = 6 * MOVED
BETAS = 10
SIGMAS = 3 * MOVED


class Block(nn.Module):
    """h + W2 relu(W1 norm(h))"""

    def __init__(self, width):
        super().__init__()
        self.norm = nn.LayerNorm(width)
        self.up = nn.Linear(width, width)
        self.down = nn.Linear(width, width)
        nn.init.zeros_(self.down.bias)
        self.down.weight.data *= 0.3

    def forward(self, h):
        return h + self.down(torch.relu(self.up(self.norm(h))))


class Lifter(nn.Module):
    """Features (B,86) -> columns of 22 global rotations (B,132), betas (B,10), log standard deviations (B,66)."""

    def __init__(self, width, blocks):
        super().__init__()
        self.enter = nn.Linear(FEATURES, width)
        self.blocks = nn.ModuleList([Block(width) for _ in range(blocks)])
        self.norm = nn.LayerNorm(width)
        self.leave = nn.Linear(width, ROTATIONS + BETAS)
        self.sigma = nn.Linear(width, SIGMAS)
        self.leave.weight.data *= 0.5
        self.sigma.weight.data *= 0.1
        nn.init.constant_(self.sigma.bias, -1.2)
        # Start upright in front of the camera: columns (1,0,0) and (0,-1,0).
        self.leave.bias.data.zero_()
        self.leave.bias.data[:ROTATIONS] = torch.tensor([1.0, 0, 0, 0, -1, 0]).repeat(MOVED)

    def forward(self, features):
        h = torch.relu(self.enter(features))
        for block in self.blocks:
            h = block(h)
        h = self.norm(h)
        out = self.leave(h)
        rotations = rotation_from_columns(out[:, :ROTATIONS].reshape(-1, MOVED, 6))
        # What it does not know must not pull at what it knows: the deviations learn from the features as they are.
        return rotations, out[:, ROTATIONS:], self.sigma(h.detach())


def with_hands(rotations):
    """Appends the hands (B,22,3,3) -> (B,24,3,3): they turn with the wrists."""
    return torch.cat([rotations, rotations[:, 20:22]], 1)

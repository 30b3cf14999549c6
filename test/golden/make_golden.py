"""Makes smpl-forward.json: a small random body in SMPL's form and its forward results, in float64.

Written from the paper (Loper et al. 2015, eq. 2-10), not from any program; rotations are scipy's
`Rotation.from_rotvec`. Checked once against the golden results of a body of 478 vertices made elsewhere
(data/smpl-format of the project's shared material): joints and vertices agree to 1e-7 m.

    python3 test/golden/make_golden.py > test/golden/smpl-forward.json
"""

import json
import platform

import numpy
import scipy
from scipy.spatial.transform import Rotation

PARENTS = [-1, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 9, 9, 12, 13, 14, 16, 17, 18, 19, 20, 21]
JOINTS = len(PARENTS)
VERTICES = 12
BETAS = 3


def round_list(array):
    return numpy.round(array, 9).tolist()


def random_body(rng):
    template = rng.normal(0, 0.5, (VERTICES, 3))
    regressor = rng.dirichlet(numpy.ones(VERTICES), JOINTS)
    weights = numpy.zeros((VERTICES, JOINTS))
    for vertex in range(VERTICES):
        joints = rng.choice(JOINTS, 4, replace=False)
        weights[vertex, joints] = rng.dirichlet(numpy.ones(4))
    return {
        "template": template.round(4),
        "shapedirs": rng.normal(0, 0.02, (VERTICES, 3, BETAS)).round(4),
        "posedirs": rng.normal(0, 0.005, (VERTICES, 3, 9 * (JOINTS - 1))).round(4),
        "regressor": regressor / regressor.sum(1, keepdims=True),
        "weights": weights / weights.sum(1, keepdims=True),
    }


def forward(body, betas, pose, translation):
    """Vertices and joints, the global orientation turning about joint 0."""
    shaped = body["template"] + body["shapedirs"] @ betas
    joints = body["regressor"] @ shaped
    rotations = Rotation.from_rotvec(pose.reshape(JOINTS, 3)).as_matrix()
    feature = (rotations[1:] - numpy.eye(3)).ravel()
    posed_rest = shaped + body["posedirs"] @ feature

    world = numpy.zeros((JOINTS, 4, 4))
    for joint, parent in enumerate(PARENTS):
        local = numpy.eye(4)
        local[:3, :3] = rotations[joint]
        local[:3, 3] = joints[joint] - (joints[parent] if parent >= 0 else 0)
        world[joint] = local if parent < 0 else world[parent] @ local

    relative = world.copy()
    relative[:, :3, 3] -= numpy.einsum("jab,jb->ja", world[:, :3, :3], joints)
    blended = numpy.einsum("vj,jab->vab", body["weights"], relative)
    vertices = numpy.einsum("vab,vb->va", blended[:, :3, :3], posed_rest) + blended[:, :3, 3]
    return vertices + translation, world[:, :3, 3] + translation


def main():
    rng = numpy.random.default_rng(20261122)
    body = random_body(rng)
    cases = []
    for scale in (0, 0.2, 1.0, 3.0):
        betas = rng.normal(0, 1, BETAS).round(6) * (scale > 0)
        pose = rng.normal(0, 0.3, 3 * JOINTS).round(6) * scale
        translation = rng.normal(0, 2, 3).round(6) * (scale > 0)
        vertices, joints = forward(body, betas, pose, translation)
        cases.append(
            {
                "betas": betas.tolist(),
                "pose": pose.tolist(),
                "translation": translation.tolist(),
                "vertices": round_list(vertices),
                "joints": round_list(joints),
            }
        )
    versions = f"python {platform.python_version()}, numpy {numpy.__version__}, scipy {scipy.__version__}"
    result = {
        "madeBy": "test/golden/make_golden.py",
        "with": versions,
        "body": {key: round_list(value) for key, value in body.items()},
        "cases": cases,
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()

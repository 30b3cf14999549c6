"""Evaluates a body file with a result file as any Python program would, and prints the vertices as JSON.

    python3 evaluate_smpl.py BODY.npz|BODY.pkl RESULT.npz|RESULT.pkl

Loads with numpy.load or pickle.load without options, poses with scipy's rotations (Loper et al. 2015, eq. 2-10).
"""

import json
import pickle
import sys

import numpy
from scipy.spatial.transform import Rotation


def load(path):
    if path.endswith(".npz"):
        with numpy.load(path) as archive:
            return dict(archive)
    with open(path, "rb") as file:
        return pickle.load(file)


def forward(body, betas, pose, translation):
    parents = body["kintree_table"][0].astype(numpy.int64)
    joints_count = len(parents)
    shaped = body["v_template"].astype(float) + body["shapedirs"][:, :, : len(betas)].astype(float) @ betas
    joints = body["J_regressor"] @ shaped
    rotations = Rotation.from_rotvec(pose.reshape(joints_count, 3)).as_matrix()
    posed_rest = shaped + body["posedirs"].astype(float) @ (rotations[1:] - numpy.eye(3)).ravel()
    world = numpy.zeros((joints_count, 4, 4))
    for joint in range(joints_count):
        local = numpy.eye(4)
        local[:3, :3] = rotations[joint]
        local[:3, 3] = joints[joint] - (joints[parents[joint]] if joint else 0)
        world[joint] = world[parents[joint]] @ local if joint else local
    world[:, :3, 3] -= numpy.einsum("jab,jb->ja", world[:, :3, :3], joints)
    blended = numpy.einsum("vj,jab->vab", body["weights"].astype(float), world)
    return numpy.einsum("vab,vb->va", blended[:, :3, :3], posed_rest) + blended[:, :3, 3] + translation


def main():
    body, result = load(sys.argv[1]), load(sys.argv[2])
    poses = numpy.atleast_2d(result["poses"] if "poses" in result else result["pose"])
    translations = numpy.atleast_2d(result["trans"] if "trans" in result else result["cam_t"])
    frames = [forward(body, result["betas"], *frame).tolist() for frame in zip(poses, translations)]
    told = {key: numpy.asarray(result[key]).tolist() for key in ("gender", "mocap_framerate", "f") if key in result}
    print(json.dumps({"frames": frames, "told": told}))


if __name__ == "__main__":
    main()

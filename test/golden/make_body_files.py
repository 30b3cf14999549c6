"""Makes small body files in the layouts that people have, and what they must evaluate to.

smpl_python2.pkl  the body of smpl-forward.json as the released SMPL models are: protocol 2, byte strings of Python 2,
                  a scipy.sparse.csc.csc_matrix, a chumpy Select over a Ch, Fortran order, float64
smpl_python3.pkl  the same, cleaned: protocol 4, plain NumPy arrays and SciPy's own csc_matrix
smplh.npz         a random body of 52 joints (SMPL-H: 22 of the body, 15 a hand) with 16 betas, float32
smplx.npz         a random body of 55 joints (SMPL-X: jaw, eyes and hands) with 20 betas
body-files.json   forward results of the last two with flat hands and a still face, in float64, written from the paper
                  (Loper et al. 2015, eq. 2-10)

    cd test/golden && python3 make_body_files.py
"""

import json
import pickle
import platform
import struct
import sys
import types

import numpy
import scipy.sparse
from scipy.spatial.transform import Rotation

BODY = [-1, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 9, 9, 12, 13, 14, 16, 17, 18, 19]
FACE = [15, 15, 15]
VERTICES = 20


def fingers(first, wrist):
    """Five fingers of three joints each."""
    return [wrist if joint % 3 == 0 else first + joint - 1 for joint in range(15)]


SMPLH = BODY + fingers(22, 20) + fingers(37, 21)
SMPLX = BODY + FACE + fingers(25, 20) + fingers(40, 21)


def kintree(parents):
    return numpy.array([[2**32 - 1] + parents[1:], range(len(parents))], numpy.uint32)


def forward(body, parents, betas, pose, translation):
    joints_count = len(parents)
    shaped = body["v_template"] + body["shapedirs"][:, :, : len(betas)] @ betas
    joints = body["J_regressor"] @ shaped
    rotations = Rotation.from_rotvec(pose.reshape(joints_count, 3)).as_matrix()
    posed_rest = shaped + body["posedirs"] @ (rotations[1:] - numpy.eye(3)).ravel()
    world = numpy.zeros((joints_count, 4, 4))
    for joint, parent in enumerate(parents):
        local = numpy.eye(4)
        local[:3, :3] = rotations[joint]
        local[:3, 3] = joints[joint] - (joints[parent] if parent >= 0 else 0)
        world[joint] = local if parent < 0 else world[parent] @ local
    world[:, :3, 3] -= numpy.einsum("jab,jb->ja", world[:, :3, :3], joints)
    blended = numpy.einsum("vj,jab->vab", body["weights"], world)
    return numpy.einsum("vab,vb->va", blended[:, :3, :3], posed_rest) + blended[:, :3, 3] + translation


def random_body(rng, parents, betas):
    joints = len(parents)
    weights = numpy.zeros((VERTICES, joints))
    for vertex in range(VERTICES):
        weights[vertex, rng.choice(joints, 4, replace=False)] = rng.dirichlet(numpy.ones(4))
    return {
        "v_template": rng.normal(0, 0.5, (VERTICES, 3)).astype(numpy.float32),
        "shapedirs": rng.normal(0, 0.02, (VERTICES, 3, betas)).astype(numpy.float32),
        "posedirs": rng.normal(0, 0.005, (VERTICES, 3, 9 * (joints - 1))).astype(numpy.float16),
        "J_regressor": rng.dirichlet(numpy.ones(VERTICES), joints),
        "weights": weights,
        "kintree_table": kintree(parents),
        "f": numpy.array([[0, 1, 2], [0, 2, 3]], numpy.uint32),
    }


def forward_cases(body, parents, rng):
    """The first 22 joints turn, fingers, jaw and eyes do not."""
    cases = []
    for _ in range(2):
        body_pose = rng.normal(0, 0.4, 66).round(6)
        betas = rng.normal(0, 1, 10).round(6)
        translation = rng.normal(0, 1, 3).round(6)
        pose = numpy.concatenate([body_pose, numpy.zeros(3 * len(parents) - 66)])
        vertices = forward(body, parents, betas, pose, translation)
        case = {"betas": betas, "pose": body_pose, "translation": translation, "vertices": vertices.round(9)}
        cases.append({key: value.tolist() for key, value in case.items()})
    return cases


class Python2Pickler(pickle._Pickler):
    """Writes str and bytes alike as the byte strings that Python 2 had."""

    dispatch = dict(pickle._Pickler.dispatch)

    def save_string(self, value):
        data = value.encode("ascii") if isinstance(value, str) else value
        short = len(data) < 256
        self.write((b"U" + bytes([len(data)]) if short else b"T" + struct.pack("<i", len(data))) + data)
        self.memoize(value)

    dispatch[str] = save_string
    dispatch[bytes] = save_string


def stand_in(module, name):
    """A class that is pickled under the name of one that is not installed."""
    created = type(name, (), {"__module__": module})
    if module not in sys.modules:
        sys.modules[module] = types.ModuleType(module)
    setattr(sys.modules[module], name, created)
    return created


def with_state(cls, **state):
    made = cls()
    made.__dict__.update(state)
    return made


def python2_file(path, body):
    ch, select = stand_in("chumpy.ch", "Ch"), stand_in("chumpy.reordering", "Select")
    sys.modules.setdefault("chumpy", types.ModuleType("chumpy"))
    saved = sys.modules.pop("scipy.sparse.csc", None)
    csc = stand_in("scipy.sparse.csc", "csc_matrix")
    vertices, _, betas = body["shapedirs"].shape
    # The released file keeps more components than it shows: Select picks the first ones.
    full = numpy.full((vertices, 3, betas + 2), 9.0)
    full[:, :, :betas] = body["shapedirs"]
    picked = numpy.arange(full.size).reshape(full.shape)[:, :, :betas].ravel()
    common = {"_dirty_vars": set(), "_itr": 0, "_parents": {}, "_cache": {}}
    sparse = scipy.sparse.csc_matrix(body["J_regressor"])
    released = {
        **body,
        "posedirs": numpy.asfortranarray(body["posedirs"]),
        "J_regressor": with_state(
            csc, _shape=sparse.shape, maxprint=50, data=sparse.data, indices=sparse.indices, indptr=sparse.indptr
        ),
        "shapedirs": with_state(
            select, a=with_state(ch, x=full, **common), idxs=picked, preferred_shape=(vertices, 3, betas), **common
        ),
        "bs_style": "lbs",
        "bs_type": "lrotmin",
    }
    with open(path, "wb") as file:
        Python2Pickler(file, 2).dump(released)
    del sys.modules["scipy.sparse.csc"]
    if saved is not None:
        sys.modules["scipy.sparse.csc"] = saved


def golden_body():
    with open("smpl-forward.json") as file:
        body = json.load(file)["body"]
    arrays = {key: numpy.array(value) for key, value in body.items()}
    return {
        "v_template": arrays["template"],
        "shapedirs": arrays["shapedirs"],
        "posedirs": arrays["posedirs"],
        "J_regressor": arrays["regressor"],
        "weights": arrays["weights"],
        "kintree_table": kintree(BODY + [20, 21]),
        "f": numpy.array([[0, 1, 2]], numpy.uint32),
    }


def main():
    body = golden_body()
    python2_file("smpl_python2.pkl", body)
    cleaned = {**body, "J_regressor": scipy.sparse.csc_matrix(body["J_regressor"])}
    with open("smpl_python3.pkl", "wb") as file:
        pickle.dump(cleaned, file, protocol=4)

    rng = numpy.random.default_rng(52)
    cases = {}
    for name, parents, betas in (("smplh", SMPLH, 16), ("smplx", SMPLX, 20)):
        larger = random_body(rng, parents, betas)
        numpy.savez_compressed(f"{name}.npz", **larger)
        cases[name] = forward_cases(larger, parents, rng)
    versions = f"python {platform.python_version()}, numpy {numpy.__version__}, scipy {scipy.__version__}"
    with open("body-files.json", "w") as file:
        json.dump({"madeBy": "test/golden/make_body_files.py", "with": versions, **cases}, file)


if __name__ == "__main__":
    main()

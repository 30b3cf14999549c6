"""What Blender makes of a file: imports it and writes skeletons, meshes and clips as JSON, metres, y up.

blender --background --factory-startup --python blender-import.py -- IN.fbx|glb|obj|bvh OUT.json [SECOND ...]

Meshes and bones come at rest and as evaluated (shape keys, armature) so many seconds after the first key of the clip.
"""

import builtins
import json
import sys

import bpy
import numpy

numpy.bool = bool  # Blender 3.4's glTF importer uses the name that newer numpy dropped


def import_file(path):
    bpy.ops.wm.read_factory_settings(use_empty=True)
    importers = {
        "fbx": bpy.ops.import_scene.fbx,
        "glb": bpy.ops.import_scene.gltf,
        "obj": bpy.ops.wm.obj_import,
        "bvh": import_bvh,
    }
    importers[path.lower().rsplit(".", 1)[-1]](filepath=path)


def import_bvh(filepath):
    """Blender 3.4's importer opens files in mode "rU", which newer Pythons refuse."""
    plain_open = builtins.open
    builtins.open = lambda file, mode="r", *rest, **named: plain_open(file, mode.replace("U", ""), *rest, **named)
    try:
        # Its y is our y; without the last two it plays everything at the scene's own rate.
        bpy.ops.import_anim.bvh(
            filepath=filepath, axis_forward="-Z", axis_up="Y", update_scene_fps=True, update_scene_duration=True
        )
    finally:
        builtins.open = plain_open


def y_up(points):
    """Blender's x, y, z (z up) as x, z, -y in one flat list."""
    return [round(value, 7) for x, y, z in points for value in (x, z, -y)]


def rest_vertices(mesh):
    return y_up(mesh.matrix_world @ vertex.co for vertex in mesh.data.vertices)


def shown_vertices(mesh):
    evaluated = mesh.evaluated_get(bpy.context.evaluated_depsgraph_get())
    return y_up(evaluated.matrix_world @ vertex.co for vertex in evaluated.to_mesh().vertices)


def go_to(frame):
    bpy.context.scene.frame_set(int(frame // 1), subframe=frame % 1)


def describe_armature(armature):
    bones = armature.data.bones
    return {
        "name": armature.name,
        "bones": [bone.name for bone in bones],
        "parents": [bone.parent.name if bone.parent else None for bone in bones],
        "heads": y_up(armature.matrix_world @ bone.head_local for bone in bones),
        "posedHeads": [],
    }


def posed_heads(armature):
    bones = armature.evaluated_get(bpy.context.evaluated_depsgraph_get()).pose.bones
    return y_up(armature.matrix_world @ bones[bone.name].head for bone in armature.data.bones)


def describe_mesh(mesh):
    keys = mesh.data.shape_keys
    return {
        "name": mesh.name,
        "rest": rest_vertices(mesh),
        "triangles": len(mesh.data.polygons),
        "materials": [material.name for material in mesh.data.materials],
        "shapeKeys": [block.name for block in keys.key_blocks] if keys else [],
        "shown": [],
    }


def main(path, out, seconds):
    import_file(path)
    scene = bpy.context.scene
    armatures = [thing for thing in scene.objects if thing.type == "ARMATURE"]
    # The glTF importer adds a mesh for the bones to look like.
    meshes = [thing for thing in scene.objects if thing.type == "MESH" and (thing.find_armature() or not armatures)]
    report = {
        "version": bpy.app.version_string,
        "framesASecond": scene.render.fps / scene.render.fps_base,
        "armatures": [describe_armature(armature) for armature in armatures],
        "clips": [{"name": action.name, "range": list(action.frame_range)} for action in bpy.data.actions],
        "meshes": [describe_mesh(mesh) for mesh in meshes],
    }
    first = min((clip["range"][0] for clip in report["clips"]), default=1)
    for second in seconds:
        go_to(first + second * report["framesASecond"])
        for mesh, entry in zip(meshes, report["meshes"]):
            entry["shown"].append(shown_vertices(mesh))
        for armature, entry in zip(armatures, report["armatures"]):
            entry["posedHeads"].append(posed_heads(armature))
    with open(out, "w") as file:
        json.dump(report, file)


if __name__ == "__main__":
    source, target, *times = sys.argv[sys.argv.index("--") + 1 :]
    main(source, target, [float(time) for time in times])

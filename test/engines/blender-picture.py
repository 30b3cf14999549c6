"""Imports a file into Blender and renders it at the first frame of its clip, with Cycles on the processor.

blender --background --factory-startup --python blender-picture.py -- IN.glb|fbx OUT.png
"""

import math
import sys

import bpy
import mathutils
import numpy

numpy.bool = bool  # Blender 3.4's glTF importer uses the name that newer numpy dropped

WIDTH, HEIGHT = 480, 640
SAMPLES = 24
# Blender's z is up, and the avatar faces -y. Metres.
EYE = mathutils.Vector((1.4, -2.6, 1.3))
TARGET = mathutils.Vector((0.1, 0, 0.95))


def look():
    camera = bpy.data.objects.new("Camera", bpy.data.cameras.new("Camera"))
    camera.data.sensor_fit = "VERTICAL"
    camera.data.angle = math.radians(48)
    camera.location = EYE
    camera.rotation_euler = (TARGET - EYE).to_track_quat("-Z", "Y").to_euler()
    bpy.context.scene.collection.objects.link(camera)
    bpy.context.scene.camera = camera


def light():
    sun = bpy.data.objects.new("Sun", bpy.data.lights.new("Sun", "SUN"))
    sun.data.energy = 3
    sun.rotation_euler = (math.radians(50), 0, math.radians(25))
    bpy.context.scene.collection.objects.link(sun)
    world = bpy.data.worlds.new("World")
    world.use_nodes = True
    world.node_tree.nodes["Background"].inputs["Strength"].default_value = 8
    bpy.context.scene.world = world


def main(source, target):
    bpy.ops.wm.read_factory_settings(use_empty=True)
    if source.endswith(".fbx"):
        bpy.ops.import_scene.fbx(filepath=source)
    else:
        bpy.ops.import_scene.gltf(filepath=source)
    scene = bpy.context.scene
    scene.frame_set(int(min((action.frame_range[0] for action in bpy.data.actions), default=1)))
    look()
    light()
    scene.render.engine = "CYCLES"
    scene.cycles.samples = SAMPLES
    scene.cycles.use_denoising = False
    scene.render.film_transparent = True
    scene.render.resolution_x, scene.render.resolution_y = WIDTH, HEIGHT
    scene.view_settings.view_transform = "Standard"
    scene.render.filepath = target
    bpy.ops.render.render(write_still=True)


if __name__ == "__main__":
    main(*sys.argv[sys.argv.index("--") + 1 :])

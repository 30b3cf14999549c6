# What Godot 3 makes of imported files: bones and where they stand once the first clip plays, as JSON after REPORT.
#
# godot3-server --path PROJECT -s godot-report.gd FILE.glb ...
extends SceneTree

func _init():
	var report = []
	for argument in OS.get_cmdline_args():
		if argument.ends_with(".glb"):
			report.append(describe(argument))
	print("REPORT", to_json(report))
	quit()

func find(node, type):
	if node.is_class(type):
		return node
	for child in node.get_children():
		var found = find(child, type)
		if found != null:
			return found
	return null

func describe(path):
	var scene = load(path).instance()
	get_root().add_child(scene)
	var skeleton = find(scene, "Skeleton")
	var player = find(scene, "AnimationPlayer")
	var clips = player.get_animation_list()
	player.play(clips[0])
	player.advance(0.01)
	var names = []
	var places = []
	for bone in skeleton.get_bone_count():
		var place = (skeleton.global_transform * skeleton.get_bone_global_pose(bone)).origin
		names.append(skeleton.get_bone_name(bone))
		places.append([place.x, place.y, place.z])
	var surfaces = 0
	var mesh = find(scene, "MeshInstance")
	if mesh != null and mesh.mesh != null:
		surfaces = mesh.mesh.get_surface_count()
	return {"clips": clips, "bones": names, "places": places, "surfaces": surfaces}

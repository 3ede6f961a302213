"""Send the built site to where readers find it.

    target = Rsync(read_destination(settings["PUBLISH"]), site)
    there = read_manifest(target)
    transfer = plan_transfer(ours, there.files, leaves)
    carry_out(target, transfer, ours, there, own_mark(), tell)

A target (`rsync`, `bucket`) knows how to put files in place and to remove them; `send` knows when.
"""

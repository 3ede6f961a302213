"""Send the built site to where readers find it: what is wrong with it, in which order, by whom.

    faults = broken_links(paths, read, site_url)
    there = look(target, takeover=False)
    plan = make_plan(digests, there.files, leaves)
    carry_out(target, plan, digests, there, mark, tell)

A target (rsync, bucket) knows how to put files in place and to remove them; `sending` knows when.
"""

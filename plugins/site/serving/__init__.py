"""Say how web servers answer with the site: headers, types, redirects, compressed files.

One list of rules (`rules.rules`) becomes `_headers` for Netlify and Cloudflare Pages, a snippet
for nginx, and what the local server and the form receiver send.
"""

"""Show a build to an editor on this computer: site, emails, local mailbox, problems.

    rebuilder = Rebuilder(build)
    shown = application(ServedSite(output), outbox, mail, receiver, rebuilder.last_build, words,
                        "fr")
    serve(shown, rebuilder.run, port=8000, watched=[content, theme], ignored=[output, outbox, var],
          announce=print)

It listens on 127.0.0.1 only, and knows neither Mailchimp nor a mail server.
"""

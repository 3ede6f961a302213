"""Do to a campaign what a person does on Mailchimp's own pages, unknown to the program."""

from collections.abc import Callable

from tests.support.fake_account import Account, Json

GONE = ("schedule", "sending", "sent")


def edit_subject(account: Account, campaign: Json) -> None:
    """Correct the subject."""
    if campaign["status"] == "save":
        campaign["settings"]["subject_line"] += " !"


def edit_content(account: Account, campaign: Json) -> None:
    """Change a word of the email; the digest in it stays."""
    content = account.contents[campaign["id"]]
    if campaign["status"] == "save":
        content["html"] = content["html"].replace("<p>", "<p>Chers lecteurs, ")


def track(account: Account, campaign: Json) -> None:
    """Turn the tracking of clicks on."""
    if campaign["status"] == "save":
        campaign["tracking"]["html_clicks"] = True


def widen(account: Account, campaign: Json) -> None:
    """Address the campaign to the whole audience."""
    if campaign["status"] == "save":
        account.address(campaign, {"list_id": campaign["recipients"]["list_id"],
                                   "segment_opts": {}})


def delete(account: Account, campaign: Json) -> None:
    """Delete the campaign, which Mailchimp allows even after it was sent."""
    if campaign["status"] not in ("schedule", "sending"):
        account.delete_campaign({}, campaign["id"])


def rename(account: Account, campaign: Json) -> None:
    """Call the campaign otherwise."""
    campaign["settings"]["title"] = f"July: {campaign['settings']['title']}"


def copy_it(account: Account, campaign: Json) -> Json:
    """Replicate the campaign: the copy is a draft called “… (copy 01)”."""
    if campaign["status"] in ("save", "sent"):
        identity = account.post_replicate({}, campaign["id"])["id"]
        return account.campaigns[identity]
    return campaign


def twin(account: Account, campaign: Json) -> None:
    """Replicate the campaign, and call the copy exactly as the first."""
    title = campaign["settings"]["title"]
    copied = copy_it(account, campaign)
    copied["settings"]["title"] = title


def send(account: Account, campaign: Json) -> None:
    """Send the campaign now."""
    if campaign["status"] == "save" and account.contents[campaign["id"]]["html"]:
        account.deliver(campaign, "2018-07-05T09:00:00+00:00", ours=False)


def send_copy(account: Account, campaign: Json) -> None:
    """Replicate the campaign, and send the copy."""
    copied = copy_it(account, campaign)
    if copied is not campaign:
        send(account, copied)


def schedule(account: Account, campaign: Json) -> None:
    """Have the campaign sent later."""
    if campaign["status"] == "save" and account.contents[campaign["id"]]["html"]:
        campaign |= {"status": "schedule", "send_time": "2099-12-02T09:00:00+00:00",
                     "_ours": False}


def unschedule(account: Account, campaign: Json) -> None:
    """Make a scheduled campaign a draft again."""
    if campaign["status"] == "schedule":
        campaign |= {"status": "save", "send_time": ""}


def cancel(account: Account, campaign: Json) -> None:
    """Cancel the campaign, as Mailchimp's own staff may too."""
    if campaign["status"] in ("save", "schedule"):
        campaign["status"] = "canceled"


def puzzle(account: Account, campaign: Json) -> None:
    """Bring the campaign into a state that Mailchimp documents nowhere."""
    if campaign["status"] == "save":
        campaign["status"] = "reviewing"


DEEDS: dict[str, Callable[[Account, Json], object]] = {
    deed.__name__: deed for deed in (
        edit_subject, edit_content, track, widen, delete, rename, copy_it, twin, send, send_copy,
        schedule, unschedule, cancel, puzzle)}


def do(account: Account, deed: str, title: str) -> None:
    """Do something to the campaign with this title, the first of several, if there is one."""
    for campaign in account.titled(title)[:1]:
        DEEDS[deed](account, campaign)


def repair(account: Account, title: str) -> None:
    """Undo what keeps the program from going on, as its sentences ask: one draft with one name.

    What has left stays as it is.
    """
    for campaign in list(account.campaigns.values()):
        if campaign["settings"]["title"] == f"July: {title}" and not account.titled(title):
            campaign["settings"]["title"] = title
    for campaign in account.titled(title):
        if campaign["status"] in ("canceled", "reviewing"):
            account.delete_campaign({}, campaign["id"])
    drafts = [each for each in account.titled(title) if each["status"] == "save"]
    spared = 0 if len(drafts) < len(account.titled(title)) else 1
    for campaign in drafts[spared:]:
        account.delete_campaign({}, campaign["id"])

"""Speak to Mailchimp: the only place that knows its API and its JSON."""

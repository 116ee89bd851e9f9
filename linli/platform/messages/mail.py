"""E-mail by Django's own back end, with a link that stops it (RFC 8058: one click, no sign-in)."""

from __future__ import annotations

from smtplib import SMTPRecipientsRefused

from django.core.mail import EmailMessage

from linli.platform.messages import Message, Undeliverable


class Mail:
    """One plain text message to one address."""

    def send(self, message: Message) -> None:
        headers = {"Auto-Submitted": "auto-generated"}
        if message.stop_address:
            headers["List-Unsubscribe"] = f"<{message.stop_address}>"
            headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        try:
            EmailMessage(message.subject, message.text, to=[message.to], headers=headers).send()
        except SMTPRecipientsRefused as error:
            raise Undeliverable("the server refuses the address") from error

"""What stands in no log: the secrets that addresses carry."""

import logging
import re

SECRET = re.compile(r"(/vao/|(?:access_token|join_request|token)=)[^/?&\s\"']+")


class Discreet(logging.Formatter):
    """On the finished text, so that traces of errors are covered too."""

    def format(self, record: logging.LogRecord) -> str:
        return SECRET.sub(r"\1…", super().format(record))

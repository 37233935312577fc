"""Biên bản, form 1.9: the secretary signs left, the chair right."""

import msgspec

from diemcau.documents.content import Authority, Place, Signature


class Officer(msgspec.Struct, frozen=True):
    """`name` as it is signed; `post` with the unit; `title`: ông, bà, đồng chí."""

    name: str
    post: str = ""
    title: str = ""

    def called(self) -> str:
        return " ".join(filter(None, (self.title, self.name)))

    def introduced(self) -> str:
        return ", ".join(filter(None, (self.called(), self.post)))


def signature(office: str, officer: Officer, place: Place) -> Signature:
    return Signature((Authority(office),), officer.name, place)

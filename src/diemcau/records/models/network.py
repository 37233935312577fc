"""Sites, units, posts, people, phones: who and what the network is made of, each with its period."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from diemcau.records.models.base import Dated


class Unit(Dated):
    """An organisation: department, office, town, telecom, power company. `side`: State or Party documents."""

    class Side(models.TextChoices):
        STATE = "state", _("Chính quyền")
        PARTY = "party", _("Đảng")
        OTHER = "other", _("Đơn vị ngoài")

    code = models.SlugField(max_length=80)
    name = models.CharField("tên đơn vị", max_length=200)
    short_name = models.CharField("tên gọi tắt", max_length=80, blank=True)
    side = models.CharField("khối", max_length=10, choices=Side, default=Side.STATE)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )

    class Meta(Dated.Meta):
        ordering = ["name"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(fields=["code", "valid_from"], name="unit_code_from"),
        ]

    def __str__(self) -> str:
        return self.name


class Site(Dated):
    """A room on the network (điểm cầu). `can_chair`: one of the rooms that may chair (Art. 2.3)."""

    class Role(models.TextChoices):
        CENTRAL = "central", _("Điểm cầu trung tâm")
        CHAIR = "chair", _("Điểm cầu chủ tọa")
        END = "end", _("Điểm cầu đầu cuối")

    code = models.SlugField(max_length=80)
    number = models.PositiveSmallIntegerField("số thứ tự")
    name = models.CharField("tên điểm cầu", max_length=200)
    short_name = models.CharField("tên gọi tắt", max_length=80, blank=True)
    role = models.CharField("vai trò", max_length=10, choices=Role)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="sites")
    place = models.CharField("địa điểm", max_length=300, blank=True)

    class Meta(Dated.Meta):
        ordering = ["number"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(fields=["code", "valid_from"], name="site_code_from"),
        ]

    def __str__(self) -> str:
        return self.name


class Person(models.Model):
    name = models.CharField("họ và tên", max_length=120)
    honorific = models.CharField("xưng hô", max_length=10, blank=True)  # Ông, Bà

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Post(Dated):
    """A person's post in a unit (chức vụ). `signs`: may sign documents of the unit."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="posts")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="posts")
    title = models.CharField("chức vụ", max_length=120)
    signs = models.BooleanField("được ký văn bản", default=False)

    class Meta(Dated.Meta):
        ordering = ["unit", "title"]

    def __str__(self) -> str:
        return f"{self.person}, {self.title}"


class Phone(Dated):
    """A number of a person, a unit or a site (exactly one of them)."""

    class Kind(models.TextChoices):
        MOBILE = "mobile", _("Di động")
        DESK = "desk", _("Cố định")
        FAX = "fax", _("Fax")

    number = models.CharField("số", max_length=20)
    kind = models.CharField("loại", max_length=10, choices=Kind, default=Kind.MOBILE)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="phones")
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="phones")
    site = models.ForeignKey(Site, null=True, blank=True, on_delete=models.PROTECT, related_name="phones")

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                name="phone_one_owner",
                condition=(
                    models.Q(person__isnull=False, unit__isnull=True, site__isnull=True)
                    | models.Q(person__isnull=True, unit__isnull=False, site__isnull=True)
                    | models.Q(person__isnull=True, unit__isnull=True, site__isnull=False)
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.number


class RoleSlot(models.Model):
    """A place in the regulation that a unit fills ("operator", "host_unit", "custodian", ...)."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField("vai trong quy chế", max_length=200)
    article = models.CharField("điều, khoản", max_length=20, blank=True)

    def __str__(self) -> str:
        return self.name


class RoleBinding(Dated):
    """Which unit fills a role slot in this period, for a site's town (empty: the whole network)."""

    slot = models.ForeignKey(RoleSlot, on_delete=models.PROTECT, related_name="bindings")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="bindings")
    site = models.ForeignKey(Site, null=True, blank=True, on_delete=models.PROTECT, related_name="bindings")

    class Meta(Dated.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.slot}: {self.unit}"


class StandingTechnician(Dated):
    """Art. 6.4/7.4: the one technician a site's operator assigns standing."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="technicians")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="technician_of")

    class Meta(Dated.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.person} - {self.site}"

"""Names of roles, powers and log lines as people read them."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from diemcau.regulation.powers import Power, Role

ROLES: dict[Role, Promise] = {
    Role.ADMINISTRATOR: _("Quản trị viên"),
    Role.CENTRAL_TECHNICIAN: _("Kỹ thuật điểm cầu trung tâm"),
    Role.CHAIR: _("Chủ tọa"),
    Role.CHAIR_TECHNICIAN: _("Kỹ thuật điểm cầu chủ tọa"),
    Role.SITE_TECHNICIAN: _("Kỹ thuật điểm cầu"),
    Role.ROOM_SCREEN: _("Màn hình phòng"),
    Role.HOST_OFFICER: _("Cán bộ đơn vị chủ trì"),
    Role.MACHINE: _("Hệ thống"),
}
POWERS: dict[Power, Promise] = {
    Power.MANAGE_NETWORK: _("Quản lý điểm cầu, đơn vị, người"),
    Power.MANAGE_ACCOUNTS: _("Quản lý tài khoản và vai trò"),
    Power.PREPARE_CONFERENCE: _("Chuẩn bị hội nghị và kịch bản"),
    Power.READ_CONFERENCE: _("Xem hồ sơ hội nghị"),
    Power.WATCH_SESSION: _("Theo dõi phiên họp"),
    Power.OPEN_SESSION: _("Mở phiên họp"),
    Power.PRESIDE: _("Điều hành phiên: khai mạc, tạm dừng, bế mạc"),
    Power.ADMIT_SITES: _("Cho điểm cầu vào, ngắt điểm cầu"),
    Power.DIRECT_PICTURE: _("Chuyển hình, điều khiển kịch bản"),
    Power.GIVE_FLOOR: _("Mời phát biểu, kết thúc phát biểu"),
    Power.ENTER_FOR_OTHERS: _("Ghi đăng ký phát biểu thay điểm cầu"),
    Power.INSTRUCT: _("Nhắn tin, chỉ dẫn các điểm cầu"),
    Power.ANSWER_FOR_SITE: _("Trả lời thay mặt điểm cầu"),
    Power.OBSERVE: _("Ghi nhận của hệ thống"),
}

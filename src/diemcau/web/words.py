"""Names of roles, powers and log lines as people read them."""

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from diemcau.conference.commands import Refused
from diemcau.conference.session import Channel
from diemcau.documents.check import Defect
from diemcau.records.queries.conference import Lack, Missing
from diemcau.regulation.duty import Flaw, Shortcoming
from diemcau.regulation.powers import Power, Role
from diemcau.web.articles import read_out

ROLES: dict[Role, Promise] = {
    Role.ADMINISTRATOR: _("Quản trị viên"),
    Role.CENTRAL_TECHNICIAN: _("Kỹ thuật điểm cầu trung tâm"),
    Role.CHAIR: _("Chủ tọa"),
    Role.CHAIR_TECHNICIAN: _("Kỹ thuật điểm cầu chủ tọa"),
    Role.SITE_TECHNICIAN: _("Kỹ thuật điểm cầu"),
    Role.ROOM_SCREEN: _("Màn hình phòng"),
    Role.HOST_OFFICER: _("Cán bộ đơn vị chủ trì"),
    Role.ARCHIVIST: _("Cán bộ lưu trữ"),
    Role.VIEWER: _("Người xem"),
    Role.SECRETARY: _("Thư ký"),
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
    Power.PLAY_MEDIA: _("Phát tệp phim, bài hát trong phiên"),
    Power.RECORD: _("Bắt đầu, dừng ghi hình"),
    Power.SHOW_NOTICE: _("Xác nhận thông báo ghi hình đã hiện trên màn hình"),
    Power.GIVE_FLOOR: _("Mời phát biểu, kết thúc phát biểu"),
    Power.ENTER_FOR_OTHERS: _("Ghi đăng ký phát biểu thay điểm cầu"),
    Power.INSTRUCT: _("Nhắn tin, chỉ dẫn các điểm cầu"),
    Power.ANSWER_FOR_SITE: _("Trả lời thay mặt điểm cầu"),
    Power.READ_ARCHIVE: _("Xem kho lưu trữ theo quyền của đơn vị"),
    Power.WATCH_LIVE: _("Xem trực tiếp phiên họp qua bản ghi, chậm vài giây"),
    Power.MANAGE_ARCHIVE: _("Công bố, chia sẻ, đóng hồ sơ của đơn vị"),
    Power.WRITE_MINUTES: _("Soạn biên bản hội nghị"),
    Power.APPROVE_MINUTES: _("Duyệt biên bản hội nghị"),
    Power.ISSUE_DOCUMENTS: _("Ban hành văn bản, cấp số"),
    Power.READ_LOGBOOK: _("Xem sổ ghi biên bản"),
    Power.WRITE_LOGBOOK: _("Ghi và ký sổ ghi biên bản"),
    Power.READ_FAULTS: _("Xem sự cố"),
    Power.HANDLE_FAULTS: _("Ghi, báo, xử lý sự cố"),
    Power.MANAGE_DUTY: _("Lập lịch trực kỹ thuật"),
    Power.OBSERVE: _("Ghi nhận của hệ thống"),
}


def refusal(refused: Refused) -> str:
    """The core's sentence in the reader's language, with the article where one applies."""
    said = gettext(refused.says).format_map(refused.values)
    return f"{said} ({read_out(refused.article)})" if refused.article else said


CHANNELS: dict[Channel, Promise] = {
    Channel.SYSTEM: _("Hệ thống"),
    Channel.PHONE: _("Điện thoại"),
    Channel.PAPER: _("Văn bản"),
}
ACTIONS: dict[str, Promise] = {
    "conference.drafted": _("Lập hội nghị"),
    "conference.changed": _("Sửa thông tin hội nghị"),
    "conference.sites_invited": _("Đổi danh sách điểm cầu được mời"),
    "conference.moved": _("Đổi trạng thái hội nghị"),
    "script.saved": _("Lưu kịch bản"),
    "media.uploaded": _("Tải lên tệp phát"),
    "media.removed": _("Xóa tệp phát"),
    "recording.started": _("Bắt đầu ghi hình"),
    "recording.finished": _("Hoàn tất bản ghi hình"),
    "recording.empty": _("Không có gì được ghi hình"),
    "recording.discarded": _("Hủy bản ghi hình phiên thử"),
    "recording.declined": _("Không ghi hình"),
    "minutes.begun": _("Lập biên bản"),
    "minutes.saved": _("Lưu biên bản"),
    "minutes.restored": _("Lấy lại phiên bản biên bản"),
    "minutes.submit": _("Trình chủ tọa duyệt biên bản"),
    "minutes.return": _("Trả lại biên bản"),
    "minutes.approve": _("Duyệt biên bản"),
    "minutes.issue": _("Ban hành biên bản"),
    "minutes.notice": _("Ban hành thông báo kết luận"),
    "minutes.correct": _("Lập đính chính biên bản"),
    "task.added": _("Thêm kết luận, nhiệm vụ"),
    "task.changed": _("Sửa kết luận, nhiệm vụ"),
    "task.removed": _("Bỏ kết luận, nhiệm vụ"),
    "task.moved": _("Cập nhật nhiệm vụ"),
    "document.issued": _("Ban hành văn bản"),
    "archive.published": _("Công bố hồ sơ"),
    "archive.publication_withdrawn": _("Rút công bố hồ sơ"),
    "archive.closed": _("Đóng hồ sơ"),
    "archive.reopened": _("Mở lại hồ sơ"),
    "archive.retention_extended": _("Kéo dài thời hạn bảo quản"),
    "archive.handed_in": _("Nộp vào lưu trữ cơ quan"),
    "archive.shared": _("Chia sẻ hồ sơ"),
    "archive.share_withdrawn": _("Thu hồi quyền xem hồ sơ"),
    "archive.access_asked": _("Đề nghị xem hồ sơ"),
    "archive.request_withdrawn": _("Rút đề nghị xem hồ sơ"),
    "archive.request_approved": _("Đồng ý cho xem hồ sơ"),
    "archive.request_refused": _("Không đồng ý cho xem hồ sơ"),
    "paper.uploaded": _("Tải lên tài liệu"),
    "removal.proposed": _("Đề nghị hủy tài liệu"),
    "removal.withdrawn": _("Rút đề nghị hủy tài liệu"),
    "removal.confirmed": _("Hủy tài liệu"),
    "link.made": _("Tạo liên kết vào phòng họp"),
    "link.revoked": _("Thu hồi liên kết"),
    "fault.opened": _("Ghi nhận sự cố"),
    "fault.reported": _("Báo sự cố"),
    "fault.step": _("Xử lý sự cố"),
    "fault.closed": _("Kết thúc sự cố"),
    "duty.filled": _("Lấy lịch trực theo phân công thường trực"),
    "duty.assigned": _("Phân công trực"),
    "duty.swapped": _("Đổi người trực"),
    "duty.checked_in": _("Có mặt trực"),
    "duty.checked_out": _("Hết trực"),
    "training.recorded": _("Ghi buổi tập huấn"),
    "logbook.signed": _("Ký mục vào sổ ghi biên bản"),
    "logbook.set_aside": _("Không đưa mục đề nghị vào sổ"),
    "logbook.handed_over": _("Bàn giao trực"),
    "site.added": _("Thêm điểm cầu"),
    "site.corrected": _("Sửa điểm cầu"),
    "site.closed": _("Ghi ngày cuối của điểm cầu"),
    "unit.added": _("Thêm đơn vị"),
    "unit.corrected": _("Sửa đơn vị"),
    "unit.closed": _("Ghi ngày cuối của đơn vị"),
    "person.added": _("Thêm người"),
    "person.corrected": _("Sửa thông tin người"),
    "post.added": _("Thêm chức vụ"),
    "post.closed": _("Ghi ngày cuối của chức vụ"),
    "phone.added": _("Thêm số điện thoại"),
    "phone.closed": _("Ghi ngày cuối của số điện thoại"),
    "standingtechnician.added": _("Phân công kỹ thuật thường trực"),
    "standingtechnician.closed": _("Ghi ngày cuối của phân công kỹ thuật"),
    "account.made": _("Lập tài khoản"),
    "account.role_given": _("Giao vai trò"),
    "account.role_ended": _("Kết thúc vai trò"),
    "account.deactivated": _("Khóa tài khoản"),
    "account.reactivated": _("Mở lại tài khoản"),
    "account.identity_linked": _("Gắn danh tính đăng nhập một cửa"),
    "account.identity_unlinked": _("Gỡ danh tính đăng nhập một cửa"),
    "account.password_reset": _("Đặt lại mật khẩu"),
    "account.password_changed": _("Đổi mật khẩu"),
}
FIELDS: dict[str, Promise] = {
    "title": _("Tên hội nghị"),
    "kind": _("Loại"),
    "convener": _("Cơ quan triệu tập"),
    "host_unit": _("Đơn vị chủ trì"),
    "chair_site": _("Điểm cầu chủ tọa"),
    "chair_person": _("Chủ tọa"),
    "starts_at": _("Bắt đầu"),
    "ends_at": _("Kết thúc dự kiến"),
    "secrecy": _("Độ mật"),
    "not_recorded_reason": _("Lý do không ghi hình"),
    "out_of_scope_reason": _("Lý do sử dụng ngoài phạm vi Điều 1"),
    "state": _("Trạng thái"),
    "invited": _("Điểm cầu được mời"),
    "secretary": _("Thư ký"),
    "words": _("Nội dung"),
    "person": _("Người"),
    "due": _("Hạn"),
    "remind_on": _("Nhắc từ ngày"),
    "note": _("Ghi chú"),
    "site": _("Điểm cầu"),
    "slot": _("Dùng cho"),
    "name": _("Tên"),
    "short_name": _("Tên gọi tắt"),
    "number": _("Số thứ tự"),
    "role": _("Vai trò"),
    "unit": _("Đơn vị"),
    "place": _("Địa điểm"),
    "code": _("Mã"),
    "side": _("Khối"),
    "parent": _("Đơn vị cấp trên"),
    "honorific": _("Xưng hô"),
    "valid_from": _("Từ ngày"),
    "valid_to": _("Đến ngày"),
}
LACKS: dict[Lack, Promise] = {
    Lack.SITES: _("điểm cầu được mời"),
    Lack.CHAIR: _("tên chủ tọa"),
    Lack.HOST: _("đơn vị chủ trì"),
    Lack.SCRIPT: _("kịch bản"),
    Lack.TECHNICIANS: _("kỹ thuật thường trực ở %(count)d điểm cầu"),
    Lack.TEST: _("phiên thử"),
    Lack.OFFICIAL: _("phiên chính thức"),
    Lack.SCHEDULED: _("xác nhận đưa vào lịch"),
}


def defect(found: Defect) -> str:
    return gettext(found.template).format_map(found.values)


def field_name(name: str) -> str:
    """Of a column, or of a role (lines about roles name the role)."""
    return str(FIELDS.get(name) or ROLES.get(name, name))  # type: ignore[call-overload]


FLAWS: dict[Flaw, Promise] = {
    Flaw.GAP: _("%(site)s chưa có người chịu trách nhiệm"),
    Flaw.CLASH: _("%(person)s được phân công ở nhiều nơi cùng lúc (%(site)s)"),
    Flaw.NOT_TRAINED: _("%(person)s (%(site)s) chưa qua tập huấn"),
    Flaw.NO_PHONE: _("%(person)s (%(site)s) chưa có số điện thoại"),
    Flaw.NO_TELECOM: _("Chưa có người trực của viễn thông"),
    Flaw.NO_POWER: _("Chưa có đầu mối của điện lực"),
    Flaw.LATE: _("%(person)s (%(site)s) chưa ghi có mặt"),
}


def shortcoming(one: Shortcoming, site: str, person: str) -> str:
    """With its article."""
    said = str(FLAWS[one.flaw]) % {"site": site, "person": person}
    return f"{said} ({read_out(one.article)})"


def lack(missing: Missing) -> str:
    return str(LACKS[missing.what]) % {"count": missing.count}

"""Every address of the pages. The live endpoints (/live, /gate) are beside Django: config/asgi.py."""

from django.urls import include, path
from django.views.i18n import set_language

from diemcau.web.views import (
    account,
    conference,
    document,
    errors,
    export,
    fault,
    link,
    logbook,
    media,
    minutes,
    network,
    replay,
    script,
    session,
    task,
    today,
    trust,
)
from diemcau.web.views import player as player_views

live = [
    path("dieu-khien/", session.board, name="board"),
    path("chu-toa/", session.chair, name="chair"),
    path("diem-cau/<slug:code>/", session.site, name="site"),
    path("man-hinh/<slug:code>/", session.screen, name="screen"),
    path("xem-lai/", replay.page, name="replay"),
    path("xem-lai/dien-bien/", replay.course, name="replay_course"),
    path("xem-lai/doan/<int:number>/", replay.part, name="replay_part"),
    path("xem-lai/so-do/<slug:code>/", replay.numbers, name="replay_numbers"),
]
conferences = [
    path("", conference.listing, name="conferences"),
    path("moi/", conference.create, name="conference_create"),
    path("<int:key>/", conference.dossier, name="conference"),
    path("<int:key>/sua/", conference.edit, name="conference_edit"),
    path("<int:key>/diem-cau/", conference.sites, name="conference_sites"),
    path("<int:key>/trang-thai/", conference.change_state, name="conference_state"),
    path("<int:key>/phien/", conference.plan, name="session_plan"),
    path("<int:key>/phien/<uuid:session>/mo/", conference.open_session, name="session_open"),
    path("<int:key>/phat-bieu/", conference.register_speaker, name="speaker_register"),
    path("<int:key>/phat-bieu/<uuid:session>/rut/", conference.withdraw_speaker, name="speaker_withdraw"),
    path("<int:key>/lien-ket/", link.make, name="link_make"),
    path("<int:key>/lien-ket/tat-ca/", link.make_all, name="link_make_all"),
    path("<int:key>/lien-ket/lam-lai/", link.renew_all, name="link_renew_all"),
    path("<int:key>/lien-ket/<int:link>/thu-hoi/", link.revoke, name="link_revoke"),
    path("<int:key>/tep/", media.upload, name="media_upload"),
    path("<int:key>/tep/<uuid:media>/", media.play, name="media_play"),
    path("<int:key>/tep/<uuid:media>/xoa/", media.remove, name="media_remove"),
    path("<int:key>/bien-ban/", minutes.page, name="minutes"),
    path("<int:key>/bien-ban/lap/", minutes.begin, name="minutes_begin"),
    path("<int:key>/bien-ban/luu/", minutes.save, name="minutes_save"),
    path("<int:key>/bien-ban/buoc/", minutes.step, name="minutes_step"),
    path("<int:key>/bien-ban/phien-ban/<int:number>/", minutes.version, name="minutes_version"),
    path("<int:key>/bien-ban/phien-ban/<int:number>/lay-lai/", minutes.restore, name="minutes_restore"),
    path("<int:key>/bien-ban/ban-hanh/<slug:what>/", document.issue, name="minutes_issue"),
    path("<int:key>/bien-ban/muc/", task.add, name="task_add"),
    path("<int:key>/bien-ban/muc/<int:task>/", task.change, name="task_change"),
    path("<int:key>/bien-ban/muc/<int:task>/bo/", task.remove, name="task_remove"),
    path("<int:key>/kich-ban/", script.editor, name="script"),
    path("<int:key>/kich-ban/<int:number>/", script.version, name="script_version"),
]
directory = [
    path("<slug:kind>/", network.listing, name="directory"),
    path("<slug:kind>/moi/", network.create, name="directory_create"),
    path("<slug:kind>/<int:key>/", network.entry, name="directory_entry"),
    path("<slug:kind>/<int:key>/sua/", network.edit, name="directory_edit"),
    path("<slug:kind>/<int:key>/ket-thuc/", network.close, name="directory_close"),
    path("<slug:kind>/<int:key>/<slug:part>/", network.add_part, name="directory_add"),
    path("<slug:kind>/<int:key>/<slug:part>/<int:row>/ket-thuc/", network.close_part, name="directory_end"),
]
administration = [
    path("tai-khoan/", account.listing, name="accounts"),
    path("tai-khoan/moi/", account.create, name="account_create"),
    path("tai-khoan/<int:key>/", account.entry, name="account"),
    path("tai-khoan/<int:key>/vai-tro/", account.assign, name="account_assign"),
    path("tai-khoan/<int:key>/vai-tro/<int:row>/ket-thuc/", account.end_role, name="account_end"),
    path("tai-khoan/<int:key>/khoa/", account.deactivate, name="account_deactivate"),
    path("tai-khoan/<int:key>/mo-khoa/", account.reactivate, name="account_reactivate"),
    path("tai-khoan/<int:key>/danh-tinh/", account.link_identity, name="account_link_identity"),
    path("tai-khoan/<int:key>/danh-tinh/go/", account.unlink_identity, name="account_unlink_identity"),
    path("tai-khoan/<int:key>/mat-khau/", account.reset_password, name="account_reset_password_by_admin"),
    path("quyen/", account.roles, name="roles"),
]
player = [
    path("", player_views.page, name="player"),
    path("tinh-trang/", player_views.facts, name="player_facts"),
    path("tep/<str:name>", player_views.file, name="player_file"),
]
faults = [
    path("", fault.listing, name="faults"),
    path("moi/", fault.create, name="fault_create"),
    path("thong-ke/", fault.statistics, name="fault_statistics"),
    path("<int:key>/", fault.entry, name="fault"),
    path("<int:key>/bao/", fault.report, name="fault_report"),
    path("<int:key>/xu-ly/", fault.step, name="fault_step"),
    path("<int:key>/ket-thuc/", fault.close, name="fault_close"),
]
logbooks = [
    path("", logbook.listing, name="logbooks"),
    path("doi-chieu/", logbook.compare, name="logbook_compare"),
    path("<slug:code>/", logbook.opened, name="logbook"),
    path("<slug:code>/ky/", logbook.sign, name="logbook_sign"),
    path("<slug:code>/in/", logbook.printed, name="logbook_print"),
    path("<slug:code>/kiem-tra/", logbook.verify, name="logbook_verify"),
    path("<slug:code>/ghi-chu/", logbook.remark, name="logbook_remark"),
    path("<slug:code>/ban-giao/", logbook.handover, name="logbook_handover"),
    path("<slug:code>/de-nghi/<int:draft>/luu/", logbook.save, name="logbook_save"),
    path("<slug:code>/de-nghi/<int:draft>/khong-ghi/", logbook.aside, name="logbook_aside"),
    path("<slug:code>/<int:number>/dinh-chinh/", logbook.correct, name="logbook_correct"),
]
urlpatterns = [
    path("", today.today, name="today"),
    path("hoi-nghi/", include(conferences)),
    path("su-co/", include(faults)),
    path("so-ghi-bien-ban/", include(logbooks)),
    path("nhiem-vu/", task.listing, name="tasks"),
    path("nhiem-vu/xuat.xlsx", task.export, name="tasks_export"),
    path("nhiem-vu/<int:key>/", task.move, name="task_move"),
    path("van-ban/<uuid:key>.<slug:form>", document.download, name="document"),
    path("danh-ba/", include(directory)),
    path("quan-tri/", include(administration)),
    path("luu-tru/<int:key>/xuat/", export.page, name="export"),
    path("luu-tru/<int:key>/xuat/ho-so.zip", export.package, name="export_package"),
    path("luu-tru/<int:key>/ghi-hinh/<uuid:session>/", include(player)),
    path("vao/<str:token>", link.enter, name="enter"),
    path("phien/<uuid:key>/", include(live)),
    path("tin-cay/", trust.page, name="trust"),
    path("tin-cay/diem-cau.crt", trust.certificate, name="trust_certificate"),
    path("ngon-ngu/", set_language, name="set_language"),
    path("tai-khoan/", account.mine, name="my_account"),
    path("tai-khoan/password/reset/", account.ask_administrator, name="account_reset_password"),
    path("tai-khoan/email/", account.not_here),
    path("tai-khoan/3rdparty/", account.not_here),
    path("tai-khoan/3rdparty/signup/", account.not_here),
    path("tai-khoan/", include("allauth.urls")),
]
handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.broken

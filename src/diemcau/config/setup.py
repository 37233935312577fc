"""`diemcau setup`: keys, certificate, tables, organisation, administrator. Asks for what is not given."""

import argparse
import getpass
import os
import socket
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from shutil import copyfile

from diemcau.config import envfile
from diemcau.config.authority import Papers, fingerprint, make_authority, make_certificate

DATASETS = ("2018", "2025", "none")


def main(arguments: list[str]) -> None:
    given = _asked().parse_args(arguments)
    home = Path(given.home).resolve()
    os.environ["DIEMCAU_HOME"] = str(home)
    if given.renew:
        return _renew(home)
    values = _settings(given, home)
    envfile.write(home / "diemcau.env", values)
    os.environ.update(values)
    _fill_database(given)
    print(f"\nXong. Cấu hình: {home}/diemcau.env\nKhởi động: DIEMCAU_HOME={home} diemcau serve")


def _asked() -> argparse.ArgumentParser:
    asked = argparse.ArgumentParser(prog="diemcau setup", description=__doc__)
    asked.add_argument("--home", default=os.environ.get("DIEMCAU_HOME", ".local"), help="thư mục dữ liệu")
    asked.add_argument("--host", action="append", help="tên hoặc địa chỉ của máy chủ (nhiều lần được)")
    asked.add_argument("--listen", help="địa chỉ:cổng của trang web, mặc định 0.0.0.0:8443")
    asked.add_argument("--media-address", help="địa chỉ IP mà các điểm cầu gửi hình, tiếng tới")
    asked.add_argument("--authority", metavar="TÊN", nargs="?", const="Điểm Cầu", help="tự cấp chứng thư")
    asked.add_argument("--certificate", type=Path, help="chứng thư có sẵn (PEM, cả chuỗi)")
    asked.add_argument("--key", type=Path, help="khóa của chứng thư có sẵn (PEM)")
    asked.add_argument("--proxy", action="append", help="địa chỉ máy chủ trung gian nói HTTPS")
    asked.add_argument("--renew", action="store_true", help="chỉ cấp lại chứng thư của máy chủ")
    asked.add_argument("--dataset", choices=DATASETS, help="bộ dữ liệu tổ chức")
    asked.add_argument("--administrator", help="tên đăng nhập của quản trị viên")
    asked.add_argument("--password-stdin", action="store_true", help="đọc mật khẩu quản trị từ đầu vào")
    return asked


def _settings(given: argparse.Namespace, home: Path) -> dict[str, str]:
    """What is not given stays as it was."""
    known = envfile.read(home / "diemcau.env")
    hosts = given.host or known.get("DIEMCAU_HOSTS", "").split() or _asked_hosts()
    listen = "127.0.0.1:8000" if given.proxy else "0.0.0.0:8443"
    values = {
        "DIEMCAU_HOSTS": " ".join(hosts),
        "DIEMCAU_LISTEN": given.listen or known.get("DIEMCAU_LISTEN") or listen,
        "DIEMCAU_MEDIA_ADDRESS": given.media_address or known.get("DIEMCAU_MEDIA_ADDRESS") or _own_address(),
    }
    if given.proxy:
        return values | {"DIEMCAU_HTTPS": "1", "DIEMCAU_PROXIES": " ".join(given.proxy)}
    return values if known.get("DIEMCAU_PROXIES") else values | _certificate(given, home, hosts)


def _asked_hosts() -> list[str]:
    return _answer("Tên hoặc địa chỉ máy chủ (cách nhau bằng dấu cách)", _own_address()).split()


def _certificate(given: argparse.Namespace, home: Path, hosts: Sequence[str]) -> dict[str, str]:
    papers = Papers(home / "certificates")
    paths = {"DIEMCAU_CERTIFICATE": str(papers.certificate), "DIEMCAU_CERTIFICATE_KEY": str(papers.key)}
    if given.certificate:
        _copy(given.certificate, given.key, papers)
        return paths
    if papers.certificate.exists() and not given.authority:
        return {}
    make_authority(papers, given.authority or "Điểm Cầu", now=datetime.now(UTC))
    make_certificate(papers, hosts, now=datetime.now(UTC))
    print(f"Cơ quan chứng thực riêng: {papers.authority}")
    print(
        f"Dấu vân tay SHA-256 (đọc qua điện thoại để đối chiếu): {fingerprint(papers.authority.read_bytes())}"
    )
    return paths | {"DIEMCAU_AUTHORITY": str(papers.authority)}


def _copy(certificate: Path, key: Path | None, papers: Papers) -> None:
    if key is None:
        sys.exit("--certificate cần có --key đi cùng.")
    papers.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for source, target in ((certificate, papers.certificate), (key, papers.key)):
        target.touch(0o600)
        copyfile(source, target)


def _renew(home: Path) -> None:
    papers = Papers(home / "certificates")
    hosts = envfile.read(home / "diemcau.env").get("DIEMCAU_HOSTS", "").split()
    if not papers.authority_key.exists() or not hosts:
        sys.exit(f"Trong {home} chưa có cơ quan chứng thực riêng. Hãy chạy: diemcau setup --authority")
    make_certificate(papers, hosts, now=datetime.now(UTC))
    print("Đã cấp lại chứng thư. Gửi tín hiệu HUP cho diemcau serve để dùng ngay.")


def _fill_database(given: argparse.Namespace) -> None:
    import django

    django.setup()
    from django.core.management import call_command

    from diemcau.records.actions.dataset import load_dataset

    call_command("migrate", verbosity=0)
    dataset = given.dataset or _answer("Bộ dữ liệu tổ chức (2018, 2025, none)", "2018", DATASETS)
    if dataset != "none":
        load_dataset(dataset, now=datetime.now(UTC))
    _make_administrator(given)


def _make_administrator(given: argparse.Namespace) -> None:
    from django.utils import timezone

    from diemcau.records.actions.account import assign_role, make_account
    from diemcau.records.models import Account
    from diemcau.regulation.powers import Role

    now = datetime.now(UTC)
    name = given.administrator or _answer("Tên đăng nhập của quản trị viên", "quantri")
    if Account.objects.filter(username=name).exists():
        return print(f"Tài khoản {name} đã có, giữ nguyên.")
    password = _chosen_password(given)
    account, temporary = make_account(username=name, person=None, actor=None, now=now)
    if password:
        account.set_password(password)
        account.password_is_temporary = False
        account.save(update_fields=["password", "password_is_temporary"])
    assign_role(
        account=account,
        role=Role.ADMINISTRATOR,
        site=None,
        unit=None,
        valid_from=timezone.localdate(now),
        valid_to=None,
        actor=None,
        now=now,
    )
    print(f"Quản trị viên: {name}" + ("" if password else f", mật khẩu tạm (chỉ hiện một lần): {temporary}"))


def _chosen_password(given: argparse.Namespace) -> str:
    """Empty: a temporary one is made. Too weak: told, and asked again (or stopped)."""
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError

    while True:
        password = sys.stdin.readline().strip() if given.password_stdin else _typed_password()
        try:
            if password:
                validate_password(password)
            return password
        except ValidationError as error:
            print("\n".join(error.messages), file=sys.stderr)
            if given.password_stdin:
                sys.exit(1)


def _typed_password() -> str:
    if not sys.stdin.isatty():
        return ""
    return getpass.getpass("Mật khẩu (để trống: sinh mật khẩu tạm): ")


def _answer(question: str, default: str, choices: Sequence[str] = ()) -> str:
    """Without a terminal the default is the answer."""
    while sys.stdin.isatty():
        said = input(f"{question} [{default}]: ").strip() or default
        if not choices or said in choices:
            return said
    return default


def _own_address() -> str:
    """The address this machine uses towards others; nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return "127.0.0.1"
        return str(probe.getsockname()[0])

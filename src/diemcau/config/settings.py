"""All settings, from the environment (DIEMCAU_*); `diemcau setup` keeps them in $DIEMCAU_HOME/diemcau.env."""

import os
from pathlib import Path

from diemcau.config.environment import Environment

PACKAGE = Path(__file__).resolve().parent.parent
HOME = Path(os.environ.get("DIEMCAU_HOME", ".local")).resolve()
ENV = Environment.read(HOME / "diemcau.env", os.environ)

DEMO = ENV.flag("DEMO")
DEBUG = ENV.flag("DEBUG")
SECRET_KEY = ENV.text("SECRET_KEY", "")
ALLOWED_HOSTS = ENV.words("HOSTS", "localhost 127.0.0.1 [::1]")
CSRF_TRUSTED_ORIGINS = ENV.words("ORIGINS", "")

# One web port: with its own certificate, or behind a proxy that speaks HTTPS (then HTTPS=1 and PROXIES).
LISTEN = ENV.text("LISTEN", "127.0.0.1:8000")
CERTIFICATE = ENV.text("CERTIFICATE", "")
CERTIFICATE_KEY = ENV.text("CERTIFICATE_KEY", "")
AUTHORITY = ENV.text("AUTHORITY", "")  # the private authority's certificate, shown on the trust page
PROXIES = ENV.words("PROXIES", "")
HTTPS = bool(CERTIFICATE) or ENV.flag("HTTPS")
WORKERS = ENV.number("WORKERS", 1)

# The engine: embedded and started by `serve` on these ports, unless the address of another one is given.
ENGINE = ENV.text("ENGINE", "livekit")  # "livekit" or "memory"
ENGINE_PORT = ENV.number("ENGINE_PORT", 7880)  # loopback only
MEDIA_TCP = ENV.number("MEDIA_TCP", 7881)
MEDIA_UDP = ENV.number("MEDIA_UDP", 7882)
MEDIA_ADDRESS = ENV.text("MEDIA_ADDRESS", "127.0.0.1")  # where the sites reach the two media ports
ENGINE_EMBEDDED = ENGINE == "livekit" and not ENV.text("ENGINE_URL", "")
ENGINE_URL = ENV.text("ENGINE_URL", "") or f"http://127.0.0.1:{ENGINE_PORT}"
ENGINE_KEY = ENV.text("ENGINE_KEY", "diemcau")
ENGINE_SECRET = ENV.text("ENGINE_SECRET", "")
REDIS_URL = ENV.text("REDIS_URL", "")
BUS_FOLDER = Path(ENV.text("BUS_FOLDER", str(HOME / "bus")))

# Uploaded files to play: never served as static files; the limit of one is in MiB.
MEDIA_FOLDER = Path(ENV.text("MEDIA_FOLDER", str(HOME / "media")))
MEDIA_LIMIT = ENV.number("MEDIA_LIMIT", 500) << 20

# Papers of conferences: sent out by rights; the limit of one is in MiB.
PAPER_FOLDER = Path(ENV.text("PAPER_FOLDER", str(HOME / "papers")))
PAPER_LIMIT = ENV.number("PAPER_LIMIT", 50) << 20

# Recordings: one folder for each session. The profile is a name of conference/recording.py; the warning comes
# when less than so many MiB are left on the disk.
RECORDINGS_FOLDER = Path(ENV.text("RECORDINGS_FOLDER", str(HOME / "recordings")))
RECORDING_PROFILE = ENV.text("RECORDING_PROFILE", "standard")
RECORDING_DISK_WARNING = ENV.number("RECORDING_DISK_WARNING", 5120) << 20

# Issued documents, as PDF and DOCX.
DOCUMENTS_FOLDER = Path(ENV.text("DOCUMENTS_FOLDER", str(HOME / "documents")))
# Signs the checkpoints of the log books; made at the first use.
LOGBOOK_KEY = Path(ENV.text("LOGBOOK_KEY", str(HOME / "logbook.key")))

INSTALLED_APPS = [
    "diemcau.records",
    "diemcau.web",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "diemcau.web.bounds.Unkept",
    "diemcau.web.bounds.OneEncoding",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "diemcau.web.closed_accounts.Enrolment",
]
ROOT_URLCONF = "diemcau.config.urls"
ASGI_APPLICATION = "diemcau.config.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "web" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]
DATABASES = {"default": ENV.database("DATABASE", HOME / "diemcau.sqlite3")}
# Counted failures and used codes: with several web processes they must be shared, and a flood of names must
# not push them out.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "diemcau",
    }
    if REDIS_URL
    else {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "records.Account"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_REDIRECT_URL = "/"
LOGIN_URL = "account_login"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "diemcau.web.closed_accounts.ClosedAccounts"
ACCOUNT_SESSION_REMEMBER = True  # a browser that is started again in mid-session is still signed in
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Điểm Cầu"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS  # browsers then allow it on localhost only
SOCIALACCOUNT_ADAPTER = "diemcau.web.closed_accounts.OfficeIdentities"
CSRF_FAILURE_VIEW = "diemcau.web.views.errors.csrf_failed"
OIDC_ISSUER = ENV.text("OIDC_ISSUER", "")
SOCIALACCOUNT_PROVIDERS = ENV.oidc("OIDC")

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "web" / "locale"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STATICFILES_DIRS = [PACKAGE / "web" / "static"]
WHITENOISE_USE_FINDERS = True

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_SSL_REDIRECT = HTTPS
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:", "blob:"],
        "font-src": ["'self'"],
        "media-src": ["'self'", "blob:"],
        "connect-src": ["'self'"],
        "worker-src": ["'self'"],
        "form-action": ["'self'", *ENV.origin("OIDC_ISSUER")],  # the sign-in's form leads there
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "manifest-src": ["'self'"],
    }
}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "diemcau.config.logs.Discreet",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": ENV.text("LOG_LEVEL", "INFO")},
}

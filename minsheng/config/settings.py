"""Django settings. Everything a place may want to change comes from the environment; nothing secret stands here."""

import json
import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import django_stubs_ext
from django.utils.csp import CSP

from minsheng.config.rooms import ROOMS

django_stubs_ext.monkeypatch()

ROOT = Path(__file__).resolve().parent.parent.parent
DATA = Path(os.environ.get("MINSHENG_DATA", ROOT / "var")).resolve()


def hosts(address: str, more: str) -> list[str]:
    """The names under which pages are served: this machine's own, the public address's, and those that are added."""
    public = urlsplit(address).hostname or ""
    names = ("localhost", "127.0.0.1", "[::1]", f"[{public}]" if ":" in public else public, *more.split())
    return list(dict.fromkeys(filter(None, names)))


DEBUG = os.environ.get("MINSHENG_DEBUG", "") == "1"
SECRET_KEY = os.environ.get("MINSHENG_SECRET_KEY", "only-for-checks-and-tests")
PUBLIC_ADDRESS = os.environ.get("MINSHENG_ADDRESS", "http://127.0.0.1:8000")
ALLOWED_HOSTS = hosts(PUBLIC_ADDRESS, os.environ.get("MINSHENG_HOSTS", ""))
CSRF_TRUSTED_ORIGINS = os.environ.get("MINSHENG_ORIGINS", "").split()
BEHIND_TLS = os.environ.get("MINSHENG_TLS", "") == "1"


def database(url: str) -> dict[str, Any]:
    """Django's database settings of a URL postgresql://user:password@host:port/name?host=/socket/folder."""
    parts = urlsplit(url)
    query = {key: values[0] for key, values in parse_qs(parts.query).items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "minsheng",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or query.pop("port", "")),
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "pool": {"min_size": 1, "max_size": 8, "timeout": 5},
            "server_side_binding": True,
            "prepare_threshold": 1,
            **query,
        },
    }


DATABASES = {"default": database(os.environ.get("DATABASE_URL", "postgresql:///minsheng"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_htmx",
    "procrastinate.contrib.django",
    *ROOMS,  # before allauth, whose translations of the same words would win otherwise
    "allauth",
    "allauth.account",
    "allauth.mfa",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "minsheng.kernel.http.RequestLog",
    "minsheng.panorama.insights.middleware.Visiting",  # outside the session's: it makes no page depend on a cookie
    "minsheng.ui.middleware.Readable",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "minsheng.ui.middleware.Preferences",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "minsheng.ports.governance.middleware.SignInWhole",
    "allauth.account.middleware.AccountMiddleware",
    "minsheng.ground.people.middleware.Acting",
    "minsheng.kernel.http.Refusals",
]
ROOT_URLCONF = "minsheng.config.urls"
WSGI_APPLICATION = "minsheng.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "minsheng.ui.context.page",
                "minsheng.ports.service.context.shell",
                "minsheng.ports.governance.context.shell",
            ],
        },
    },
]

FORM_RENDERER = "minsheng.ui.forms.Renderer"

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "/signin/"
LOGIN_REDIRECT_URL = "/"
STAFF_HOME = "governance:inbox"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_TLS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_TLS else None
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if BEHIND_TLS else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
TIANDITU_KEY = os.environ.get("MINSHENG_TIANDITU_KEY", "")
MAP_TILES = [
    f"https://t{{s}}.tianditu.gov.cn/{layer}_w/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER={layer}"
    f"&STYLE=default&TILEMATRIXSET=w&FORMAT=tiles&TILEMATRIX={{z}}&TILEROW={{y}}&TILECOL={{x}}&tk={TIANDITU_KEY}"
    for layer in ("vec", "cva")
    if TIANDITU_KEY
]
MAP_TILES_BY = os.environ.get("MINSHENG_TIANDITU_NOTICE", "© 天地图")
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:", "blob:", *(["https://*.tianditu.gov.cn"] if TIANDITU_KEY else [])],
    "connect-src": [CSP.SELF],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
}
CSRF_FAILURE_VIEW = "minsheng.kernel.http.csrf_refused"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
USE_I18N = True
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
FILES_ROOT = DATA / "files"
STATICFILES_DIRS = [
    ("npm/htmx", ROOT / "node_modules/htmx.org/dist"),
    ("npm/leaflet", ROOT / "node_modules/leaflet/dist"),
]
STATICFILES_FINDERS = [
    "minsheng.ui.storage.OneSheet",
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": FILES_ROOT}},
    "staticfiles": {"BACKEND": "minsheng.ui.storage.HashedStatic"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 100  # beyond, a form can't even say which photos were too many
FILE_UPLOAD_HANDLERS = [
    "minsheng.ground.files.uploads.Capped",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

SITE_TITLE = os.environ.get("MINSHENG_SITE_TITLE", "街道人大工作")
SITE_TITLE_EN = os.environ.get("MINSHENG_SITE_TITLE_EN", "Subdistrict Congress Work")
DISTRICT = os.environ.get("MINSHENG_DISTRICT", "330102")
GATEWAYS: dict[str, dict[str, str]] = json.loads(os.environ.get("MINSHENG_GATEWAYS") or "{}")
SMS_BACKEND = os.environ.get("MINSHENG_SMS", "minsheng.ground.notices.sms.Console")

ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "minsheng.ports.signin.accounts.Accounts"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_USER_MODEL_USERNAME_FIELD = "username"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_ADAPTER = "minsheng.ports.signin.accounts.Factors"
MFA_TOTP_TOLERANCE = 1  # half-minutes that a clock may be off
MFA_TOTP_ISSUER = "民声"

PROCRASTINATE_ON_APP_READY = None

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "minsheng.kernel.http.JsonLines"}},
    "handlers": {"out": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["out"], "level": os.environ.get("MINSHENG_LOG", "INFO")},
    "loggers": {
        "django.request": {"level": "ERROR"},
        "procrastinate": {"level": "WARNING"},
        "urllib3": {"level": "WARNING"},
    },
}

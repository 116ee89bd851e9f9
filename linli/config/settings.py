"""Every setting of Linli, read from the environment; docs/operations/settings.md lists them."""

from __future__ import annotations

import re
from pathlib import Path

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key
from django.utils.translation import gettext_lazy as _

from linli.config import environment as env

ROOT = Path(__file__).resolve().parents[2]

# ── Where things are ──────────────────────────────────────────────────────────────────────────────
DATA = Path(env.text("LINLI_DATA", str(ROOT / "var"))).resolve()
DATA.mkdir(parents=True, exist_ok=True)
DEMO = env.flag("LINLI_DEMO")
TESTING = env.flag("LINLI_TESTING")
DEBUG = env.flag("LINLI_DEBUG")


def _secret_key() -> str:
    """Return the key of the environment, or one made once and kept in the data folder."""
    given = env.text("LINLI_SECRET_KEY")
    if given:
        if len(given) < 32:  # characters; less can be guessed
            raise ImproperlyConfigured("LINLI_SECRET_KEY: give at least 32 characters")
        return given
    file = DATA / "secret.key"
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(get_random_secret_key(), encoding="utf-8")
    return file.read_text(encoding="utf-8")


SECRET_KEY = _secret_key()
ALLOWED_HOSTS = env.words("LINLI_HOSTS", "localhost,127.0.0.1,[::1]")
HTTPS = env.flag("LINLI_HTTPS")
CITY_NAME = env.text("LINLI_CITY_NAME")
BASE_URL = env.text("LINLI_BASE_URL", "http://localhost:8000").rstrip("/")

# ── The house: lowest app first ───────────────────────────────────────────────────────────────────
LINLI_APPS = [
    "places",
    "accounts",
    "notifications",
    "people",
    "organisations",
    "matters",
    "votes",
    "meetings",
    "disputes",
    "deliberation",
    "planning",
    "registers",
    "portal",
]

INSTALLED_APPS = [
    "linli.platform.apps.Config",
    "linli.interface.apps.Config",
    *[f"linli.apps.{app}.apps.Config" for app in LINLI_APPS],
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "csp",
    "ninja",
    "allauth",
    "allauth.account",
    "allauth.mfa",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "linli.interface.privacy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "linli.apps.accounts.web.middleware.ActorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "linli.interface.middleware.RefusalMiddleware",
]
ROOT_URLCONF = "linli.config.urls"
WSGI_APPLICATION = "linli.config.wsgi.application"
# allauth wants one fixed name at sign-up; our form asks for a user name or an address or both.
SILENCED_SYSTEM_CHECKS = ["account.W001"]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            ["django.template.loaders.app_directories.Loader"],
                        )
                    ],
                )
            ],
            "builtins": [
                "django.templatetags.i18n",
                "template_partials.templatetags.partials",
                "linli.interface.templatetags.ui",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "linli.interface.context.page",
            ],
        },
    }
]

# ── Database ──────────────────────────────────────────────────────────────────────────────────────
DATABASES = {
    "default": env.database(
        env.text("LINLI_DATABASE", f"sqlite:///{DATA / 'linli.sqlite3'}"),
        pool=env.number("LINLI_DATABASE_POOL", 8),
        test_name=str(DATA / "test.sqlite3"),
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# ── Accounts ──────────────────────────────────────────────────────────────────────────────────────
AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = ["linli.apps.accounts.web.authentication.Backend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
if TESTING:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "linli.apps.accounts.web.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    name: f"linli.apps.accounts.web.forms.{form}"
    for name, form in {
        "login": "LoginForm",
        "signup": "SignupForm",
        "add_email": "AddEmailForm",
        "change_email": "ChangeEmailForm",
        "change_password": "ChangePasswordForm",
        "set_password": "SetPasswordForm",
        "reset_password": "ResetPasswordForm",
        "reset_password_from_key": "ResetPasswordKeyForm",
        "reauthenticate": "ReauthenticateForm",
        "request_login_code": "RequestLoginCodeForm",
        "confirm_login_code": "ConfirmLoginCodeForm",
        "confirm_email_verification_code": "ConfirmEmailForm",
        "confirm_password_reset_code": "ConfirmResetForm",
    }.items()
}
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username", "email", "password1*", "password2*"]
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = "【邻里 Linli】"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # nobody gets mail because a stranger typed their address
ACCOUNT_MAX_EMAIL_ADDRESSES = 2  # the old one, until the new one is confirmed
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
MFA_ADAPTER = "linli.apps.accounts.web.adapter.SecondFactorAdapter"
MFA_FORMS = {
    name: f"linli.apps.accounts.web.second_factor_forms.{form}"
    for name, form in {
        "authenticate": "SecondFactorForm",
        "reauthenticate": "SecondFactorAgainForm",
        "activate_totp": "ActivateAppForm",
        "deactivate_totp": "DeactivateAppForm",
        "generate_recovery_codes": "GenerateCodesForm",
        "add_webauthn": "AddKeyForm",
        "edit_webauthn": "EditKeyForm",
    }.items()
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS  # browsers allow it on localhost only
MFA_TOTP_ISSUER = "Linli"
MFA_ALLOW_UNVERIFIED_EMAIL = True
SESSION_ENGINE = "linli.apps.accounts.web.sessions"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"

# ── Language and time ─────────────────────────────────────────────────────────────────────────────
# The sentences in the code are Chinese; each app's locale/en holds their English.
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("简体中文")), ("en", _("English"))]
LANGUAGE_COOKIE_NAME = "linli_language"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

# ── Files and front end ───────────────────────────────────────────────────────────────────────────
BUILT = ROOT / "frontend" / "dist"
FONTS = ROOT / "frontend" / "fonts"  # of printed papers, fetched through npm
STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STATICFILES_DIRS = [BUILT] if BUILT.exists() else []
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(DATA / "files")},
    },
    # vite puts the hash into the names; Django must not do it again.
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
STATIC_ROOT.mkdir(exist_ok=True)
WHITENOISE_USE_FINDERS = not any(STATIC_ROOT.iterdir())  # an image build collects once
WHITENOISE_MAX_AGE = 3600
_HASHED = re.compile(r"/assets/.+-[0-9a-zA-Z_-]{8}\.[a-z0-9]+$")


def WHITENOISE_IMMUTABLE_FILE_TEST(_path: str, url: str) -> bool:  # noqa: N802  # whitenoise's name
    """Tell whether the name of the file changes with its content."""
    return _HASHED.search(url) is not None


# The tones in which the interface shows the messages of django.contrib.messages.
MESSAGE_TAGS = {10: "info", 20: "info", 25: "good", 30: "warn", 40: "danger"}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024  # bytes of a form without its files
DATA_UPLOAD_MAX_NUMBER_FILES = 9
MAP_TILES = env.text("LINLI_MAP_TILES")  # an address with {z}/{x}/{y}; never needed

# ── Mail ──────────────────────────────────────────────────────────────────────────────────────────
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if env.text("LINLI_MAIL_HOST")
    else "django.core.mail.backends.console.EmailBackend"
)
EMAIL_HOST = env.text("LINLI_MAIL_HOST")
EMAIL_PORT = env.number("LINLI_MAIL_PORT", 587)
EMAIL_HOST_USER = env.text("LINLI_MAIL_USER")
EMAIL_HOST_PASSWORD = env.text("LINLI_MAIL_PASSWORD")
EMAIL_USE_TLS = env.flag("LINLI_MAIL_TLS", default=True)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.text("LINLI_MAIL_FROM", "linli@localhost")

# ── Messages to persons ───────────────────────────────────────────────────────────────────────────
MESSAGE_CHANNELS = {
    "email": "linli.platform.messages.mail.Mail",
    "push": "linli.platform.messages.push.Push",
    "sms": env.text("LINLI_SMS", "linli.platform.messages.console.Console"),
    "wechat": env.text("LINLI_WECHAT", "linli.platform.messages.console.Console"),
}
PUSH_HOSTS = env.words(
    "LINLI_PUSH_HOSTS",
    "fcm.googleapis.com,updates.push.services.mozilla.com,web.push.apple.com,.notify.windows.com",
)

# ── Protection ────────────────────────────────────────────────────────────────────────────────────
_TILE_HOSTS = re.findall(r"^https://[^/{]+", MAP_TILES)
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:", *_TILE_HOSTS],
        "font-src": [SELF],
        "connect-src": [SELF],
        "worker-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if HTTPS:
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURITY_CONTACT = env.text("LINLI_SECURITY_CONTACT")
CSRF_FAILURE_VIEW = "linli.interface.errors.expired"
# How many proxies stand in front and may be believed about the caller's address.
TRUSTED_PROXIES = env.number("LINLI_TRUSTED_PROXIES", 0)

CACHES = {"default": {"BACKEND": "linli.platform.cache.SharedCache", "LOCATION": "cache"}}
if TESTING:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"codes": {"()": "linli.platform.logs.WithoutCodes"}},
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["codes"],
            "level": env.text("LINLI_LOG", "WARNING"),
        }
    },
    "root": {"handlers": ["console"], "level": env.text("LINLI_LOG", "WARNING")},
    # A wrong address or a refused form is the visitor's, not the operator's.
    "loggers": {"django.request": {"level": "ERROR"}, "django.security": {"level": "ERROR"}},
}

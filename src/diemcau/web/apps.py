from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "diemcau.web"
    label = "web"

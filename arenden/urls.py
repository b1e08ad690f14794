from django.urls import path

from arenden import lists

urlpatterns = [
    path("list/unhandledcertificates", lists.unhandled),
]

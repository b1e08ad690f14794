from django.urls import path

from arenden import lists, views

QUESTIONS = "certificate/<str:certificate_id>/questions"

urlpatterns = [
    path("list/unhandledcertificates", lists.unhandled),
    path(f"{QUESTIONS}/administrative", views.administrative),
    path(f"{QUESTIONS}/new/save", views.save_question),
    path(f"{QUESTIONS}/new/send", views.send_question),
    path(f"{QUESTIONS}/new/delete", views.delete_question),
    path(f"{QUESTIONS}/complement", views.complement),
    path(f"{QUESTIONS}/cannot-complement", views.cannot_complement),
    path(f"{QUESTIONS}/forward", views.forward),
    path(f"{QUESTIONS}/<int:question_id>/handle", views.handle),
    path(f"{QUESTIONS}/<int:question_id>/handle-for-good", views.handle_for_good),
    path(f"{QUESTIONS}/legacy/<int:number>/handle", views.handle_legacy),
    path(f"{QUESTIONS}/legacy/<int:number>/handle-for-good", views.handle_legacy_for_good),
    path(f"{QUESTIONS}/<int:question_id>/answer/save", views.save_answer),
    path(f"{QUESTIONS}/<int:question_id>/answer/send", views.send_answer),
    path(f"{QUESTIONS}/<int:question_id>/answer/delete", views.delete_answer),
]

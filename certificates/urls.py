from django.urls import include, path

from certificates.pages import certificate, dialogs, draft, launch, lists, search

urlpatterns = [
    path("search", search.search),
    path("create/<str:token>", search.choose_type),
    path("create/<str:token>/favourite", search.toggle_favourite),
    path("create/<str:token>/about/<str:type_id>", search.about_type),
    path("list/draft", lists.drafts),
    path("list/certificate", lists.signed),
    path("list/unhandledcertificates", lists.unhandled),
    path("certificate/<str:certificate_id>", certificate.show, name="certificate"),
    path("certificate/<str:certificate_id>/", certificate.show),
    path("certificate/<str:certificate_id>/questions", certificate.show, {"opens_panel": "arenden"}),
    path("certificate/<str:certificate_id>/element/<str:question_id>", draft.save_element),
    path("certificate/<str:certificate_id>/save", draft.save),
    path("certificate/<str:certificate_id>/sign", draft.sign),
    path("certificate/<str:certificate_id>/sign/error", certificate.sign_failed),
    path("certificate/<str:certificate_id>/diagnosis", draft.diagnosis),
    path("certificate/<str:certificate_id>/delete", dialogs.delete),
    path("certificate/<str:certificate_id>/send", dialogs.send),
    path("certificate/<str:certificate_id>/ready-for-sign", dialogs.ready_for_sign),
    path("certificate/<str:certificate_id>/forward", dialogs.forward),
    path("certificate/<str:certificate_id>/print", dialogs.print_protected),
    path("certificate/<str:certificate_id>/events", dialogs.events),
    path("certificate/<str:certificate_id>/about/<str:topic>", dialogs.information),
    path("certificate/<str:certificate_id>/launch-unit-selection", launch.unit_selection),
    path("visa/anvandare/logout/now", launch.log_out_now),
    path("v2/visa/anvandare/logout/now", launch.log_out_now),
    path("visa/intyg/", launch.open_from_journal, {"certificate_id": ""}),
    path("visa/intyg/<str:certificate_id>", launch.open_from_journal),
    path("v2/visa/intyg/<str:certificate_id>", launch.open_from_journal),
    path("visa/intyg/<str:certificate_id>/saved", launch.continue_after_login),
    path("v2/visa/intyg/<str:certificate_id>/saved", launch.continue_after_login),
    path("visa/intyg/<str:certificate_id>/resume", launch.resume),
    path("v2/visa/intyg/<str:certificate_id>/resume", launch.resume),
    path("webcert/web/user/launch/certificate/<str:certificate_id>", launch.launch_link),
    path("webcert/web/user/launch/certificate/<str:certificate_id>/questions", launch.launch_link, {"questions": True}),
    *(
        path(f"webcert/web/user/{segment}/{rest}/questions", launch.jump_out, {"segment": segment})
        for segment in launch.JUMP_ROLES
        for rest in ("<str:certificate_id>", "<str:type_id>/<str:certificate_id>")
    ),
    path("", include("certificates.signing.urls")),
    path("", include("certificates.print.urls")),
]

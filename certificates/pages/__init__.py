"""The browser's pages of certificates: lists, search, draft, signed certificate, dialogs, deep links (spec/ui.md)."""

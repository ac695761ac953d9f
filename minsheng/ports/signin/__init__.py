"""Signing in, on both ports: a phone number and a code; for staff a user name, a password and a second factor.

Words: *strong* is a session after a second factor, or of a demo account; *pending* is one between password and factor;
to *enrol* is to set up the second factor; a *one-time link* lets somebody set a first password.
Promises: a staff role acts only in a strong session; a password without the factor opens nothing; a code works once;
demo accounts exist only in data made as demo; wrong passwords and codes are limited per account and per address.
The factor is allauth's (storage, TOTP, recovery codes); the pages are ours.
"""

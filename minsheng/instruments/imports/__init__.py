"""Imports: opinions from files, in and out.

Words: a *sheet* is a CSV file or the first sheet of a workbook; a *column* is one that we know, under its own name, a
Chinese one or as somebody mapped it; a *row* is what one line says once it was checked; an *upload* is a sheet that
somebody has sent and not yet started.
Promises: good rows go in, bad ones are named by their line with the reason, and nothing else is dropped; whoever
imports the same file again, after a crash too, adds nothing twice; what is only a record of earlier years starts no
clock, tells nobody and keeps its time; a file that can't be read or lacks a column changes nothing.
"""

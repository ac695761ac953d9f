"""Gateways (四平台接口): orders carried to systems of others, and their answers carried back.

Promises: no order is lost and none is doubled, whatever the other side does.
"""

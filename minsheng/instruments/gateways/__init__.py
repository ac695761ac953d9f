"""Gateways (四平台接口): orders carried to systems of others, and their answers carried back.

Words: a *connection* is another system, named by the rule `gateway.four_platforms` of a place and set up in the
environment; a *delivery* is one message about an order on its way there; a *reply* is what comes back.
Promises: no order is lost and none is doubled, whatever the other side does; what is hidden never leaves; the order
stays in its unit's inbox all the while, so that work goes on when the other side is gone.
"""

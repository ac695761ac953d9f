"""The two ports: the service port for residents, the governance port for deputies and officials."""

"""The service port (服务端): home, my matters. For residents and council members, on a phone first."""

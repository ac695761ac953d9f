"""The governance port (治理端): inbox, navigation, lists that join rooms. For deputies and officials."""

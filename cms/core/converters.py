"""Converters of addresses that every app uses."""

from django.urls import register_converter
from django.urls.converters import IntConverter


class RowIdConverter(IntConverter):
    """The id of a row: never longer than a database can look up. A longer number is no address."""

    regex = "[0-9]{1,18}"


register_converter(RowIdConverter, "row")

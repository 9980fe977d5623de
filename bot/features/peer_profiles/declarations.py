"""Declares the directory's permission and job. All staff hold the permission, so holding it reveals nothing."""

from bot.people.access.permissions import ALL_STAFF, Permission

PEER_PAGE = "peer-page"
"""The job that makes the page for people who use the service."""

USE_PEER_DIRECTORY = Permission("use peer directory", "finding a peer worker", ALL_STAFF)

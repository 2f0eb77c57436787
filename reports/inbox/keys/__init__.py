"""Making, granting, revoking and opening keys. A private key is never stored open and never logged.

`personal` holds what one moderator does alone, `inbox_keys` and `grants` what gives access to reports, `recovery` the
paper in the safe.
"""

from .grants import grant_access, grant_inbox_key, open_with_passphrase, revoke_access, unseal_grants
from .inbox_keys import Rotation, create_inbox_key, rotate_inbox_key
from .personal import change_passphrase, make_personal_key, number_of, open_personal_key
from .recovery import open_with_recovery, open_with_recovery_key, recover_access, renew_recovery
from .recovery_secret import RecoverySecret, RecoveryTypingError
from .rules import MINIMUM_PASSPHRASE, KeyServiceError

__all__ = [
    "MINIMUM_PASSPHRASE",
    "KeyServiceError",
    "RecoverySecret",
    "RecoveryTypingError",
    "Rotation",
    "change_passphrase",
    "create_inbox_key",
    "grant_access",
    "grant_inbox_key",
    "make_personal_key",
    "number_of",
    "open_personal_key",
    "open_with_passphrase",
    "open_with_recovery",
    "open_with_recovery_key",
    "recover_access",
    "renew_recovery",
    "revoke_access",
    "rotate_inbox_key",
    "unseal_grants",
]

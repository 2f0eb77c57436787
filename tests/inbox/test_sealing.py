"""What is sealed stays sealed; what is typed wrong is noticed."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl.public import PrivateKey, SealedBox

from reports.inbox import receipts, sealing

KEY = PrivateKey.generate()
documents = st.dictionaries(st.text(max_size=20), st.text(max_size=2000), max_size=5)


@given(documents)
def test_document_when_sealed_then_only_the_private_key_brings_it_back(document: dict[str, str]) -> None:
    sealed = sealing.seal(document, bytes(KEY.public_key))
    assert sealing.open_document(sealed, bytes(KEY)) == document
    with pytest.raises(sealing.CannotOpenError):
        sealing.open_document(sealed, bytes(PrivateKey.generate()))


@given(st.binary(max_size=5000))
def test_padding_when_added_then_length_is_a_multiple_of_a_kibibyte_and_content_returns(data: bytes) -> None:
    padded = sealing.pad(data)
    assert len(padded) % sealing.PADDING_BLOCK == 0
    assert sealing.unpad(padded) == data


def test_document_when_short_or_shorter_then_the_sealed_length_is_the_same() -> None:
    lengths = {
        len(sealing.seal({"description": "a" * size}, bytes(KEY.public_key)).sealed_document) for size in (0, 9, 900)
    }
    assert len(lengths) == 1


@given(st.integers(min_value=0), st.integers(min_value=1, max_value=255))
def test_document_when_a_byte_is_changed_then_it_does_not_open(position: int, change: int) -> None:
    sealed = sealing.seal({"description": "kanarina"}, bytes(KEY.public_key))
    changed = bytearray(sealed.sealed_document)
    changed[position % len(changed)] ^= change
    with pytest.raises(sealing.CannotOpenError):
        sealing.open_document(sealing.SealedDocument(sealed.sealed_key, bytes(changed)), bytes(KEY))


def test_private_key_when_wrapped_then_only_the_right_passphrase_unwraps_it() -> None:
    salt = sealing.new_salt()
    wrapped = sealing.wrap_key(bytes(KEY), "fjalëkalimi i duhur", salt)
    assert sealing.unwrap_key(wrapped, "fjalëkalimi i duhur", salt) == bytes(KEY)
    with pytest.raises(sealing.CannotOpenError):
        sealing.unwrap_key(wrapped, "fjalëkalimi i gabuar", salt)


def test_receipts_when_ten_thousand_are_made_then_no_two_are_equal() -> None:
    made = {receipts.receipt_from(receipts.keyed_hash("test", str(number).encode())) for number in range(10_000)}
    assert len(made) == 10_000


@given(st.binary(min_size=10, max_size=10))
def test_receipt_when_typed_kindly_or_untidily_then_it_is_read(secret: bytes) -> None:
    receipt = receipts.receipt_from(secret)
    shown = receipts.grouped(receipt)
    assert len(shown) == 21
    assert receipts.parse_receipt(shown) == receipt
    untidy = shown.replace("-", " ").lower().replace("0", "o").replace("1", "l")
    assert receipts.parse_receipt(f" {untidy} ") == receipt


@given(st.binary(min_size=10, max_size=10), st.integers(0, 15), st.integers(1, 31))
def test_receipt_when_one_symbol_is_wrong_then_the_check_symbol_catches_it(
    secret: bytes, position: int, change: int
) -> None:
    receipt = receipts.receipt_from(secret)
    wrong = receipts.ALPHABET[(receipts.ALPHABET.index(receipt[position]) + change) % 32]
    with pytest.raises(receipts.ReceiptError):
        receipts.parse_receipt(receipt[:position] + wrong + receipt[position + 1 :])


@given(st.binary(min_size=10, max_size=10), st.integers(0, 14))
def test_receipt_when_two_neighbours_change_places_then_the_check_symbol_catches_it(secret: bytes, place: int) -> None:
    receipt = receipts.receipt_from(secret)
    if receipt[place] == receipt[place + 1]:
        return
    swapped = receipt[:place] + receipt[place + 1] + receipt[place] + receipt[place + 2 :]
    with pytest.raises(receipts.ReceiptError):
        receipts.parse_receipt(swapped)


@pytest.mark.parametrize(
    ("mistype", "kind"),
    [
        (lambda receipt: receipt[4:], "short"),
        (lambda receipt: receipt[1:], "short"),
        (lambda receipt: receipt + receipt[:4], "long"),
        (lambda receipt: "U" + receipt[1:], "check"),
        (lambda receipt: "*" + receipt[1:], "symbol"),
        (lambda receipt: receipt[:-1] + "*", "symbol"),
    ],
)
def test_receipt_when_it_ends_in_u_and_is_mistyped_then_nobody_is_told_that_no_code_has_a_u(
    mistype: Callable[[str], str], kind: str
) -> None:
    made = (receipts.receipt_from(receipts.keyed_hash("test", str(number).encode())) for number in range(1_000))
    receipt = next(receipt for receipt in made if receipt.endswith("U"))
    assert receipts.parse_receipt(receipt) == receipt
    with pytest.raises(receipts.ReceiptError) as refused:
        receipts.parse_receipt(mistype(receipt))
    assert refused.value.kind == kind


@given(st.text(max_size=60))
def test_receipt_when_anything_is_typed_then_it_is_read_or_refused(typed: str) -> None:
    try:
        receipt = receipts.parse_receipt(typed)
    except receipts.ReceiptError:
        return
    assert len(receipt) == 17


def test_answer_when_sealed_to_a_receipt_then_only_the_receipt_opens_it() -> None:
    receipt = receipts.receipt_from(b"0123456789")
    box = SealedBox(PrivateKey(receipts.receipt_private_key(receipt)))
    from nacl.public import PublicKey

    sealed = SealedBox(PublicKey(receipts.receipt_public_key(receipt))).encrypt("përgjigje".encode())
    assert box.decrypt(sealed).decode() == "përgjigje"

"""A lesson plan as an IMS Common Cartridge 1.1, which Moodle, Canvas, Blackboard and others import.

Version 1.1, because a thin cartridge of 1.3 may hold links but no content, and 1.1 is read everywhere. Rules:
https://www.imsglobal.org/cc/ccv1p1/imscc_profilev1p1-Implementation.html
"""

from pathlib import PurePosixPath
from typing import Any
from xml.etree import ElementTree

from django.template.loader import render_to_string
from django.utils.text import slugify
from django.utils.translation import override

from cms.core.archives import zip_bytes
from cms.core.text import fold

from .models import LessonPlanPage

CP = "http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"
MANIFEST_LOM = "http://ltsc.ieee.org/xsd/imsccv1p1/LOM/manifest"
RESOURCE_LOM = "http://ltsc.ieee.org/xsd/imsccv1p1/LOM/resource"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
_PROFILE = "http://www.imsglobal.org/profile/cc/ccv1p1/"
_SCHEMAS = {
    CP: f"{_PROFILE}ccv1p1_imscp_v1p2_v1p0.xsd",
    RESOURCE_LOM: f"{_PROFILE}LOM/ccv1p1_lomresource_v1p0.xsd",
    MANIFEST_LOM: f"{_PROFILE}LOM/ccv1p1_lommanifest_v1p0.xsd",
}
_LESSON_FILE = "lesson/index.html"
ElementTree.register_namespace("", CP)
ElementTree.register_namespace("lomimscc", MANIFEST_LOM)
ElementTree.register_namespace("lom", RESOURCE_LOM)


def cartridge(lesson: LessonPlanPage, data: dict[str, Any]) -> bytes:
    """Return the cartridge of `lesson`; the same content gives the same bytes.

    Args:
        lesson: a lesson plan of any language.
        data: what `lesson_data` says of it.
    """
    attachments = _attachments(lesson)
    with override(data["language"]):
        titled = [
            {"path": path, "title": entry["title"] or path}
            for path, entry in zip(attachments, data["attachments"], strict=True)
        ]
        html = render_to_string("documents/lesson.html", {"data": data, "attachments": titled})
    manifest = _manifest(lesson, data, list(attachments))
    return zip_bytes([("imsmanifest.xml", manifest), (_LESSON_FILE, html.encode()), *attachments.items()])


def _attachments(lesson: LessonPlanPage) -> dict[str, bytes]:
    """Return the attached files by their path in the cartridge; names are plain ASCII and each is used once."""
    files: dict[str, bytes] = {}
    for number, link in enumerate(lesson.attachments.select_related("document"), start=1):
        path = PurePosixPath(link.document.filename)
        stem = slugify(fold(path.stem)) or "file"
        with link.document.file.open("rb") as stored:
            files[f"files/{number:02d}-{stem}{path.suffix.lower() if path.suffix.isascii() else ''}"] = stored.read()
    return files


def _manifest(lesson: LessonPlanPage, data: dict[str, Any], files: list[str]) -> bytes:
    key = str(lesson.translation_key)
    root = ElementTree.Element(f"{{{CP}}}manifest", {"identifier": f"M-{key}-{data['language']}"})
    root.set(f"{{{XSI}}}schemaLocation", " ".join(f"{name} {place}" for name, place in _SCHEMAS.items()))
    metadata = _add(root, CP, "metadata")
    _add(metadata, CP, "schema", "IMS Common Cartridge")
    _add(metadata, CP, "schemaversion", "1.1.0")
    _describe(_add(metadata, MANIFEST_LOM, "lom"), lesson, data, files)
    organisation = _add(_add(root, CP, "organizations"), CP, "organization")
    organisation.attrib |= {"identifier": "organization", "structure": "rooted-hierarchy"}
    top = _add(organisation, CP, "item")
    top.set("identifier", "root")
    resources = _add(root, CP, "resources")
    titles = [data["title"], *(entry["title"] for entry in data["attachments"])]
    for number, (path, title) in enumerate(zip([_LESSON_FILE, *files], titles, strict=True)):
        item = _add(top, CP, "item")
        item.attrib |= {"identifier": f"item-{number}", "identifierref": f"resource-{number}"}
        _add(item, CP, "title", title or path)
        resource = _add(resources, CP, "resource")
        resource.attrib |= {"identifier": f"resource-{number}", "type": "webcontent", "href": path}
        if path == _LESSON_FILE:
            resource.set("intendeduse", "lessonplan")
        _for_teachers(_add(_add(resource, CP, "metadata"), RESOURCE_LOM, "lom"))
        _add(resource, CP, "file").set("href", path)
    ElementTree.indent(root)
    return bytes(ElementTree.tostring(root, encoding="UTF-8", xml_declaration=True)) + b"\n"


def _describe(lom: ElementTree.Element, lesson: LessonPlanPage, data: dict[str, Any], files: list[str]) -> None:
    """Fill the cartridge's metadata, in the order of IEEE 1484.12.1."""
    language = data["language"]
    general = _add(lom, MANIFEST_LOM, "general")
    identifier = _add(general, MANIFEST_LOM, "identifier")
    _add(identifier, MANIFEST_LOM, "catalog", "URI")
    _add(identifier, MANIFEST_LOM, "entry", data["address"])
    _text(general, "title", data["title"], language)
    _add(general, MANIFEST_LOM, "language", language)
    _text(general, "description", data["summary"], language)
    for keyword in data["keywords"]:
        _text(general, "keyword", keyword, language)
    contribute = _add(_add(lom, MANIFEST_LOM, "lifeCycle"), MANIFEST_LOM, "contribute")
    _add(_add(contribute, MANIFEST_LOM, "role"), MANIFEST_LOM, "value", "publisher")
    _add(contribute, MANIFEST_LOM, "entity", data["brand"])
    technical = _add(lom, MANIFEST_LOM, "technical")
    for media_type in dict.fromkeys(["text/html", *(_MEDIA_TYPES.get(PurePosixPath(name).suffix) for name in files)]):
        if media_type:
            _add(technical, MANIFEST_LOM, "format", media_type)
    educational = _add(lom, MANIFEST_LOM, "educational")
    _add(_add(educational, MANIFEST_LOM, "learningResourceType"), MANIFEST_LOM, "value", "IMS Common Cartridge")
    _vocabulary(educational, MANIFEST_LOM, "context", "LOMv1.0", "school")
    _vocabulary(educational, MANIFEST_LOM, "intendedEndUserRole", "IMSGLC_CC_Rolesv1p1", "Instructor")
    rights = _add(lom, MANIFEST_LOM, "rights")
    _add(_add(rights, MANIFEST_LOM, "cost"), MANIFEST_LOM, "value", "no")
    _add(_add(rights, MANIFEST_LOM, "copyrightAndOtherRestrictions"), MANIFEST_LOM, "value", "yes")
    _text(rights, "description", data["licence"], language)
    for code in sorted(lesson.competences):
        classification = _add(lom, MANIFEST_LOM, "classification")
        _add(_add(classification, MANIFEST_LOM, "purpose"), MANIFEST_LOM, "value", "competency")
        taxon = _add(_add(classification, MANIFEST_LOM, "taxonPath"), MANIFEST_LOM, "taxon")
        _add(taxon, MANIFEST_LOM, "id", f"DigComp 2.2: {code}")


_MEDIA_TYPES = {
    ".csv": "text/csv",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".pdf": "application/pdf",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".txt": "text/plain",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".zip": "application/zip",
}


def _for_teachers(lom: ElementTree.Element) -> None:
    """Say that a resource is for the teacher: pupils do not see it in the learning platform."""
    educational = _add(lom, RESOURCE_LOM, "educational")
    _vocabulary(educational, RESOURCE_LOM, "intendedEndUserRole", "IMSGLC_CC_Rolesv1p1", "Instructor")


def _add(parent: ElementTree.Element, namespace: str, name: str, text: str | None = None) -> ElementTree.Element:
    element = ElementTree.SubElement(parent, f"{{{namespace}}}{name}")
    element.text = text
    return element


def _text(parent: ElementTree.Element, name: str, text: str, language: str) -> None:
    if text:
        _add(_add(parent, MANIFEST_LOM, name), MANIFEST_LOM, "string", text).set("language", language)


def _vocabulary(parent: ElementTree.Element, namespace: str, name: str, source: str, value: str) -> None:
    element = _add(parent, namespace, name)
    _add(element, namespace, "source", source)
    _add(element, namespace, "value", value)

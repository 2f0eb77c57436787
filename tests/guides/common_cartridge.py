"""The structure rules of an IMS Common Cartridge 1.1 with web content, written from the published profile.

Sources: the schema `ccv1p1_imscp_v1p2_v1p0.xsd` with its Schematron rule sets 5 to 10, and the profile of LOM in
`ccv1p1_lommanifest_v1p0.xsd` and `ccv1p1_lomresource_v1p0.xsd` (https://www.imsglobal.org/cc/).
"""

import io
import re
import zipfile
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

CP = "{http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1}"
LOM = "{http://ltsc.ieee.org/xsd/imsccv1p1/LOM/manifest}"
RESOURCE_LOM = "{http://ltsc.ieee.org/xsd/imsccv1p1/LOM/resource}"
XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
NCNAME = re.compile(r"^[A-Za-z_][\w.-]*$")
INTENDED_USES = {None, "lessonplan", "syllabus", "unspecified"}
ROLES = {"Instructor", "Learner", "Mentor"}
# Element -> names of its children in the order of the schema; each may be left out unless it is required below.
SEQUENCES = {
    f"{CP}manifest": [f"{CP}metadata", f"{CP}organizations", f"{CP}resources"],
    f"{CP}organization": [f"{CP}title", f"{CP}item", f"{CP}metadata"],
    f"{CP}resource": [f"{CP}metadata", f"{CP}file", f"{CP}dependency"],
    f"{LOM}educational": [f"{LOM}learningResourceType", f"{LOM}context", f"{LOM}intendedEndUserRole"],
    f"{RESOURCE_LOM}educational": [f"{RESOURCE_LOM}context", f"{RESOURCE_LOM}intendedEndUserRole"],
}
LOM_ONCE = {"general", "lifeCycle", "technical", "rights"}
LOM_MANY = {"educational", "relation", "classification"}
GENERAL = {"identifier", "title", "language", "description", "keyword", "coverage"}


def problems_of(data: bytes) -> list[str]:
    """Return what is wrong with a cartridge; nothing for a valid one."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if (broken := archive.testzip()) is not None:
            return [f"{broken} is damaged"]
        names = archive.namelist()
        if "imsmanifest.xml" not in names:
            return ["imsmanifest.xml is not at the root"]
        root = ElementTree.fromstring(archive.read("imsmanifest.xml"))  # noqa: S314
    return [
        *_names(names),
        *_manifest(root),
        *_metadata(root),
        *_organisation(root),
        *_resources(root, set(names)),
    ]


def _names(names: list[str]) -> list[str]:
    found = [f"{name} is there twice" for name in set(names) if names.count(name) > 1]
    return found + [f"{name} is no plain relative path" for name in names if not re.fullmatch(r"[\w./-]+", name, re.A)]


def _order(element: Element) -> list[str]:
    wanted = SEQUENCES.get(element.tag)
    if wanted is None:
        return []
    places = [wanted.index(child.tag) if child.tag in wanted else -1 for child in element]
    if -1 in places:
        return [f"{element.tag} holds {element[places.index(-1)].tag}"]
    return [] if places == sorted(places) else [f"the children of {element.tag} are out of order"]


def _manifest(root: Element) -> list[str]:
    found = []
    if root.tag != f"{CP}manifest":
        found.append("the root is no manifest")
    if [child.tag for child in root] != SEQUENCES[f"{CP}manifest"]:
        found.append("a manifest holds metadata, organizations and resources")
    locations = root.get(f"{XSI}schemaLocation", "").split()
    if len(locations) % 2 or not {CP[1:-1], LOM[1:-1], RESOURCE_LOM[1:-1]} <= set(locations[::2]):
        found.append("the schema locations do not name every namespace")
    identifiers = [element.get("identifier") for element in root.iter() if element.get("identifier") is not None]
    for tag in (f"{CP}manifest", f"{CP}organization", f"{CP}item", f"{CP}resource"):
        found += [f"a {tag} has no identifier" for element in root.iter(tag) if not element.get("identifier")]
    found += [f"{name} is no identifier" for name in identifiers if not NCNAME.match(str(name))]
    found += [f"{name} is used twice" for name in set(identifiers) if identifiers.count(name) > 1]
    return found + [problem for element in root.iter() for problem in _order(element)]


def _metadata(root: Element) -> list[str]:
    metadata = root.find(f"{CP}metadata")
    if metadata is None or [child.tag for child in metadata] != [f"{CP}schema", f"{CP}schemaversion", f"{LOM}lom"]:
        return ["the metadata hold schema, schemaversion and lom"]
    found = []
    if [metadata[0].text, metadata[1].text] != ["IMS Common Cartridge", "1.1.0"]:
        found.append("schema or version is wrong")
    lom = metadata[2]
    names = [child.tag.removeprefix(LOM) for child in lom]
    found += [f"lom holds {name}" for name in names if name not in LOM_ONCE | LOM_MANY]
    found += [f"lom holds {name} twice" for name in LOM_ONCE if names.count(name) > 1]
    general = lom.find(f"{LOM}general")
    if general is None or not general.findtext(f"{LOM}title/{LOM}string"):
        found.append("there is no title")
    else:
        found += [f"general holds {child.tag}" for child in general if child.tag.removeprefix(LOM) not in GENERAL]
    for educational in lom.findall(f"{LOM}educational"):
        if educational.findtext(f"{LOM}learningResourceType/{LOM}value") != "IMS Common Cartridge":
            found.append("the learning resource type is fixed")
        if educational.findtext(f"{LOM}context/{LOM}source") not in (None, "LOMv1.0"):
            found.append("the context has another source")
        found += _roles(educational, LOM)
    for purpose in lom.iterfind(f"{LOM}classification/{LOM}purpose/{LOM}value"):
        if purpose.text not in ("discipline", "competency", "educational level", "educational objective"):
            found.append(f"{purpose.text} is no purpose")
    for name in ("cost", "copyrightAndOtherRestrictions"):
        if lom.findtext(f"{LOM}rights/{LOM}{name}/{LOM}value") not in (None, "yes", "no"):
            found.append(f"{name} is yes or no")
    return found


def _roles(educational: Element, namespace: str) -> list[str]:
    found = []
    for role in educational.findall(f"{namespace}intendedEndUserRole"):
        if role.findtext(f"{namespace}source") != "IMSGLC_CC_Rolesv1p1":
            found.append("a role has another source")
        if role.findtext(f"{namespace}value") not in ROLES:
            found.append(f"{role.findtext(f'{namespace}value')} is no role")
    return found


def _organisation(root: Element) -> list[str]:
    organisations = root.findall(f"{CP}organizations/{CP}organization")
    if len(organisations) > 1:
        return ["there is more than one organization"]
    found = []
    for organisation in organisations:
        if organisation.get("structure") != "rooted-hierarchy":
            found.append("the structure is fixed")
        tops = organisation.findall(f"{CP}item")
        if len(tops) != 1 or tops[0].find(f"{CP}title") is not None or tops[0].get("identifierref"):
            found.append("there is one top item, without title and reference")
        for item in tops[0].iter(f"{CP}item"):
            if item is tops[0]:
                continue
            if item[0].tag != f"{CP}title" or not (item[0].text or "").strip():
                found.append(f"{item.get('identifier')} has no title")
            if item.get("identifierref") and item.find(f"{CP}item") is not None:
                found.append(f"{item.get('identifier')} leads somewhere and has items of its own")
    known = {resource.get("identifier") for resource in root.iterfind(f"{CP}resources/{CP}resource")}
    named = [item.get("identifierref") for item in root.iter(f"{CP}item") if item.get("identifierref")]
    return found + [f"there is no resource {name}" for name in named if name not in known]


def _resources(root: Element, names: set[str]) -> list[str]:
    found = []
    listed: set[str] = set()
    for resource in root.iterfind(f"{CP}resources/{CP}resource"):
        name = resource.get("identifier")
        files = [str(file.get("href")) for file in resource.findall(f"{CP}file")]
        listed |= set(files)
        if resource.get("type") != "webcontent":
            found.append(f"{name} is no web content")
        if resource.get("intendeduse") not in INTENDED_USES:
            found.append(f"{name} has an unknown use")
        if not resource.get("href") or resource.get("href") not in files:
            found.append(f"{name} does not list the file it opens")
        if len(set(files)) != len(files):
            found.append(f"{name} lists a file twice")
        for educational in resource.iterfind(f"{CP}metadata/{RESOURCE_LOM}lom/{RESOURCE_LOM}educational"):
            found += _roles(educational, RESOURCE_LOM)
    found += [f"{name} is listed but not there" for name in listed - names]
    return found + [f"{name} is there but not listed" for name in names - listed - {"imsmanifest.xml"}]
